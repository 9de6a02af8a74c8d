import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'

const Body = z.object({
  model: z.string(),
  messages: z.array(
    z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }),
  ),
  response_format: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('text') }),
      z.object({ type: z.literal('json_object') }),
      z.object({
        type: z.literal('json_schema'),
        json_schema: z.object({
          name: z.string().regex(/^[\w-]{1,64}$/),
          strict: z.boolean().optional(),
          schema: z.record(z.string(), z.unknown()),
        }),
      }),
    ])
    .optional(),
  temperature: z.number().min(0).max(2).optional(),
  max_tokens: z.int().min(1).optional(),
  stream: z.literal(false).optional(),
})

/** One request as it arrived. */
export interface LlmRequest {
  /** Counted from 0. */
  readonly n: number
  readonly model: string
  readonly instructions: string
  readonly material: string
  readonly format: 'text' | 'json_object' | 'json_schema'
  readonly schema: Readonly<Record<string, unknown>> | null
  readonly authorization: string | undefined
}

/** The message the model gives; plain words are a whole answer that ended of itself. */
export type Said =
  | string
  | {
      readonly content?: string | null
      readonly refusal?: string
      readonly finish?: 'stop' | 'length' | 'content_filter'
    }

/** Instead of an answer: an HTTP status with what goes with it, or a way of breaking off. */
export type LlmFault =
  | {
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
      readonly type?: string
    }
  /** Never answers. */
  | 'silent'
  /** The connection is reset before the answer. */
  | 'hang-up'
  /** The connection is reset in the middle of the answer. */
  | 'cut'
  /** The answer ends in the middle, in good order. */
  | 'torn'

export interface FakeLlmOptions {
  /** When set, requests need it as a bearer token. */
  readonly key?: string
  /** When set, other models are unknown. */
  readonly model?: string
  /** Formats that are refused with 400, as servers do that do not know them. */
  readonly refuses?: readonly LlmRequest['format'][]
  readonly answer?: (request: LlmRequest) => Said
  readonly fault?: (request: LlmRequest) => LlmFault | undefined
  /** Awaited before anything is answered. */
  readonly hold?: (request: LlmRequest) => Promise<void>
}

export interface FakeLlm extends AsyncDisposable {
  /** Base address for clients, ending in `/v1`. */
  readonly url: string
  readonly requests: readonly LlmRequest[]
  /** The most requests that were open at one time. */
  readonly busiest: number
}

/** A language model on loopback that speaks `/v1/chat/completions`, with the answers and failings it is told to have. */
export async function startFakeLlm(options: FakeLlmOptions = {}): Promise<FakeLlm> {
  const requests: LlmRequest[] = []
  let open = 0
  let busiest = 0
  const server = createServer((req, res) => {
    busiest = Math.max(busiest, ++open)
    res.once('close', () => open--)
    respond(req, res, options, requests).catch((cause: unknown) => {
      refuse(res, 500, String(cause), 'server_error')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no loopback port was given')
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    requests,
    get busiest() {
      return busiest
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function respond(
  req: IncomingMessage,
  res: ServerResponse,
  options: FakeLlmOptions,
  requests: LlmRequest[],
): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of req) parts.push(part as Buffer)
  if (options.key && req.headers.authorization !== `Bearer ${options.key}`)
    return refuse(res, 401, 'Incorrect API key provided', 'invalid_api_key')
  if (`${req.method} ${req.url}` !== 'POST /v1/chat/completions')
    return refuse(res, 404, 'Not Found', null)
  const body = Body.safeParse(JSON.parse(Buffer.concat(parts).toString('utf8')))
  if (!body.success) return refuse(res, 400, body.error.issues[0]?.message ?? '', 'invalid_request')
  const { model, messages, response_format: format } = body.data
  const saidBy = (role: string) =>
    messages.flatMap((message) => (message.role === role ? [message.content] : [])).join('\n')
  const request: LlmRequest = {
    n: requests.length,
    model,
    instructions: saidBy('system'),
    material: saidBy('user'),
    format: format?.type ?? 'text',
    schema: format?.type === 'json_schema' ? format.json_schema.schema : null,
    authorization: req.headers.authorization,
  }
  requests.push(request)
  await options.hold?.(request)
  if (options.model && model !== options.model)
    return refuse(res, 404, `The model '${model}' does not exist`, 'model_not_found')
  if (options.refuses?.includes(request.format))
    return refuse(res, 400, 'This response_format type is unavailable now', null)
  const fault = options.fault?.(request)
  const answer = JSON.stringify(completion(request, options.answer?.(request) ?? '{}'))
  if (fault !== undefined) return misbehave(res, fault, answer)
  res.writeHead(200, { 'content-type': 'application/json' })
  res.end(answer)
}

/** As OpenAI has it; a token is taken for a character. */
function completion(request: LlmRequest, said: Said) {
  const {
    content = null,
    refusal = null,
    finish = 'stop',
  } = typeof said === 'string' ? { content: said } : said
  const prompt = request.instructions.length + request.material.length
  const written = (content ?? refusal ?? '').length
  return {
    id: `chatcmpl-${request.n}`,
    object: 'chat.completion',
    created: 1_773_200_000,
    model: request.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal },
        logprobs: null,
        finish_reason: finish,
      },
    ],
    usage: { prompt_tokens: prompt, completion_tokens: written, total_tokens: prompt + written },
  }
}

function misbehave(res: ServerResponse, fault: LlmFault, answer: string): void {
  if (typeof fault === 'object') {
    const { status, headers = {} } = fault
    res.writeHead(status, { 'content-type': fault.type ?? 'application/json', ...headers })
    res.end(fault.body ?? JSON.stringify({ error: { message: `fault ${status}` } }))
  } else if (fault === 'hang-up') res.destroy()
  else if (fault === 'torn') {
    res.writeHead(200, { 'content-type': 'application/json' })
    res.end(answer.slice(0, answer.length / 2))
  } else if (fault === 'cut') {
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length * 3 })
    res.write(answer.slice(0, answer.length / 2), () => res.destroy())
  }
}

function refuse(res: ServerResponse, status: number, message: string, code: string | null): void {
  res.writeHead(status, { 'content-type': 'application/json' })
  res.end(JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code } }))
}

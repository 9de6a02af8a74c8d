import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Answer, type DialectName, dialects } from './asr-dialects.ts'
import { hearTones, type Syllable } from './tone-speech.ts'

/** One upload, as it arrived. */
export interface AsrRequest {
  /** Counted from 0. */
  readonly n: number
  readonly fileName: string
  readonly bytes: number
  readonly durationMs: number
  readonly model: string
  readonly language: string
  readonly responseFormat: string
  readonly granularities: readonly string[]
  readonly prompt: string | null
  readonly authorization: string | undefined
}

/** Instead of an answer: an HTTP status with what goes with it, or a way of breaking off. */
export type Fault =
  | {
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
      readonly type?: string
    }
  /** Never answers. */
  | 'silent'
  /** A byte now and then, for ever. */
  | 'drip'
  /** The connection is reset before the answer. */
  | 'hang-up'
  /** The connection is reset in the middle of the answer. */
  | 'cut'
  /** The answer ends in the middle, in good order. */
  | 'torn'

export interface FakeAsrOptions {
  readonly dialect?: DialectName
  /** When set, requests need it as a bearer token. */
  readonly key?: string
  /** When set, other models are unknown. */
  readonly model?: string
  readonly fault?: (request: AsrRequest) => Fault | undefined
  /** Awaited before anything is answered: a slow server, or a gate that a test opens. */
  readonly hold?: (request: AsrRequest) => Promise<void>
  /** What is heard in the samples of one upload; tone speech unless told. */
  readonly listen?: (
    samples: Int16Array,
    request: AsrRequest,
  ) => readonly Syllable[] | Promise<readonly Syllable[]>
}

export interface FakeAsr extends AsyncDisposable {
  /** Base address for clients, ending in `/v1`. */
  readonly url: string
  readonly requests: readonly AsrRequest[]
  /** The most requests that were open at one time. */
  readonly busiest: number
  close(): Promise<void>
}

/**
 * A speech recognition server on loopback that speaks `/v1/audio/transcriptions` and `/v1/models` as the chosen
 * server family does. It decodes what it is sent and answers from that alone, so that wrong offsets and lost
 * pieces cannot hide.
 */
export async function startFakeAsr(options: FakeAsrOptions = {}): Promise<FakeAsr> {
  const requests: AsrRequest[] = []
  let open = 0
  let busiest = 0
  const server = createServer((req, res) => {
    busiest = Math.max(busiest, ++open)
    res.once('close', () => open--)
    respond(req, res, options, requests).catch((cause: unknown) => {
      send(res, { status: 500, type: 'text/plain', body: String(cause) })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no loopback port was given')
  const close = async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    requests,
    get busiest() {
      return busiest
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function respond(
  req: IncomingMessage,
  res: ServerResponse,
  options: FakeAsrOptions,
  requests: AsrRequest[],
): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of req) parts.push(part as Buffer)
  if (options.key && req.headers.authorization !== `Bearer ${options.key}`) {
    return send(res, refusal(401, 'Incorrect API key provided', 'invalid_api_key'))
  }
  const route = `${req.method} ${req.url}`
  if (route === 'GET /v1/models') {
    return send(
      res,
      json(200, { object: 'list', data: [{ id: options.model ?? 'whisper-1', object: 'model' }] }),
    )
  }
  if (route !== 'POST /v1/audio/transcriptions') return send(res, refusal(404, 'Not Found'))
  // The web's own parser: what is no proper multipart body throws, and shows as 500.
  const type = req.headers['content-type'] ?? ''
  const form = await new Response(Buffer.concat(parts), {
    headers: { 'content-type': type },
  }).formData()
  const file = form.get('file')
  if (!(file instanceof File)) return send(res, refusal(400, "'file' is required"))
  const samples = decodeWav(Buffer.from(await file.arrayBuffer()))
  if (!samples) return send(res, refusal(400, 'The audio file could not be decoded'))
  const field = (name: string) => String(form.get(name) ?? '')
  const request: AsrRequest = {
    n: requests.length,
    fileName: file.name,
    bytes: file.size,
    durationMs: samples.length / 16,
    model: field('model'),
    language: field('language'),
    responseFormat: field('response_format') || 'json',
    granularities: form.getAll('timestamp_granularities[]').map(String),
    prompt: form.has('prompt') ? field('prompt') : null,
    authorization: req.headers.authorization,
  }
  requests.push(request)
  await options.hold?.(request)
  if (options.model && request.model !== options.model) {
    return send(res, refusal(404, `The model '${request.model}' does not exist`, 'model_not_found'))
  }
  const heard = await (options.listen ?? hearTones)(samples, request)
  const answer = dialects[options.dialect ?? 'openai'](heard, request)
  const fault = options.fault?.(request)
  if (fault === undefined) return send(res, answer)
  misbehave(res, fault, answer)
}

function misbehave(res: ServerResponse, fault: Fault, answer: Answer): void {
  const { body, type } = answer
  if (typeof fault === 'object') {
    const { status, headers = {} } = fault
    res.writeHead(status, { 'content-type': fault.type ?? 'application/json', ...headers })
    res.end(fault.body ?? JSON.stringify({ error: { message: `fault ${status}` } }))
  } else if (fault === 'hang-up') res.destroy()
  else if (fault === 'torn') {
    res.writeHead(200, { 'content-type': type })
    res.end(body.slice(0, body.length / 2))
  } else if (fault === 'cut') {
    res.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
    res.write(body.slice(0, body.length / 2), () => res.destroy())
  } else if (fault === 'drip') {
    res.writeHead(200, { 'content-type': type })
    const timer = setInterval(() => res.write(' '), 20)
    res.once('close', () => clearInterval(timer))
  }
}

function send(res: ServerResponse, { status, type, body }: Answer): void {
  res.writeHead(status, { 'content-type': type })
  res.end(body)
}

function json(status: number, body: unknown): Answer {
  return { status, type: 'application/json', body: JSON.stringify(body) }
}

function refusal(status: number, message: string, code: string | null = null): Answer {
  return json(status, { error: { message, type: 'invalid_request_error', param: null, code } })
}

/** Strictly what is promised to servers: plain 44-byte header, 16-bit, mono, 16 kHz, honest lengths. */
function decodeWav(bytes: Buffer): Int16Array | undefined {
  const fits =
    bytes.length >= 44 &&
    bytes.toString('latin1', 0, 4) === 'RIFF' &&
    bytes.toString('latin1', 8, 16) === 'WAVEfmt ' &&
    bytes.readUInt32LE(4) === bytes.length - 8 &&
    bytes.readUInt16LE(20) === 1 &&
    bytes.readUInt16LE(22) === 1 &&
    bytes.readUInt32LE(24) === 16_000 &&
    bytes.readUInt16LE(34) === 16 &&
    bytes.toString('latin1', 36, 40) === 'data' &&
    bytes.readUInt32LE(40) === bytes.length - 44
  if (!fits) return undefined
  return Int16Array.from({ length: (bytes.length - 44) / 2 }, (_, i) =>
    bytes.readInt16LE(44 + i * 2),
  )
}

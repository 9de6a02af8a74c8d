import OpenAI from 'openai'
import { AppError, GiveUp } from '#shared/errors.ts'
import { list, number, object, text } from '#shared/loose.ts'
import { plainFetch, refusal, type Server } from '#shared/model-server.ts'

/** What is asked: instructions of ours, material of others, and the shape of the answer. */
export interface Question {
  readonly instructions: string
  readonly material: string
  /** Letters, digits, `_` and `-`. */
  readonly name: string
  /** JSON Schema with every property required and no others allowed, as strict servers want it. */
  readonly schema: Readonly<Record<string, unknown>>
  readonly maxTokens: number
}

/** What came back, before anybody believes a word of it. */
export interface Reply {
  readonly text: string
  /** The model's own refusal; empty when it gave none. */
  readonly refusal: string
  /** Stopped by the length limit or a filter, so the text is no whole answer. */
  readonly cutBy: 'length' | 'content_filter' | null
  readonly promptTokens: number
  readonly completionTokens: number
}

export interface Asking {
  readonly signal: AbortSignal
  /** Awaited before every request; what it throws stops the asking. */
  readonly spend: () => Promise<void>
}

export interface Chat {
  readonly model: string
  /** Throws GiveUp, TryLater or a plain failure for what the server refuses; never retries. */
  ask(question: Question, asking: Asking): Promise<Reply>
}

export interface ChatOptions {
  /** Up to and without `/chat/completions`, as `http://llm:8000/v1`. */
  readonly baseUrl: string
  /** Empty for a server that asks for none. */
  readonly key?: string | undefined
  readonly model: string
  /** For one request; 90 seconds unless told. */
  readonly timeoutMs?: number | undefined
}

type Params = OpenAI.ChatCompletionCreateParamsNonStreaming

/** How to ask, best first; what a server can do is found by asking, once. The words ask for JSON in any case. */
const askings: readonly ((question: Question) => Partial<Params>)[] = [
  ({ name, schema, maxTokens }) => ({
    response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } },
    temperature: 0,
    max_tokens: maxTokens,
  }),
  ({ maxTokens }) => ({
    response_format: { type: 'json_object' },
    temperature: 0,
    max_tokens: maxTokens,
  }),
  // Some servers know no formats, and some models neither `temperature` nor `max_tokens`.
  () => ({}),
]

/** Statuses by which servers refuse a parameter, as against the model or the key. */
const parameterRefused = [400, 415, 422, 501]

/** A model behind any OpenAI-compatible `/chat/completions`. */
export function openAiChat(options: ChatOptions): Chat {
  const server: Server = {
    name: '大模型服务',
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    model: options.model,
    key: options.key ?? '',
    timeoutMs: options.timeoutMs ?? 90_000,
  }
  const client = new OpenAI({
    baseURL: server.baseUrl,
    apiKey: server.key || 'none',
    // Never from the environment: the configuration is the only source.
    organization: null,
    project: null,
    timeout: server.timeoutMs,
    maxRetries: 0,
    fetch: plainFetch,
    logLevel: 'off',
  })
  /** Index of the asking this server is known to grant. */
  let granted = 0

  async function ask(question: Question, { signal, spend }: Asking): Promise<Reply> {
    let refused: unknown
    for (let i = granted; i < askings.length; i++) {
      signal.throwIfAborted()
      await spend()
      try {
        const params: Params = {
          model: server.model,
          messages: [
            { role: 'system', content: question.instructions },
            { role: 'user', content: question.material },
          ],
          ...askings[i]?.(question),
        }
        const body: unknown = await client.chat.completions.create(params, { signal })
        const reply = readReply(text(body), server)
        granted = i
        return reply
      } catch (cause) {
        signal.throwIfAborted()
        if (cause instanceof GiveUp || cause instanceof AppError) throw cause
        refused ??= cause
        const status = cause instanceof OpenAI.APIError ? cause.status : undefined
        if (!parameterRefused.includes(status ?? 0)) throw refusal(cause, server)
      }
    }
    throw refusal(refused, server)
  }

  return { model: server.model, ask }
}

/** The answer as it really is: servers send web pages and errors with status 200, and stop in the middle. */
function readReply(body: string, { name, baseUrl }: Server): Reply {
  const at = `${name} ${baseUrl} `
  if (/^\s*<(!doctype|html|\?xml)/i.test(body))
    throw new GiveUp(`${at}答复的是网页,请检查地址(通常以 /v1 结尾)。`)
  let answer: unknown
  try {
    answer = JSON.parse(body)
  } catch (cause) {
    throw new AppError('unavailable', `${at}的答复不完整。`, { cause })
  }
  const { choices, usage, error } = object(answer)
  const [first] = list(choices)
  if (first === undefined) {
    const said = text(object(error).message) || text(error)
    throw new AppError('unavailable', `${at}没有给出答复${said && `:${said.slice(0, 200)}`}。`)
  }
  const { message, finish_reason: finish } = object(first)
  const { content, refusal: declined } = object(message)
  const { prompt_tokens: asked, completion_tokens: said } = object(usage)
  return {
    text: contentText(content),
    refusal: text(declined),
    cutBy: finish === 'length' || finish === 'content_filter' ? finish : null,
    promptTokens: Math.max(0, Math.round(number(asked) ?? 0)),
    completionTokens: Math.max(0, Math.round(number(said) ?? 0)),
  }
}

/** A string, or the list of parts that some servers give. */
function contentText(content: unknown): string {
  return (
    text(content) ||
    list(content)
      .map((part) => text(object(part).text))
      .join('')
  )
}

import OpenAI, { toFile } from 'openai'
import { AppError, GiveUp } from '#shared/errors.ts'
import { object, text } from '#shared/loose.ts'
import { plainFetch, refusal, type Server } from '#shared/model-server.ts'
import { byPieces, type Ear, type SpeechFinder } from './by-pieces.ts'
import { parseTornJson } from './captions/torn-json.ts'
import { type Heard, readHeard } from './heard/answer.ts'
import type { Piece } from './pieces.ts'
import type { Transcriber } from './transcriber.ts'
import { sampleRate, wavBytes } from './wav.ts'

export interface OpenAiOptions {
  /** Up to and without `/audio/transcriptions`, as `http://asr:8000/v1`. */
  readonly baseUrl: string
  /** Empty for a server that asks for none. */
  readonly key?: string | undefined
  readonly model: string
  /** Requests at a time; 2 unless told. */
  readonly concurrency?: number | undefined
  /** For one piece of at most 28 s, upload and answer; two minutes unless told. */
  readonly timeoutMs?: number | undefined
  /** Voice activity; without it pieces are cut by level alone. */
  readonly findSpeech?: SpeechFinder | undefined
}

type Params = OpenAI.Audio.TranscriptionCreateParamsNonStreaming

/** What to ask for, best first. Which one a server can do is found by asking, once; no server is known by name. */
const askings: readonly Partial<Params>[] = [
  { response_format: 'verbose_json', timestamp_granularities: ['word', 'segment'] },
  { response_format: 'verbose_json' },
  { response_format: 'diarized_json' },
  { response_format: 'json' },
  { response_format: 'text' },
]

/** Statuses by which servers refuse a format, as against the audio, the model or the key. */
const formatRefused = [400, 405, 415, 422, 501]
/** What a server says that breaks over a format instead; any other crash must not cost the times for good. */
const brokenByFormat = /format|verbose|timestamp|granularit/i

/** Some servers refuse audio below 0.1 s, some models below a second. */
const minSamples = sampleRate

/**
 * A transcriber behind any OpenAI-compatible `/audio/transcriptions`. The audio is cut and timed by us, Chinese
 * is always asked for, and no prompt is ever sent: words in a prompt are words the engine tends to hear. Nothing
 * is retried here; refusals become GiveUp, TryLater or a plain failure, and finished pieces are told of before
 * that.
 */
export function openAiTranscriber(options: OpenAiOptions): Transcriber {
  const server: Server = {
    name: '语音识别服务',
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    model: options.model,
    key: options.key ?? '',
    timeoutMs: options.timeoutMs ?? 120_000,
  }
  if (!/^https?:\/\/[^/]/.test(server.baseUrl) || !URL.canParse(server.baseUrl)) {
    throw new AppError(
      'invalid',
      `语音识别服务的地址“${options.baseUrl}”不是 http(s) 地址，请改正。`,
    )
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
  let granted: number | undefined

  async function ask(piece: Piece, signal: AbortSignal): Promise<Heard> {
    // The client never takes its listeners off; a signal of the request's own goes with the request.
    const own = new AbortController()
    const stop = () => own.abort()
    signal.addEventListener('abort', stop, { once: true })
    try {
      return await firstGranted(piece, own.signal)
    } catch (cause) {
      signal.throwIfAborted()
      throw cause
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  async function firstGranted(piece: Piece, signal: AbortSignal): Promise<Heard> {
    const file = await toFile(wavBytes(padded(piece.samples)), `piece-${piece.startMs}.wav`, {
      type: 'audio/wav',
    })
    let refused: unknown
    for (let i = granted ?? 0; i < askings.length; i++) {
      const params = { file, model: server.model, language: 'zh', ...askings[i] }
      try {
        const answer: unknown = await client.audio.transcriptions.create(params, { signal })
        const heard = readAnswer(text(answer), server)
        granted = i
        return heard
      } catch (cause) {
        if (cause instanceof GiveUp || cause instanceof AppError) throw cause
        refused ??= cause
        if (!isAboutFormat(cause)) throw refusal(cause, server)
      }
    }
    throw refusal(refused, server)
  }

  const ear: Ear = {
    engine: `openai:${server.model}@${new URL(server.baseUrl).host}`,
    // The servers do not tell which weights stand behind a name.
    version: () => Promise.resolve(''),
    concurrency: options.concurrency ?? 2,
    known: () => granted !== undefined,
    hear: async (piece, signal) => ({ heard: await ask(piece, signal) }),
  }
  return byPieces(ear, options.findSpeech)
}

function isAboutFormat(cause: unknown): boolean {
  if (!(cause instanceof OpenAI.APIError)) return false
  if (cause.status === 500) return brokenByFormat.test(text(object(cause.error).message))
  return formatRefused.includes(cause.status ?? 0)
}

/** The answer as it really is: servers send JSON as text, text as JSON, and web pages with status 200. */
function readAnswer(body: string, { baseUrl }: Server): Heard {
  const trimmed = body.trim()
  if (/^<(!doctype|html|\?xml)/i.test(trimmed)) {
    throw new GiveUp(`${baseUrl} 答复的是网页，不是语音识别服务，请检查地址（通常以 /v1 结尾）。`)
  }
  const json = /^[{"]/.test(trimmed) ? parseTornJson(trimmed) : undefined
  if (trimmed.startsWith('{') && (!json || json.torn))
    throw new AppError('unavailable', `语音识别服务 ${baseUrl} 的答复不完整。`)
  const value = json?.value ?? trimmed
  const heard = readHeard(value)
  if (heard) return heard
  const { error } = object(value)
  const said = text(object(error).message) || text(error)
  if (said) throw new AppError('unavailable', `语音识别服务 ${baseUrl} 报错：${said.slice(0, 200)}`)
  throw new GiveUp(`${baseUrl} 的答复里没有文字，不像语音识别服务，请检查地址。`)
}

function padded(samples: Int16Array): Int16Array {
  if (samples.length >= minSamples) return samples
  const longer = new Int16Array(minSamples)
  longer.set(samples)
  return longer
}

import OpenAI from 'openai'
import { AppError, GiveUp, TryLater } from '#shared/errors.ts'
import { object, text } from '#shared/loose.ts'

/** An OpenAI-compatible server, as a sentence speaks of it. */
export interface Server {
  /** What it is to us: 语音识别服务, 大模型服务. */
  readonly name: string
  readonly baseUrl: string
  readonly model: string
  readonly key: string
  readonly timeoutMs: number
}

const maxAnswerBytes = 8 * 1024 * 1024
const maxRefusalBytes = 4096
const defaultLaterMs = 30_000
const maxLaterMs = 3_600_000

/** No server at the address, as against one that broke off. */
const unreachable =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/

/**
 * `fetch` for the openai client. Answers come as text, to be read by us whatever type they claim, and never
 * above 8 MB; refusals come in OpenAI's own shape, which is the only one whose words the client keeps.
 */
export async function plainFetch(
  url: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const response = await fetch(url, init)
  const body = await readAtMost(response, response.ok ? maxAnswerBytes : maxRefusalBytes)
  if (response.ok) return new Response(body, { headers: { 'content-type': 'text/plain' } })
  const headers = new Headers({ 'content-type': 'application/json' })
  for (const name of ['retry-after', 'retry-after-ms', 'date']) {
    const value = response.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  const error = saidIn(body)
  return new Response(JSON.stringify({ error }), { status: response.status, headers })
}

/**
 * What a failed request means for the queue: GiveUp where a person must act, TryLater where the server is away
 * or busy, else a plain failure.
 */
export function refusal(cause: unknown, server: Server): Error {
  const at = `${server.name} ${server.baseUrl} `
  if (cause instanceof OpenAI.APIConnectionTimeoutError) {
    return unavailable(`${at}在 ${server.timeoutMs / 1000} 秒内没有答复。`, cause)
  }
  if (cause instanceof OpenAI.APIConnectionError) {
    return codes(cause).some((code) => unreachable.test(code))
      ? new TryLater(defaultLaterMs, `${at}连不上，请确认它已启动、地址无误。`)
      : unavailable(`${at}中途断开了连接。`, cause)
  }
  if (cause instanceof OpenAI.APIError && cause.status !== undefined) {
    return byStatus(cause, cause.status, server, at)
  }
  return unavailable(`${at}没有正常答复。`, cause)
}

function byStatus(
  cause: InstanceType<typeof OpenAI.APIError>,
  status: number,
  server: Server,
  at: string,
) {
  const { code, message } = object(cause.error)
  const said = text(message).replaceAll(server.key || '\0', '***')
  const answer = `${at}答复 ${status}${said && `（${said}）`}`
  if (status === 429 && code === 'insufficient_quota') {
    return giveUp(`${answer}：账户额度已用完，请充值或更换服务后重试。`, cause)
  }
  if (status === 429 || status === 502 || status === 503) {
    return new TryLater(laterMs(cause.headers), `${answer}：暂时忙或未就绪，稍后自动再试。`)
  }
  if (status >= 500 || [408, 409, 425].includes(status)) return unavailable(`${answer}。`, cause)
  if (status === 401 || status === 403) return giveUp(`${answer}：请检查密钥及其权限。`, cause)
  if (status === 404) {
    return giveUp(`${answer}：请检查地址（通常以 /v1 结尾）和模型名“${server.model}”。`, cause)
  }
  if (status === 413) {
    return giveUp(`${answer}：请把它的上传上限调到 2 MB 以上（每次请求不到 1 MB）。`, cause)
  }
  return giveUp(`${answer}：请检查模型名“${server.model}”和服务的日志。`, cause)
}

/** In milliseconds. A date is counted from the server's own clock, not from ours. */
function laterMs(headers: Headers | undefined): number {
  const after = headers?.get('retry-after') ?? ''
  const exact = Number(headers?.get('retry-after-ms') || Number.NaN)
  const ms = Number.isFinite(exact)
    ? exact
    : /^\d+(\.\d+)?$/.test(after)
      ? Number(after) * 1000
      : Date.parse(after) - Date.parse(headers?.get('date') ?? '')
  return Number.isFinite(ms) ? Math.min(maxLaterMs, Math.max(1000, ms)) : defaultLaterMs
}

/**
 * The words of an error body in any of the shapes servers use: OpenAI, FastAPI's `detail`, a bare string, a web
 * page.
 */
function saidIn(body: string): { message: string; code?: string } {
  let value: unknown = body
  try {
    value = JSON.parse(body)
  } catch {
    // Not JSON: a page or plain words.
  }
  const file = object(value)
  const error = object(file.error)
  const words = [error.message, file.error, file.message, file.detail, file.msg, value].find(
    (said) => typeof said === 'string' && said !== '',
  )
  const message = (text(words) || (file.detail ? JSON.stringify(file.detail) : ''))
    .replace(/<[^<>]{0,500}>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
  return { message, ...(typeof error.code === 'string' && { code: error.code }) }
}

async function readAtMost(response: Response, maxBytes: number): Promise<string> {
  if (!response.body) return ''
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body) {
    parts.push(part.subarray(0, maxBytes - bytes))
    bytes += part.length
    if (bytes >= maxBytes) break
  }
  return Buffer.concat(parts).toString('utf8')
}

function codes(error: unknown): string[] {
  const found: string[] = []
  for (let e = error; e instanceof Error; e = e.cause) found.push(text(object(e).code))
  return found
}

function giveUp(sentence: string, cause: unknown): GiveUp {
  return new GiveUp(sentence, { cause })
}

function unavailable(sentence: string, cause: unknown): AppError {
  return new AppError('unavailable', sentence, { cause })
}

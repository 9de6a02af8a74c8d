import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { AppError } from '#shared/errors.ts'
import type { AddressGuard } from './address.ts'

export interface GetOptions {
  readonly guard: AddressGuard
  readonly signal: AbortSignal
  /** Without a byte for so long the answer counts as broken off. */
  readonly stallMs: number
}

const maxRedirects = 5
// Connections of our own: one opened elsewhere has not been checked.
const agents = {
  http: new HttpAgent({ keepAlive: true }),
  https: new HttpsAgent({ keepAlive: true }),
}

/** An answer that is being received, and the address it came from in the end. */
export interface Answer {
  readonly url: URL
  readonly body: IncomingMessage
}

/**
 * GET with every step of a redirect checked, connected to the checked address itself. Throws `forbidden` for an address
 * that may not be opened and `unavailable` for anything but 200.
 */
export async function guardedGet(address: string | URL, options: GetOptions): Promise<Answer> {
  let url = parseUrl(address)
  for (let step = 0; step <= maxRedirects; step += 1) {
    const answer = await once(url, options)
    const status = answer.statusCode ?? 0
    const location = answer.headers.location
    if (status >= 300 && status < 400 && location) {
      answer.destroy()
      url = parseUrl(location, url)
      continue
    }
    if (status === 200) return { url, body: answer }
    answer.destroy()
    throw new AppError('unavailable', `直播地址返回 ${status}，可能已下播或地址过期。`)
  }
  throw new AppError('unavailable', `直播地址跳转超过 ${maxRedirects} 次，已停止。`)
}

/** What comes of a body, piece by piece. Throws `unavailable` when it breaks off. */
export async function* bytesOf(body: IncomingMessage, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* body as AsyncIterable<Buffer>
  } catch (cause) {
    signal.throwIfAborted()
    throw new AppError('unavailable', '直播流中断，稍后重新连接。', { cause })
  }
}

/** A whole body of at most `maxBytes`; more is `invalid`. */
export async function guardedBytes(
  address: string | URL,
  options: GetOptions & { readonly maxBytes: number },
): Promise<{ readonly url: URL; readonly bytes: Buffer }> {
  const { url, body } = await guardedGet(address, options)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of bytesOf(body, options.signal)) {
    size += chunk.length
    if (size > options.maxBytes) {
      body.destroy()
      throw new AppError('invalid', '直播片段过大，不像直播内容，已停止采集。')
    }
    chunks.push(chunk)
  }
  return { url, bytes: Buffer.concat(chunks) }
}

function parseUrl(address: string | URL, base?: URL): URL {
  try {
    return new URL(address, base)
  } catch (cause) {
    throw new AppError('invalid', '直播地址写得不对，请检查。', { cause })
  }
}

async function once(url: URL, { guard, signal, stallMs }: GetOptions): Promise<IncomingMessage> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new AppError('forbidden', `不允许跳转到 ${url.protocol.slice(0, 20)} 地址。`)
  const addresses = await guard.resolve(url)
  const lookup: LookupFunction = (_host, { all }, done) => {
    const [first] = addresses
    if (all) done(null, [...addresses])
    else if (first) done(null, first.address, first.family)
  }
  const secure = url.protocol === 'https:'
  const options = { signal, lookup, timeout: stallMs, headers: { 'user-agent': 'lvbo' } }
  return new Promise((resolve, reject) => {
    const broken = (cause: unknown) => {
      signal.aborted
        ? reject(signal.reason)
        : reject(new AppError('unavailable', '连接直播地址失败，稍后重试。', { cause }))
    }
    const asked = secure
      ? httpsRequest(url, { ...options, agent: agents.https }, resolve)
      : httpRequest(url, { ...options, agent: agents.http }, resolve)
    asked.on('timeout', () => asked.destroy(new Error(`no byte for ${stallMs} ms`)))
    asked.on('error', broken)
    asked.end()
  })
}

import { createHmac } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { AppError, GiveUp } from '#shared/errors.ts'
import { isPrivateAddress, publicLookup } from '#shared/net/private-address.ts'
import type { Letter } from './letter.ts'

export interface WebhookSettings {
  readonly secret: string
  /** host:port that may lie in a private network. */
  readonly allow: readonly string[]
  /** For the signature, epoch ms. */
  readonly nowMs: number
}

const timeoutMs = 30_000
const maxAnswer = 2_000

/**
 * The value of `lvbo-signature`: `t=<seconds>,v1=<hex>` of HMAC-SHA256 over `<seconds>.<body>`. The receiver compares it
 * and refuses old seconds, so that a letter caught on the way cannot be played again later.
 */
export function signature(secret: string, body: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000)
  const hex = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${hex}`
}

/**
 * Posts a letter as JSON, files in base64, and gives back the status and the beginning of the answer. No redirect is
 * followed. Throws `GiveUp` for an address that may not be opened and for a refusal (4xx but 408, 425, 429),
 * `unavailable` for everything that may pass.
 */
export async function postWebhook(
  address: string,
  letter: Letter,
  { secret, allow, nowMs }: WebhookSettings,
): Promise<string> {
  const url = new URL(address)
  const isSecure = url.protocol === 'https:'
  const named = allow.includes(`${url.hostname}:${url.port || (isSecure ? '443' : '80')}`)
  if (!named && isPrivateAddress(url.hostname))
    throw new GiveUp(`${url.host} 是内部地址；确需外发请写入 policies/deliveries.yaml 的 allow。`)
  const body = bodyOf(letter)
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'idempotency-key': letter.id,
    'lvbo-signature': signature(secret, body, nowMs),
  }
  const send = isSecure ? httpsRequest : httpRequest
  const { status, text } = await new Promise<{ status: number; text: string }>(
    (resolve, reject) => {
      const request = send(
        url,
        {
          ...{ method: 'POST', headers, signal: AbortSignal.timeout(timeoutMs), agent: false },
          ...(named ? {} : { lookup: publicLookup }),
        },
        (answer) => {
          let got = ''
          answer.setEncoding('utf8')
          answer.on('data', (chunk: string) => {
            got = (got + chunk).slice(0, maxAnswer)
          })
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: got }))
          answer.on('error', reject)
        },
      )
      request.on('error', reject)
      request.end(body)
    },
  ).catch((cause: Error) => {
    throw new AppError('unavailable', `${url.host} 没有应答，稍后再试：${cause.message}`, { cause })
  })
  const said = `${status} ${text.replace(/\s+/g, ' ').slice(0, 200)}`.trim()
  if (status >= 200 && status < 300) return said
  if (status >= 300 && status < 500 && ![408, 425, 429].includes(status))
    throw new GiveUp(`${url.host} 拒绝接收：${said}`)
  throw new AppError('unavailable', `${url.host} 暂时不能接收：${said}`)
}

function bodyOf({ files, ...letter }: Letter): string {
  const carried = files.map(({ name, mime, bytes }) => ({
    ...{ name, mime, base64: bytes.toString('base64') },
  }))
  return JSON.stringify({ ...letter, files: carried })
}

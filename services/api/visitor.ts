import type { Context } from 'hono'

/** Addresses of proxies of ours, whose `X-Forwarded-…` headers are believed. */
export type Proxies = ReadonlySet<string>

/** Who asks, as the connection says it, or as one of our own proxies does; anybody else's headers count for nothing. */
export function addressOf(c: Context, proxies: Proxies): string {
  const peer = peerOf(c)
  if (!proxies.has(peer)) return peer
  // The last entry is the one our proxy wrote; those before it are the visitor's own tale.
  return c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() || peer
}

/** True when the visitor's own connection is encrypted, so that cookies may be kept to such. */
export function isEncrypted(c: Context, proxies: Proxies): boolean {
  if (new URL(c.req.url).protocol === 'https:') return true
  return proxies.has(peerOf(c)) && c.req.header('x-forwarded-proto') === 'https'
}

function peerOf(c: Context): string {
  const address: unknown = c.env?.incoming?.socket?.remoteAddress
  return typeof address === 'string' ? address.replace(/^::ffff:/, '') : ''
}

import type { Context } from 'hono'

const mimes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

type Kind = keyof typeof mimes

/** Answers with a file to save under this name (RFC 6266, RFC 8187). */
export function attach(c: Context, bytes: Uint8Array, name: `${string}.${Kind}`): Response {
  const kind = name.slice(name.lastIndexOf('.') + 1) as Kind
  const plain = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': mimes[kind],
    'content-disposition': `attachment; filename="${kind}.${kind}"; filename*=UTF-8''${plain}`,
    'cache-control': 'no-store',
  })
}

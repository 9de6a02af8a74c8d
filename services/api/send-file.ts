import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { Context } from 'hono'
import { AppError } from '#shared/errors.ts'

/** Answers with a file, or the one byte range asked for (RFC 9110 section 14), so that a player may seek. */
export async function sendFile(c: Context, path: string, mime: string): Promise<Response> {
  const info = await stat(path).catch(() => null)
  if (!info?.isFile()) throw new AppError('not_found', '文件已不在存储中,请联系系统管理员。')
  const headers = new Headers({
    'content-type': mime,
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=3600',
    'x-content-type-options': 'nosniff',
  })
  const range = parseRange(c.req.header('range'), info.size)
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${info.size}`)
    return new Response(null, { status: 416, headers })
  }
  const { start, end } = range ?? { start: 0, end: info.size - 1 }
  headers.set('content-length', String(end - start + 1))
  if (range) headers.set('content-range', `bytes ${start}-${end}/${info.size}`)
  const body =
    c.req.method === 'HEAD' || info.size === 0
      ? null
      : (Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream)
  return new Response(body, { status: range ? 206 : 200, headers })
}

/** One range of `bytes=`; several or malformed ones are ignored, as the RFC allows. */
export function parseRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  return start > end || start >= size ? 'unsatisfiable' : { start, end }
}

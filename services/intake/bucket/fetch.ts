import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, stat, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Intake } from '#shared/db/intake.ts'
import { AppError, GiveUp } from '#shared/errors.ts'
import { number, object } from '#shared/loose.ts'
import type { Bucket } from './open.ts'

type Wanted = Pick<Intake, 'path' | 'bytes' | 'etag' | 'objectKey'>

/**
 * Brings one object to where its row says it lies. A download that broke off goes on where it stopped, as long as the object
 * is still the same; only a whole one gets its name. Throws `unavailable` for what may pass, gives up on an object that
 * changed or is gone: the next poll sees it anew.
 */
export async function fetchObject(row: Wanted, bucket: Bucket, signal: AbortSignal): Promise<void> {
  const bytes = row.bytes ?? 0
  if ((await sizeOf(row.path)) === bytes && (await sizeOf(partOf(row))) === null) return
  await mkdir(dirname(row.path), { recursive: true })
  const part = partOf(row)
  let from = (await sizeOf(part)) ?? 0
  if (from > bytes) {
    await truncate(part, 0)
    from = 0
  }
  if (from < bytes || bytes === 0) await download(row, part, from, bucket, signal)
  const got = await sizeOf(part)
  if (got !== bytes)
    throw new AppError('unavailable', `对象只收到 ${got} / ${bytes} 字节,稍后从断点继续。`)
  await rename(part, row.path)
}

async function download(
  row: Wanted,
  part: string,
  from: number,
  bucket: Bucket,
  signal: AbortSignal,
) {
  const input = {
    Key: row.objectKey ?? '',
    ...(row.etag && { IfMatch: row.etag }),
    ...(from > 0 && { Range: `bytes=${from}-` }),
  }
  const answer = await bucket.get(input, signal).catch((cause: unknown) => {
    signal.throwIfAborted()
    throw faultOf(cause)
  })
  const { Body, ContentRange } = answer
  if (!(Body instanceof Readable))
    throw new AppError('unavailable', '存储桶没有给出内容,稍后再试。')
  // A server that does not know ranges sends the whole again.
  const start = from > 0 && ContentRange?.startsWith(`bytes ${from}-`) ? from : 0
  if (start === 0 && from > 0) await truncate(part, 0)
  const wanted = atMost(Body, (row.bytes ?? 0) - start)
  await pipeline(wanted, createWriteStream(part, { flags: 'a' }), { signal }).catch(
    (cause: unknown) => {
      signal.throwIfAborted()
      if (cause instanceof GiveUp) throw cause
      throw new AppError('unavailable', '从存储桶下载时断开,稍后从断点继续。', { cause })
    },
  )
}

/** A server that sends more than the listing told would fill the disk. */
async function* atMost(body: Readable, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes
  for await (const chunk of body as AsyncIterable<Buffer>) {
    left -= chunk.length
    if (left < 0) throw new GiveUp('对象比列表所说的大,没有接收,请检查存储桶。')
    yield chunk
  }
}

function faultOf(cause: unknown): Error {
  const status = number(object(object(cause).$metadata).httpStatusCode)
  if (status === 412) return new GiveUp('对象在下载前变了,下一次查看时重新接收。', { cause })
  if (status === 404) return new GiveUp('对象已不在存储桶里。', { cause })
  if (status === 403) return new GiveUp('存储桶不许读取这个对象,请检查密钥的权限。', { cause })
  return new AppError('unavailable', '存储桶暂时取不到内容,稍后再试。', { cause })
}

/** The unfinished download of this version of the object. */
function partOf({ path, etag }: Wanted): string {
  const version = createHash('sha256')
    .update(etag ?? '')
    .digest('hex')
    .slice(0, 8)
  return `${path}.${version}.part`
}

async function sizeOf(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.size ?? null
}

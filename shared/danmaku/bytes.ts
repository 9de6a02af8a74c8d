import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream'
import { constants, createGunzip } from 'node:zlib'
import { AppError } from '#shared/errors.ts'
import { headBytes } from './sniff.ts'

/** Small pieces die young: four times the size costs a third more time and memory. */
const pieceBytes = 64 * 1024
/** Asking for more at a time saves a tenth of the time. */
const readBytes = 8 * pieceBytes
/** A day of the busiest room unpacks to a fifth of it; more is a trap. */
const maxUnpackedBytes = 4 * 2 ** 30

/** The first bytes of a file, unpacked if it is a gzip file. Throws AppError `not_found` or `invalid`. */
export async function headOf(path: string): Promise<Uint8Array> {
  let file: FileHandle
  try {
    file = await open(path)
  } catch (cause) {
    throw new AppError('not_found', `打不开弹幕文件 ${basename(path)},请检查路径与权限。`, {
      cause,
    })
  }
  const bytes = new Uint8Array(headBytes)
  let length = 0
  try {
    length = (await file.read(bytes, 0, headBytes, 0)).bytesRead
  } catch (cause) {
    throw new AppError('invalid', `${basename(path)} 读不出内容,请确认它是文件而不是文件夹。`, {
      cause,
    })
  } finally {
    await file.close()
  }
  if (!isGzip(bytes)) return bytes.subarray(0, length)
  const parts: Uint8Array[] = []
  length = 0
  for await (const part of unpacked(path, () => {})) {
    parts.push(part.slice())
    length += part.length
    if (length >= headBytes) break
  }
  return Buffer.concat(parts).subarray(0, headBytes)
}

/** The bytes of a file, unpacked if it is a gzip file; each piece is valid until the next one is asked for. `torn` is told when its end is missing. */
export async function* piecesOf(
  path: string,
  torn: () => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const file = await open(path)
  try {
    const buffer = new Uint8Array(readBytes)
    for (let first = true; ; first = false) {
      const { bytesRead } = await file.read(buffer, 0, readBytes, null)
      if (first && isGzip(buffer)) {
        for await (const piece of unpacked(path, torn)) {
          signal?.throwIfAborted()
          yield piece
        }
        return
      }
      if (bytesRead === 0) return
      for (let at = 0; at < bytesRead; at += pieceBytes) {
        signal?.throwIfAborted()
        yield buffer.subarray(at, Math.min(at + pieceBytes, bytesRead))
      }
    }
  } finally {
    await file.close()
  }
}

function isGzip([first, second, third]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b && third === 8
}

/** What was packed, as far as it is whole. */
async function* unpacked(path: string, torn: () => void): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: pieceBytes, finishFlush: constants.Z_SYNC_FLUSH })
  const packed = pipeline(createReadStream(path), gunzip, () => {})
  let total = 0
  try {
    for await (const piece of packed) {
      total += piece.length
      if (total > maxUnpackedBytes)
        throw new AppError('invalid', `${basename(path)} 解压后过大,不像弹幕文件,请检查。`)
      yield piece
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    torn()
  }
}

import { open } from 'node:fs/promises'
import { AppError } from '#shared/errors.ts'

export const sampleRate = 16_000

const readBytes = 256 * 1024

/**
 * Samples of a 16 kHz mono 16-bit PCM wav file, in constant memory. A header that lies about the length
 * (ffmpeg into a pipe, a recorder that was killed) is read to the end of the file. Anything else: AppError invalid.
 */
export async function* readWav(path: string, signal?: AbortSignal): AsyncGenerator<Int16Array> {
  const file = await open(path).catch((cause: unknown) => {
    throw new AppError('not_found', `打不开音频文件 ${path}，请检查它是否还在、能否读取。`, {
      cause,
    })
  })
  try {
    const head = Buffer.alloc(64 * 1024)
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    const data = findData(head.subarray(0, bytesRead))
    if (typeof data === 'string') throw new AppError('invalid', `${path} ${data}`)
    let position = data.offset
    const end = data.offset + data.bytes
    while (position < end) {
      signal?.throwIfAborted()
      // A fresh buffer each time: the samples handed out are a view of it.
      const chunk = Buffer.alloc(Math.min(readBytes, end - position))
      const { bytesRead: got } = await file.read(chunk, 0, chunk.length, position)
      const samples = Math.floor(got / 2)
      if (samples === 0) return
      yield new Int16Array(chunk.buffer, chunk.byteOffset, samples)
      position += samples * 2
    }
  } finally {
    await file.close()
  }
}

/** Several short wav files one after the other as one; all of it is held in memory. Errors as `readWav`. */
export async function concatWavs(paths: readonly string[], signal?: AbortSignal): Promise<Buffer> {
  const chunks: Int16Array[] = []
  for (const path of paths) for await (const chunk of readWav(path, signal)) chunks.push(chunk)
  const all = new Int16Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return wavBytes(all)
}

/** A whole wav file of these samples, 16 kHz mono 16-bit. */
export function wavBytes(samples: Int16Array): Buffer {
  const head = Buffer.alloc(44)
  const dataBytes = samples.length * 2
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + dataBytes, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(sampleRate, 24)
  head.writeUInt32LE(sampleRate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(dataBytes, 40)
  return Buffer.concat([head, Buffer.from(samples.buffer, samples.byteOffset, dataBytes)])
}

type Found = { readonly offset: number; readonly bytes: number } | string

function findData(head: Buffer): Found {
  if (head.length < 12 || head.toString('latin1', 0, 4) !== 'RIFF') return '不是 wav 音频。'
  if (head.toString('latin1', 8, 12) !== 'WAVE') return '不是 wav 音频。'
  let right = false
  for (let at = 12; at + 8 <= head.length; ) {
    const id = head.toString('latin1', at, at + 4)
    const bytes = head.readUInt32LE(at + 4)
    if (id === 'fmt ' && at + 24 <= head.length) right = isOurs(head.subarray(at + 8))
    if (id === 'data') {
      if (!right) return '不是 16 kHz 单声道 16 位音频，请先转换。'
      // 0 and 0xffffffff are what a writer leaves when it never came back to fill the length in.
      return { offset: at + 8, bytes: bytes === 0 || bytes === 0xffffffff ? Infinity : bytes }
    }
    at += 8 + bytes + (bytes % 2)
  }
  return '的 wav 文件头里找不到音频数据。'
}

/** PCM (1) or WAVE_FORMAT_EXTENSIBLE (0xfffe) with our rate, channel and width. */
function isOurs(fmt: Buffer): boolean {
  const format = fmt.readUInt16LE(0)
  return (
    (format === 1 || format === 0xfffe) &&
    fmt.readUInt16LE(2) === 1 &&
    fmt.readUInt32LE(4) === sampleRate &&
    fmt.readUInt16LE(14) === 16
  )
}

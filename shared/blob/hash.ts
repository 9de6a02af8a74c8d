import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** SHA-256 of a file as lower-case hex, read in a stream. Throws the system's error when it cannot be read. */
export async function sha256File(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const options = { highWaterMark: 1 << 20 }
  for await (const chunk of createReadStream(path, signal ? { ...options, signal } : options)) {
    hash.update(chunk as Buffer)
  }
  return hash.digest('hex')
}

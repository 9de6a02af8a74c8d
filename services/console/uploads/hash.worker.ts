import { createSha256 } from './sha256.ts'

const sliceBytes = 4 * 2 ** 20

/** Reads a file from end to end beside the page and posts its SHA-256. */
addEventListener('message', async ({ data: file }: MessageEvent<File>) => {
  const sha = createSha256()
  for (let at = 0; at < file.size; at += sliceBytes)
    sha.update(new Uint8Array(await file.slice(at, at + sliceBytes).arrayBuffer()))
  postMessage(sha.digest())
})

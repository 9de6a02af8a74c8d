import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttp, type RequestListener } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addressGuard } from '#shared/media/address.ts'
import { inspectMedia } from '#shared/media/inspect.ts'
import { makeClip, remuxed } from '#shared/testing/media.ts'
import { recordLive, type TimedSegment } from './record.ts'

const run = promisify(execFile)
const seconds = 6

let dir: string
let flv: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-record-'))
  const mp4 = await makeClip(join(dir, 'a.mp4'), { seconds, width: 64, height: 64 })
  flv = await remuxed(mp4, join(dir, 'a.flv'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const options = async () => ({
  ...{ dir: await mkdtemp(join(dir, 'out-')), seconds: 2, firstNumber: 0, stallMs: 20_000 },
  ...{ maxChunkBytes: 2 ** 24, afterMs: null, guard: addressGuard(['127.0.0.0/8']) },
  signal: AbortSignal.timeout(60_000),
})

/** Records until the stream ends. */
async function recorded(address: string): Promise<TimedSegment[]> {
  const pieces: TimedSegment[] = []
  for await (const piece of recordLive(address, await options())) pieces.push(piece)
  return pieces
}

/** All of the show is there, in whole picture groups. */
async function isWhole(pieces: readonly TimedSegment[]) {
  expect(pieces.map(({ number }) => number)).toEqual([0, 1, 2])
  let lengthMs = 0
  for (const { path, fromMs, toMs } of pieces) {
    const { container, durationMs, video, audio } = await inspectMedia(path)
    expect([container, video?.codec, audio?.codec]).toEqual(['ts', 'h264', 'aac'])
    expect(Math.abs(toMs - fromMs - 2000)).toBeLessThan(150)
    lengthMs += durationMs
  }
  expect(Math.abs(lengthMs - seconds * 1000)).toBeLessThan(200)
}

async function serve(answer: RequestListener) {
  const server = createHttp(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, [Symbol.dispose]: () => server.close() }
}

test('FLV over HTTP, as one answer that ends with the broadcast', async () => {
  const bytes = await readFile(flv)
  using server = await serve((_, response) => response.end(bytes))
  await isWhole(await recorded(`${server.url}/live/room.flv?token=x`))
}, 60_000)

test('a stream that breaks off says so in a sentence, behind the last piece of it', async () => {
  const bytes = await readFile(flv)
  using server = await serve((_, response) => {
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
  })
  const pieces: TimedSegment[] = []
  const breaking = (async () => {
    for await (const piece of recordLive(`${server.url}/live/room.flv`, await options()))
      pieces.push(piece)
  })()
  await expect(breaking).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/中断.*。$/),
  })
  expect(pieces.length).toBeGreaterThan(0)
}, 60_000)

test('HLS whose segments are encrypted (AES-128); the key is fetched like everything else', async () => {
  const keyFile = join(dir, 'k.key')
  await writeFile(keyFile, Buffer.from('0123456789abcdef'))
  await writeFile(join(dir, 'key.info'), `k.key\n${keyFile}\n`)
  const cut = ['-f', 'hls', '-hls_time', '2', '-hls_list_size', '0']
  const lock = ['-hls_key_info_file', join(dir, 'key.info')]
  const to = ['-hls_segment_filename', join(dir, 'e%d.ts'), join(dir, 'enc.m3u8')]
  await run('ffmpeg', ['-v', 'error', '-i', flv, '-c', 'copy', ...cut, ...lock, ...to])
  const asked: string[] = []
  using server = await serve(async (request, response) => {
    const name = basename(request.url ?? '')
    asked.push(name)
    response.end(await readFile(join(dir, name)))
  })
  await isWhole(await recorded(`${server.url}/enc.m3u8`))
  expect(asked.filter((name) => name === 'k.key')).toHaveLength(1)
}, 60_000)

test('RTMP, from a server of ffmpeg’s own', async () => {
  const free = createServer()
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve))
  const { port } = free.address() as AddressInfo
  await new Promise((resolve) => free.close(resolve))
  const address = `rtmp://127.0.0.1:${port}/live/room`
  const args = ['-v', 'error', '-re', '-i', flv, '-c', 'copy', '-f', 'flv', '-listen', '1', address]
  const server = spawn('ffmpeg', args, { stdio: 'ignore' })
  try {
    let pieces: TimedSegment[] | null = null
    // It listens as soon as it has read its input.
    while (pieces === null) {
      pieces = await recorded(address).catch(async (error: unknown) => {
        if (!String(error).includes('Connection refused')) throw error
        await delay(100)
        return null
      })
    }
    await isWhole(pieces)
    expect(pieces.every(({ stated }) => !stated)).toBe(true)
  } finally {
    server.kill('SIGKILL')
  }
}, 60_000)

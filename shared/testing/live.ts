import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { wavBytes } from '#shared/asr/wav.ts'

const run = promisify(execFile)

/** A live stream made beforehand and handed out by the clock, so that twenty of them cost no encoder. */
export interface LiveShow {
  /** Address of stream `n`; all show the same, in bytes of their own. */
  url(n: number): string
  /** Wall clock of the first picture. */
  readonly startMs: number
  /** From now until `mend`, every connection is refused; the broadcast goes on unseen. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

export interface ShowOptions {
  readonly dir: string
  readonly seconds: number
  /** 16 kHz mono; what it is shorter than the show is silence. */
  readonly sound: Int16Array
  readonly streams?: number
  /** Segments a listener may still fetch. */
  readonly window?: number
}

const segmentMs = 1000

/** Encodes a small picture with this sound into one-second HLS segments and serves them as if they were made now. */
export async function liveShow({
  dir,
  seconds,
  sound,
  streams = 1,
  window = 3,
}: ShowOptions): Promise<LiveShow> {
  const shows = await encode({ dir, seconds, sound, streams })
  const count = shows[0]?.length ?? 0
  const startMs = Date.now()
  let broken = false

  const server = createServer((request, response) => {
    if (broken) {
      request.socket.destroy()
      return
    }
    const [, show = '', number] =
      /^\/(\d+)\/(?:s(\d+)\.ts|live\.m3u8)$/.exec(request.url ?? '') ?? []
    const segments = shows[Number(show)]
    const answer = number === undefined ? segments && playlist() : segments?.[Number(number)]
    if (answer === undefined) response.writeHead(404).end()
    else response.end(answer)
  })

  function playlist(): string {
    const made = Math.min(count, Math.floor((Date.now() - startMs) / segmentMs))
    const first = Math.max(0, made - window)
    const listed = Array.from({ length: made - first }, (_, i) => [
      `#EXT-X-PROGRAM-DATE-TIME:${new Date(startMs + (first + i) * segmentMs).toISOString()}`,
      `#EXTINF:1.0,\ns${first + i}.ts`,
    ])
    return [
      ...['#EXTM3U', '#EXT-X-TARGETDURATION:1', `#EXT-X-MEDIA-SEQUENCE:${first}`],
      ...listed.flat(),
      ...(made === count ? ['#EXT-X-ENDLIST'] : []),
    ].join('\n')
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: (n) => `http://127.0.0.1:${port}/${n}/live.m3u8`,
    startMs,
    cut: () => {
      broken = true
      server.closeAllConnections()
    },
    mend: () => {
      broken = false
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Segments of every stream. The pictures of each carry its number in a message nobody shows: no two recordings are one file. */
async function encode({ dir, seconds, sound, streams }: Required<Omit<ShowOptions, 'window'>>) {
  const speech = join(dir, 'speech.wav')
  const first = join(dir, 'first.ts')
  await writeFile(speech, wavBytes(sound))
  await run('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc=s=64x64:r=5:d=${seconds}`, '-i', speech],
    ...['-af', 'apad', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '5'],
    ...['-c:a', 'aac', '-b:a', '96k', '-t', String(seconds), '-f', 'mpegts', first],
  ])
  const shows: Buffer[][] = []
  for (let n = 0; n < streams; n++) {
    const to = join(dir, String(n))
    await mkdir(to)
    const mark = `h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+${n}`
    await run('ffmpeg', [
      ...['-v', 'error', '-i', first, '-c', 'copy', '-bsf:v', mark, '-f', 'hls', '-hls_time', '1'],
      ...['-hls_list_size', '0', '-hls_segment_filename', join(to, 's%04d.ts')],
      join(to, 'all.m3u8'),
    ])
    const names = (await readdir(to)).filter((name) => name.endsWith('.ts')).sort()
    shows.push(await Promise.all(names.map((name) => readFile(join(to, name)))))
  }
  return shows
}

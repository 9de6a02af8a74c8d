import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { wavBytes } from '#shared/asr/wav.ts'

const run = promisify(execFile)

/** A live stream made beforehand and handed out by the clock, so that twenty of them cost no encoder. */
export interface LiveShow {
  /** Address of stream `n`; all show the same. */
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
  /** Segments a listener may still fetch. */
  readonly window?: number
}

const segmentMs = 1000

/** Encodes a small picture with this sound into one-second HLS segments and serves them as if they were made now. */
export async function liveShow({
  dir,
  seconds,
  sound,
  window = 3,
}: ShowOptions): Promise<LiveShow> {
  await writeFile(join(dir, 'speech.wav'), wavBytes(sound))
  await run('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc=s=64x64:r=5:d=${seconds}`],
    ...[
      '-i',
      join(dir, 'speech.wav'),
      '-af',
      'apad',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-g',
      '5',
    ],
    ...['-c:a', 'aac', '-b:a', '96k', '-t', String(seconds), '-f', 'hls', '-hls_time', '1'],
    ...[
      '-hls_list_size',
      '0',
      '-hls_segment_filename',
      join(dir, 's%04d.ts'),
      join(dir, 'all.m3u8'),
    ],
  ])
  const names = (await readdir(dir)).filter((name) => /^s\d{4}\.ts$/.test(name)).sort()
  const segments = await Promise.all(names.map((name) => readFile(join(dir, name))))
  const startMs = Date.now()
  let broken = false

  const server = createServer((request, response) => {
    if (broken) {
      request.socket.destroy()
      return
    }
    const path = request.url ?? ''
    const number = /\/s(\d+)\.ts$/.exec(path)?.[1]
    const segment = number === undefined ? undefined : segments[Number(number)]
    if (segment) response.end(segment)
    else if (path.endsWith('.m3u8')) response.end(playlist())
    else response.writeHead(404).end()
  })

  function playlist(): string {
    const made = Math.min(segments.length, Math.floor((Date.now() - startMs) / segmentMs))
    const first = Math.max(0, made - window)
    const listed = Array.from({ length: made - first }, (_, i) => [
      `#EXT-X-PROGRAM-DATE-TIME:${new Date(startMs + (first + i) * segmentMs).toISOString()}`,
      `#EXTINF:1.0,\ns${first + i}.ts`,
    ])
    return [
      ...['#EXTM3U', '#EXT-X-TARGETDURATION:1', `#EXT-X-MEDIA-SEQUENCE:${first}`],
      ...listed.flat(),
      ...(made === segments.length ? ['#EXT-X-ENDLIST'] : []),
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

import type { Readable } from 'node:stream'
import ffmpeg from 'fluent-ffmpeg'
import { AppError } from '#shared/errors.ts'
import { deadline, notInstalled } from './child.ts'

/** One ffmpeg call as data. Options stand as they would on the command line, without the input and the output. */
export interface FfmpegCall {
  /** Options before `-i`. */
  readonly input: readonly string[]
  /** A file (`file:` is put before it, so that no name is taken for a protocol) or bytes for standard input. */
  readonly source: string | Readable
  /** Options after the input. */
  readonly output: readonly string[]
  readonly target: string
  /** More outputs of the same reading. */
  readonly others?: readonly Output[]
}

export interface FfmpegOptions {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds after which the child is killed; 15 minutes if left out. */
  readonly timeLimitMs?: number
  /** Called with the output's own time in milliseconds while it grows. */
  readonly onProgress?: ((outMs: number) => void) | undefined
}

/** Nothing a file refers to (playlists, external tracks) is opened, neither on the network nor elsewhere on disk. */
export const protocolWhitelist = ['-protocol_whitelist', 'file,pipe'] as const

/** No demuxer that reads other files or asks the network: no hls, concat, dash, sdp, image2. */
export const demuxers =
  'flv,live_flv,mov,matroska,mpegts,mpeg,avi,asf,mp3,wav,aac,ogg,flac,ac3,amr,w64,aiff,caf'

// Recordings are torn: however little of one decodes, what does is wanted.
const tolerant = ['-max_error_rate', '1']

/** No single piece of memory, and no picture, larger than a recording of any sane size needs. */
export const bounded = ['-max_alloc', String(512 * 2 ** 20), '-max_pixels', String(8192 * 8192)]

/** Something that is read, and what is made of it when it is input number `nth` of a call. */
export interface Reading {
  readonly input: readonly string[]
  readonly source: string | Readable
  readonly outputs: (nth: number) => readonly Output[]
}

interface Output {
  readonly output: readonly string[]
  readonly target: string
}

/**
 * Beside another input ffmpeg 5 sleeps 10 ms whenever it has emptied a pipe's queue, which by itself holds 8 packets. For an
 * input alone this would start a thread and cost.
 */
const besideOthers = ['-thread_queue_size', '512']

/** Several readings as one call; only the first may be a stream of bytes. */
export function together(readings: readonly Reading[]): FfmpegCall {
  const [first, ...more] = readings
  const [one, ...others] = readings.flatMap(({ outputs }, nth) => outputs(nth))
  if (!first || !one) throw new Error('nothing to read or to write')
  const bounds = [...protocolWhitelist, ...bounded, '-format_whitelist', demuxers]
  const also = more.flatMap(({ input, source }) => [...bounds, ...input, '-i', `file:${source}`])
  return {
    input: more.length > 0 ? [...besideOthers, ...first.input] : first.input,
    source: first.source,
    output: [...also, ...one.output],
    target: one.target,
    others,
  }
}

/** Runs one ffmpeg child to its end. An abort kills it and throws the signal's reason; a failure carries the last lines it wrote. */
export async function runFfmpeg(call: FfmpegCall, options: FfmpegOptions = {}): Promise<void> {
  const { signal, check } = deadline(options.signal, options.timeLimitMs)
  check()
  const source = typeof call.source === 'string' ? `file:${call.source}` : call.source
  // The wrapper splits a lone option at its blank; several arguments pass untouched.
  const command = ffmpeg({ source, stdoutLines: 40 })
    .inputOptions(
      '-nostdin',
      '-v',
      'error',
      '-stats',
      ...protocolWhitelist,
      ...tolerant,
      ...bounded,
      '-format_whitelist',
      demuxers,
      ...call.input,
    )
    .output(`file:${call.target}`)
    .outputOptions('-hide_banner', '-y', ...call.output)
  for (const { output, target } of call.others ?? [])
    command.output(`file:${target}`).outputOptions(...output)
  const kill = () => command.kill('SIGKILL')
  try {
    await new Promise<void>((resolve, reject) => {
      command.on('start', () => signal.aborted && kill())
      // Not the wrapper's `progress`: listening to it starts an ffprobe of its own, without our whitelist.
      command.on('stderr', (line: string) => {
        const outMs = timemarkMs(line)
        if (outMs !== null) options.onProgress?.(outMs)
      })
      command.on('end', () => resolve())
      command.on('error', (error: Error, _stdout: unknown, stderr: unknown) => {
        reject(failure(error, String(stderr ?? '')))
      })
      signal.addEventListener('abort', kill, { once: true })
      command.run()
    })
  } catch (error) {
    check()
    throw error
  } finally {
    signal.removeEventListener('abort', kill)
    if (typeof call.source !== 'string') call.source.destroy()
  }
}

/** The time in one line of ffmpeg's statistics (`time=01:02:03.45`) in milliseconds, or null. */
export function timemarkMs(line: string): number | null {
  const found = /\btime=(\d+):(\d\d):(\d\d(?:\.\d+)?)/.exec(line)
  if (!found) return null
  return Math.round((Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3])) * 1000)
}

function failure(error: Error, stderr: string): Error {
  if (/cannot find ffmpeg|ENOENT/i.test(error.message)) return notInstalled('ffmpeg', error)
  const tail = stderr
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '' && timemarkMs(line) === null)
    .slice(-5)
    .join(' | ')
    .slice(-800)
  if (tail.includes('No space left on device')) {
    return new AppError('unavailable', '磁盘已满，请先清理空间再继续。', { cause: error })
  }
  // Killed from outside (memory): the file may be as good as any.
  if (/signal/.test(error.message)) return new Error(`ffmpeg: ${error.message}`, { cause: error })
  return new AppError('invalid', `ffmpeg 无法处理这段内容：${tail || error.message}`, {
    cause: error,
  })
}

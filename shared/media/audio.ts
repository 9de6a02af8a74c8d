import type { Writable } from 'node:stream'
import { AppError } from '#shared/errors.ts'
import { infoOf, type MediaOptions, openContent, seconds } from './content.ts'
import { runFfmpeg } from './ffmpeg.ts'

/** What speech recognisers want. */
export const speechRate = 16_000

export interface AudioOptions extends MediaOptions {
  readonly fromMs?: number
  readonly toMs?: number
}

/**
 * Writes the sound as 16 kHz mono: a WAV file, or raw 16-bit little-endian samples where `out` is a stream. Sample
 * n is content time `fromMs` + n / 16 ms: late sound and holes are filled with silence, clocks that leap or run slow are
 * laid straight. Returns the length in milliseconds asked of ffmpeg. Throws AppError 'invalid' when there is no sound.
 */
export async function extractAudio(
  path: string,
  out: string | Writable,
  options: AudioOptions = {},
): Promise<{ fromMs: number; toMs: number }> {
  const info = await infoOf(path, options)
  if (!info.audio) throw new AppError('invalid', '这段录像没有声音。')
  const fromMs = Math.max(0, options.fromMs ?? 0)
  const toMs = Math.min(
    options.toMs ?? Number.POSITIVE_INFINITY,
    Math.max(info.durationMs, info.audio.endMs),
  )
  if (toMs <= fromMs) throw new AppError('invalid', '所选时间段不在录像之内。')
  const range = { fromMs, untilMs: toMs }
  const { input, source, timeline } = await openContent(path, info, range, options.signal)
  const filter = [
    `asetpts='${timeline}'`,
    `aresample=${speechRate}:async=1:min_hard_comp=0.05:first_pts=0`,
    `atrim=end=${seconds(toMs - fromMs)}`,
  ].join(',')
  const raw = typeof out === 'string' ? [] : ['-f', 's16le']
  const output = ['-map', '0:a:0', '-vn', '-sn', '-dn', '-af', filter, '-ac', '1']
  await runFfmpeg(
    { input, source, output: [...output, '-c:a', 'pcm_s16le', ...raw], target: out },
    { signal: options.signal, onProgress: options.onProgress },
  )
  return { fromMs, toMs }
}

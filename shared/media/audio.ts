import { createReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import type { AudioTrack, MediaInfo } from '#shared/domain/recording.ts'
import { AppError } from '#shared/errors.ts'
import { infoOf, type MediaOptions, openContent, seconds } from './content.ts'
import type { Range } from './cut.ts'
import { runFfmpeg } from './ffmpeg.ts'

/** What speech recognisers want. */
export const speechRate = 16_000

export interface AudioOptions extends MediaOptions {
  readonly fromMs?: number
  readonly toMs?: number
}

/**
 * Writes the sound as 16 kHz mono WAV. Sample n is content time `fromMs` + n / 16 ms, and there are as many as the stretch
 * is long: late sound and holes are silence, clocks that leap or run slow are laid straight. Throws AppError 'invalid'
 * when there is no sound.
 */
export async function extractAudio(
  path: string,
  out: string,
  options: AudioOptions = {},
): Promise<Range> {
  const info = await infoOf(path, options)
  if (!info.audio) throw new AppError('invalid', '这段录像没有声音。')
  const fromMs = Math.max(0, options.fromMs ?? 0)
  const endMs = Math.max(info.durationMs, info.audio.endMs)
  const toMs = Math.min(options.toMs ?? endMs, endMs)
  if (toMs <= fromMs) throw new AppError('invalid', '所选时间段不在录像之内。')
  const ranges = sameFormat(info.audio, { fromMs, toMs })
  if (ranges.length === 1) await decode(path, info, { fromMs, toMs }, { out, whole: true }, options)
  else await decodeEach(path, info, ranges, out, options)
  return { fromMs, toMs }
}

/** A filter graph begins anew where the sound changes its format, and its clock with it: such stretches are decoded apart. */
function sameFormat({ formats }: AudioTrack, { fromMs, toMs }: Range): Range[] {
  const cuts = formats.map(({ atMs }) => atMs).filter((atMs) => atMs > fromMs && atMs < toMs)
  const edges = [fromMs, ...cuts, toMs]
  return cuts
    .map((atMs, i) => ({ fromMs: edges[i] ?? fromMs, toMs: atMs }))
    .concat({
      fromMs: cuts.at(-1) ?? fromMs,
      toMs,
    })
}

async function decode(
  path: string,
  info: MediaInfo,
  { fromMs, toMs }: Range,
  { out, whole }: { out: string; whole: boolean },
  { signal, onProgress }: MediaOptions,
) {
  const length = seconds(toMs - fromMs)
  const range = { fromMs, untilMs: toMs, soundOnly: true }
  const { input, source, timeline } = await openContent(path, info, range, signal)
  const filter = [
    `asetpts='${timeline}'`,
    `aresample=${speechRate}:async=1:min_hard_comp=0.05:first_pts=0`,
    `atrim=end=${length}`,
    // A graph that begins anew in the stretch must not fill it up when the first one ends.
    ...(whole ? [`apad=whole_dur=${length}`] : []),
  ].join(',')
  const output = ['-map', '0:a:0', '-vn', '-sn', '-dn', '-af', filter, '-ac', '1']
  const format = whole ? [] : ['-f', 's16le']
  const call = { input, source, output: [...output, '-c:a', 'pcm_s16le', ...format], target: out }
  await runFfmpeg(call, { signal, onProgress: (doneMs) => onProgress?.(fromMs + doneMs) })
}

async function decodeEach(
  path: string,
  info: MediaInfo,
  ranges: readonly Range[],
  out: string,
  options: MediaOptions,
) {
  const part = `${out}.pcm`
  const file = await open(out, 'w')
  try {
    let bytes = 0
    for (const range of ranges) {
      await decode(path, info, range, { out: part, whole: false }, options)
      const end = 2 * Math.round((range.toMs - (ranges[0]?.fromMs ?? 0)) * (speechRate / 1000))
      for await (const chunk of createReadStream(part)) {
        const wanted = (chunk as Buffer).subarray(0, end - bytes)
        await file.write(wanted, 0, wanted.length, wavHeadBytes + bytes)
        bytes += wanted.length
      }
      // What did not decode is silence, so that the next stretch stands at its time.
      bytes = end
    }
    await file.truncate(wavHeadBytes + bytes)
    await file.write(wavHead(bytes), 0, wavHeadBytes, 0)
  } finally {
    await file.close()
    await rm(part, { force: true })
  }
}

const wavHeadBytes = 44

/** What stands before 16-bit mono samples (RIFF WAVE); lengths beyond 4 GiB are written as unknown. */
function wavHead(bytes: number): Buffer {
  const head = Buffer.alloc(wavHeadBytes)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(Math.min(bytes + 36, 0xffffffff), 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(speechRate, 24)
  head.writeUInt32LE(speechRate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(Math.min(bytes, 0xffffffff), 40)
  return head
}

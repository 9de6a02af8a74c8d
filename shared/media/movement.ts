import { infoOf, type MediaOptions, seconds } from './content.ts'
import type { Range } from './cut.ts'
import { decodedLines } from './decode.ts'

/** How much the liveliest part of the picture differs from a tenth of a second before: 0 to 255 shades of grey. */
export interface Movement {
  readonly atMs: number
  readonly change: number
}

const perSecond = 10
/** Parts whose mean counts: a mouth that speaks fills one, and what compression does to a still picture none. */
const parts = '24:24'

/** Decodes a stretch of the picture and tells what moves in it; for seconds, not for hours. */
export async function* movements(
  path: string,
  { fromMs, toMs }: Range,
  options: MediaOptions = {},
): AsyncGenerator<Movement> {
  const info = await infoOf(path, options)
  if (!info.video || toMs <= fromMs) return
  const { signal } = options
  const filter = (timeline: string) =>
    [
      ...[`setpts='${timeline}'`, `fps=${perSecond}`],
      `trim=start=0:end=${seconds(toMs - fromMs)}`,
      ...['scale=192:192:flags=area', 'format=gray', 'tblend=all_mode=difference'],
      ...[`scale=${parts}:flags=area`, 'signalstats'],
      'metadata=print:key=lavfi.signalstats.YMAX:file=-',
    ].join(',')
  const input = ['-reinit_filter:v', '0']
  const picture = { track: 'picture', fromMs, untilMs: toMs, filter, input } as const
  let atMs = fromMs
  for await (const lines of decodedLines(path, info, picture, signal))
    for (const line of lines) {
      const time = /^frame:.*pts_time:(-?[\d.]+)/.exec(line)?.[1]
      if (time !== undefined) atMs = fromMs + Number(time) * 1000
      const change = /YMAX=([\d.]+)/.exec(line)?.[1]
      if (change !== undefined) yield { atMs, change: Number(change) }
    }
}

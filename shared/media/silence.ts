import { infoOf, type MediaOptions, seconds } from './content.ts'
import type { Range } from './cut.ts'
import { decodedLines } from './decode.ts'

/** A room with people in it is louder than this; below it no microphone is open. */
const silentDb = -60
/** Shorter ones are not told: the caller decides which of the others matter. */
const leastMs = 1000

/**
 * Stretches of content in which every channel is below −60 dBFS for a second or longer, in order, to some 20 ms. Sound is
 * decoded once, nothing is stored. A recording without sound has none: that it has no sound says more.
 */
export async function silences(path: string, options: MediaOptions = {}): Promise<Range[]> {
  const info = await infoOf(path, options)
  if (!info.audio) return []
  const { signal } = options
  const { startMs, endMs } = info.audio
  const filter = (timeline: string) =>
    [
      `asetpts='${timeline}'`,
      `silencedetect=n=${silentDb}dB:d=${seconds(leastMs)}`,
      'ametadata=print:file=-',
      // What was looked at goes no further: nothing is made of it.
      'aselect=0',
    ].join(',')
  const sound = { track: 'sound', fromMs: 0, untilMs: endMs, filter } as const
  const found: Range[] = []
  let fromMs: number | null = null
  for await (const lines of decodedLines(path, info, sound, signal))
    for (const line of lines) {
      const [, edge, at] = /^lavfi\.silence_(start|end)=(-?[\d.]+)/.exec(line) ?? []
      if (edge === 'start') fromMs = Math.max(startMs, Number(at) * 1000)
      if (edge !== 'end' || fromMs === null) continue
      found.push({ fromMs, toMs: Math.min(endMs, Number(at) * 1000) })
      fromMs = null
    }
  // Where it is silent to the end nobody says so.
  if (fromMs !== null) found.push({ fromMs, toMs: endMs })
  return found.filter((it) => it.toMs > it.fromMs)
}

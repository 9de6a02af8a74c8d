import { basename, dirname, extname, join } from 'node:path'

/** The place of a file among those a recorder cut one stream into and numbered (ffmpeg's `_%03d`). */
export interface SeriesPlace {
  /** Equal for all files of the series. */
  readonly key: string
  readonly index: number
}

/** Reads the number behind a name that has a time of its own; null for other names. */
export function seriesPlace(path: string): SeriesPlace | null {
  const stem = basename(path, extname(path))
  const found = /^(.*\d{2}[-_:.]?\d{2}[-_:.]?\d{2}.*)_(\d{3,4})$/.exec(stem)
  if (!found?.[1]) return null
  return { key: join(dirname(path), found[1]), index: Number(found[2]) }
}

export interface SeriesPiece {
  readonly index: number
  /** Measured length; null while the piece was not read. */
  readonly durationMs: number | null
}

/** What one missing or unread piece makes uncertain, and what each seam adds. */
const missingErrorMs = 2000
const seamErrorMs = 20

/**
 * When piece `index` begins, counted from the beginning of its series: the sum of the measured lengths before it, for
 * only the first one has the time of its name. A piece that is not there is taken to be as long as the middle one of
 * the others; `missing` says how many those are.
 */
export function offsetInSeries(
  pieces: readonly SeriesPiece[],
  index: number,
): { readonly offsetMs: number; readonly errorMs: number; readonly missing: number } {
  const lengths = new Map(
    pieces.flatMap((it) => (it.durationMs === null ? [] : [[it.index, it.durationMs] as const])),
  )
  // The last piece is cut short by the end of the broadcast.
  const last = Math.max(...lengths.keys())
  const whole = [...lengths]
    .filter(([at]) => at !== last || lengths.size === 1)
    .map(([, ms]) => ms)
    .sort((a, b) => a - b)
  const usual = whole[Math.floor(whole.length / 2)] ?? 0
  let [offsetMs, missing] = [0, 0]
  for (let at = 0; at < index; at += 1) {
    const length = lengths.get(at)
    if (length === undefined) missing += 1
    offsetMs += length ?? usual
  }
  return { offsetMs, errorMs: index * seamErrorMs + missing * missingErrorMs, missing }
}

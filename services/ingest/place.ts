import type { Db } from '#shared/db/client.ts'
import { type Recording, recordingsUnder, updateRecording } from '#shared/db/recordings.ts'
import {
  type AnchorOrigin,
  anchorOrigins,
  type WallAnchor,
  type WallClock,
} from '#shared/domain/wall-clock.ts'
import { usualErrorMs } from './clock.ts'
import type { DanmakuClock } from './danmaku-clock.ts'
import { offsetInSeries, seriesPlace } from './series.ts'

/** The time a recording was filed with, as an anchor of its clock. */
export function toldAnchors(
  {
    startedAt,
    startedAtSource,
    clock,
  }: Pick<Recording, 'startedAt' | 'startedAtSource'> & { readonly clock?: WallClock | null },
  danmaku: DanmakuClock | null,
): WallAnchor[] {
  // Read again, a recording's beginning is its clock's; what it was filed with stands among the anchors.
  const filed = clock?.anchors.find(({ origin }) => origin === startedAtSource)
  const atMs = filed?.atMs ?? startedAt.getTime()
  const known = anchorOrigins.find((name) => name === startedAtSource)
  // A danmaku file beside the recording is a sidecar too, but its clock is its own.
  const own = startedAtSource === 'sidecar' && danmaku?.startAtMs === atMs
  const origin = own ? 'danmaku-header' : (known ?? 'sidecar')
  return [{ contentMs: 0, atMs, origin, errorMs: usualErrorMs[origin] }]
}

/** Statements of a time that a series' own count does not beat. */
const surer: ReadonlySet<AnchorOrigin> = new Set(
  anchorOrigins.slice(0, anchorOrigins.indexOf('file-name')),
)
const nameOnly = '分段录像的文件名只写第一段的时间，本段按前面各段的实际长度推算。'

/**
 * Gives every piece of a numbered series its place by the measured lengths of those before it; a piece that comes late
 * moves the others. Pieces whose own clock is surer stay. The room must be held.
 */
export async function placeInSeries(tx: Db, recording: Recording): Promise<void> {
  const own = seriesPlace(recording.path)
  if (!own) return
  const all = await recordingsUnder(tx, recording.roomId, own.key)
  const pieces = all.flatMap((row) => {
    const place = seriesPlace(row.path)
    return place?.key === own.key ? [{ ...row, index: place.index }] : []
  })
  for (const { id, index, clock, startedAt } of pieces) {
    if (!clock || index === 0) continue
    const base = nameTimeOf(clock) ?? startedAt.getTime()
    if (clock.anchors.some(({ origin, why }) => why === null && surer.has(origin))) continue
    const { offsetMs, errorMs } = offsetInSeries(pieces, index)
    const placed = moved(clock, base + offsetMs, errorMs, base)
    if (placed)
      await updateRecording(tx, id, { clock: placed, startedAt: new Date(base + offsetMs) })
  }
}

function nameTimeOf({ anchors }: WallClock): number | null {
  return (
    anchors.find(({ origin }) => origin === 'file-name' || origin === 'danmaku-header')?.atMs ??
    null
  )
}

/** The same clock begun at another moment; null when it begins there already. */
function moved(clock: WallClock, atMs: number, errorMs: number, baseMs: number): WallClock | null {
  const by = atMs - (clock.lines[0]?.atMs ?? atMs)
  const others = clock.anchors.filter(({ origin }) => origin !== 'series')
  if (by === 0 && others.length < clock.anchors.length) return null
  const error = usualErrorMs.series + errorMs
  return {
    ...clock,
    lines: clock.lines.map((line) => ({ ...line, atMs: line.atMs + by, errorMs: error })),
    anchors: [
      { contentMs: 0, atMs, origin: 'series', errorMs: error, why: null },
      ...others.map((anchor) => (anchor.atMs === baseMs ? { ...anchor, why: nameOnly } : anchor)),
    ],
  }
}

import type { broadcasts, coverage, recordings } from '#shared/db/schema/index.ts'

type Broadcast = typeof broadcasts.$inferSelect
type Recording = typeof recordings.$inferSelect
type Covered = typeof coverage.$inferSelect

export const dayLength = 86_400_000

export interface Piece {
  readonly kind: string
  readonly ms: number
}

/** A broadcast on one day: lengths in ms, and each stretch that is missing. */
export interface SlowAir {
  readonly roomId: string
  readonly onAir: number
  readonly recorded: number
  readonly audible: number
  readonly transcribed: number
  readonly scanned: number
  readonly danmaku: number
  readonly missing: readonly Piece[]
}

type Span = readonly [from: number, to: number]
const covers = (spans: readonly Span[], at: number) => spans.some(([a, b]) => a <= at && at < b)

/** Content time on the wall, line of the recording's clock by line. */
function wall(recording: Recording, from: number, to: number): Span[] {
  const lines = recording.clock?.lines ?? [{ contentMs: 0, atMs: recording.startedAt.getTime() }]
  const out: Span[] = []
  for (const [i, line] of lines.entries()) {
    const start = Math.max(from, line.contentMs)
    const end = Math.min(to, lines[i + 1]?.contentMs ?? Number.POSITIVE_INFINITY)
    if (end > start)
      out.push([line.atMs + start - line.contentMs, line.atMs + end - line.contentMs])
  }
  return out
}

/** What of a broadcast was on air and read on the day that begins at `dayMs`: nothing when it was not on air. */
export function airOfBroadcast(
  broadcast: Broadcast,
  files: readonly Recording[],
  ledger: readonly Covered[],
  dayMs: number,
): SlowAir[] {
  const onAir: Span[] = files.flatMap((it) => wall(it, 0, it.durationMs ?? 0))
  if (broadcast.endedAt) onAir.push([broadcast.startedAt.getTime(), broadcast.endedAt.getTime()])
  const kinds = ['recorded', 'audible', 'transcribed', 'scanned', 'danmaku'] as const
  const read = kinds.map((kind) =>
    files.flatMap((file) =>
      ledger
        .filter((row) => row.recordingId === file.id && row.kind === kind && row.gap === null)
        .flatMap((row) => wall(file, row.fromMs, row.toMs)),
    ),
  )
  const edges = [...onAir, ...read.flat()].flat().filter((at) => at > dayMs)
  const cuts = [...new Set([dayMs, ...edges, dayMs + dayLength])]
    .filter((at) => at <= dayMs + dayLength)
    .sort((a, b) => a - b)
  const lengths = { onAir: 0, recorded: 0, audible: 0, transcribed: 0, scanned: 0, danmaku: 0 }
  // What is missing: of what was on air, of what was recorded, of what was heard, and the comments of what was recorded.
  const wants = [
    ['recorded', null],
    ['audible', 'recorded'],
    ['transcribed', 'audible'],
    ['danmaku', 'recorded'],
  ] as const
  const missing: Piece[] = []
  const running = new Map<string, number>()
  for (const [i, from] of cuts.entries()) {
    const to = cuts[i + 1] ?? from
    const live = covers(onAir, from) && to > from
    const has = Object.fromEntries(
      kinds.map((kind, k) => [kind, live && covers(read[k] ?? [], from)]),
    ) as Record<(typeof kinds)[number], boolean>
    if (live) lengths.onAir += to - from
    for (const kind of kinds) if (has[kind]) lengths[kind] += to - from
    for (const [kind, of] of wants) {
      const lost = live && (of === null || has[of]) && !has[kind]
      const start = running.get(kind)
      if (lost && start === undefined) running.set(kind, from)
      if (!lost && start !== undefined) {
        missing.push({ kind, ms: from - start })
        running.delete(kind)
      }
    }
  }
  return lengths.onAir > 0 ? [{ roomId: broadcast.roomId, ...lengths, missing }] : []
}

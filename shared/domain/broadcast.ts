/** One recording on the wall clock, as far as the putting together of broadcasts is concerned. */
export interface BroadcastPiece {
  readonly id: string
  readonly fromMs: number
  readonly toMs: number
  /** The recorder's name of the live session, null when it told none. */
  readonly sessionKey: string | null
  /** The broadcast it was put in before. */
  readonly broadcastId: string | null
}

/** Two files of one room are one broadcast when the silence between them is no longer than this. */
const sameBroadcastGapMs = 10 * 60_000

/**
 * Recordings of one room as live sessions: joined where they overlap, follow each other within the gap, or carry the
 * recorder's same session name. In order of time; the order of the input does not matter.
 */
export function assembleBroadcasts(
  pieces: readonly BroadcastPiece[],
  gapMs: number = sameBroadcastGapMs,
): BroadcastPiece[][] {
  const sorted = pieces.toSorted((a, b) => a.fromMs - b.fromMs || a.id.localeCompare(b.id))
  const groups: { toMs: number; pieces: BroadcastPiece[] }[] = []
  for (const piece of sorted) {
    const joins = groups.filter(
      (group) =>
        piece.fromMs - group.toMs <= gapMs ||
        (piece.sessionKey !== null &&
          group.pieces.some(({ sessionKey }) => sessionKey === piece.sessionKey)),
    )
    const [first, ...others] = joins
    if (!first) {
      groups.push({ toMs: piece.toMs, pieces: [piece] })
      continue
    }
    for (const other of others) {
      first.pieces.push(...other.pieces)
      first.toMs = Math.max(first.toMs, other.toMs)
      groups.splice(groups.indexOf(other), 1)
    }
    first.pieces.push(piece)
    first.toMs = Math.max(first.toMs, piece.toMs)
  }
  return groups.map(({ pieces: all }) => all.sort((a, b) => a.fromMs - b.fromMs))
}

/** Wall-clock time that two recordings of one broadcast both hold. */
export interface Overlap {
  readonly first: string
  readonly second: string
  readonly fromMs: number
  readonly toMs: number
  /** The shorter one lies (nearly) wholly in the other: a copy, or a second recorder. */
  readonly doubled: boolean
}

/** Files that meet by less than this only share the buffer a recorder joins with. */
const joinMs = 1000
const doubledShare = 0.9

/** Which recordings of a broadcast hold the same minutes; each pair is told once. */
export function overlapsOf(
  pieces: readonly Pick<BroadcastPiece, 'id' | 'fromMs' | 'toMs'>[],
): Overlap[] {
  const sorted = pieces.toSorted((a, b) => a.fromMs - b.fromMs || a.id.localeCompare(b.id))
  const overlaps: Overlap[] = []
  let open: typeof sorted = []
  for (const piece of sorted) {
    open = open.filter(({ toMs }) => toMs > piece.fromMs)
    for (const before of open) {
      const [fromMs, toMs] = [piece.fromMs, Math.min(piece.toMs, before.toMs)]
      if (toMs - fromMs <= joinMs) continue
      const shorter = Math.min(piece.toMs - piece.fromMs, before.toMs - before.fromMs)
      const doubled = toMs - fromMs >= doubledShare * shorter
      overlaps.push({ first: before.id, second: piece.id, fromMs, toMs, doubled })
    }
    open.push(piece)
  }
  return overlaps
}

/** The broadcast each group goes on as: the one most of its pieces were in; null for a new one. No broadcast is given twice. */
export function keepBroadcasts(groups: readonly (readonly BroadcastPiece[])[]): (string | null)[] {
  const taken = new Set<string>()
  return groups.map((group) => {
    const votes = new Map<string, number>()
    for (const { broadcastId } of group)
      if (broadcastId !== null && !taken.has(broadcastId))
        votes.set(broadcastId, (votes.get(broadcastId) ?? 0) + 1)
    const [best] = [...votes].sort(([a, n], [b, m]) => m - n || a.localeCompare(b))
    if (best) taken.add(best[0])
    return best?.[0] ?? null
  })
}

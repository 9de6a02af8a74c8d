/** What a stretch of a recording was read for; the ledger of one recording holds intervals of each kind. */
export const coverageKinds = [
  'recorded',
  'audible',
  /** A picture was there and moved; a frozen one is a gap. */
  'picture',
  'transcribed',
  'screen',
  'scanned',
  'danmaku',
] as const
export type CoverageKind = (typeof coverageKinds)[number]

/** A stretch of content time `[fromMs, toMs)`; `gap` says why it is not covered, null that it is. */
export interface CoverageSpan {
  readonly kind: CoverageKind
  readonly fromMs: number
  readonly toMs: number
  readonly gap: string | null
}

/** Total covered milliseconds of one kind, overlaps counted once. */
export function coveredMs(spans: readonly CoverageSpan[], kind: CoverageKind): number {
  let total = 0
  let end = Number.NEGATIVE_INFINITY
  const covered = spans.filter((s) => s.kind === kind && s.gap === null)
  for (const span of covered.toSorted((a, b) => a.fromMs - b.fromMs)) {
    total += Math.max(0, span.toMs - Math.max(span.fromMs, end))
    end = Math.max(end, span.toMs)
  }
  return total
}

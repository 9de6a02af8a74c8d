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

/** A stretch that is not covered, and why. */
export interface Gap {
  readonly fromMs: number
  readonly toMs: number
  readonly gap: string
}

/** Covered stretches of `[fromMs, toMs)` around the gaps, and the gaps themselves; of two at once the earlier has its say. */
export function withGaps(
  kind: CoverageKind,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  gaps: readonly Gap[],
): CoverageSpan[] {
  const spans: CoverageSpan[] = []
  let at = fromMs
  for (const gap of gaps.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const start = Math.max(at, gap.fromMs)
    const end = Math.min(toMs, gap.toMs)
    if (end <= start) continue
    spans.push({ kind, fromMs: at, toMs: start, gap: null })
    spans.push({ kind, fromMs: start, toMs: end, gap: gap.gap })
    at = end
  }
  spans.push({ kind, fromMs: at, toMs, gap: null })
  return spans.filter((span) => span.toMs > span.fromMs)
}

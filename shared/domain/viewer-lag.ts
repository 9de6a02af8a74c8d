import type { ViewerLag } from './wall-clock.ts'

const fromMs = -5000
const toMs = 60_000
const binMs = 250
/** A burst of answers is about this wide. */
const burstBins = 4
const leastCalls = 3
const leastPeak = 3
/** Calls at a steady beat fit several delays alike: a second peak this high, and none is told. */
const rivalShare = 0.8

/**
 * How much later the audience answers than it was called upon (扣1, a flash, a product shown): the delay at which most
 * answers follow a call, from -5 to 60 s. Both lists are epoch ms. Null where no peak stands out of the noise; an
 * estimate is shown beside the times and never put into them.
 */
export function estimateLag(
  calls: readonly number[],
  answers: readonly number[],
): ViewerLag | null {
  if (calls.length < leastCalls) return null
  const bins = new Float64Array((toMs - fromMs) / binMs)
  const sorted = answers.toSorted((a, b) => a - b)
  let first = 0
  for (const call of calls.toSorted((a, b) => a - b)) {
    while ((sorted[first] ?? Number.POSITIVE_INFINITY) < call + fromMs) first += 1
    for (let i = first; (sorted[i] ?? Number.POSITIVE_INFINITY) < call + toMs; i += 1) {
      const bin = Math.floor(((sorted[i] ?? 0) - call - fromMs) / binMs)
      bins[bin] = (bins[bin] ?? 0) + 1
    }
  }
  const smooth = Array.from(bins, (_, i) =>
    bins.subarray(Math.max(0, i - burstBins / 2), i + burstBins / 2).reduce((sum, n) => sum + n, 0),
  )
  const top = Math.max(...smooth)
  const mean = smooth.reduce((sum, n) => sum + n, 0) / smooth.length
  const spread = Math.sqrt(smooth.reduce((sum, n) => sum + (n - mean) ** 2, 0) / smooth.length)
  const peak = spread > 0 ? (top - mean) / spread : 0
  if (peak < leastPeak || top < Math.max(leastCalls, calls.length / 3)) return null
  const at = smooth.indexOf(top)
  const rival = smooth.some((n, i) => Math.abs(i - at) > 2 * burstBins && n > rivalShare * top)
  if (rival) return null
  let [left, right] = [at, at]
  while ((smooth[left - 1] ?? 0) > top / 2) left -= 1
  while ((smooth[right + 1] ?? 0) > top / 2) right += 1
  // A smoothed bin counts the bins around its left edge.
  const lagMs = fromMs + ((left + right) / 2) * binMs
  return { lagMs: Math.round(lagMs), widthMs: (right - left + 1) * binMs, peak }
}

import type { RawHit } from './detect.ts'

const length = ({ match }: RawHit) => match.end - match.start
const overlap = (a: RawHit, b: RawHit) => a.match.start < b.match.end && b.match.start < a.match.end
const holds = (a: RawHit, b: RawHit) =>
  a.match.start <= b.match.start && b.match.end <= a.match.end && length(a) > length(b)

/**
 * The longest and most specific wins: of overlapping hits of one category the one that stands, else the longest; a kept
 * hit of another category that lies wholly inside a longer kept one is part of that. In order of the text.
 */
export function settle(raw: readonly RawHit[]): RawHit[] {
  const best = raw.toSorted(
    (a, b) =>
      Number(a.suppressed !== null) - Number(b.suppressed !== null) ||
      Math.max(...a.match.words.map((w) => w.how)) - Math.max(...b.match.words.map((w) => w.how)) ||
      length(b) - length(a) ||
      b.severity - a.severity ||
      a.match.start - b.match.start,
  )
  const chosen: RawHit[] = []
  for (const hit of best) {
    const rival = chosen.find(
      (other) => overlap(hit, other) && other.rule.category.id === hit.rule.category.id,
    )
    if (!rival) chosen.push(hit)
  }
  const kept = chosen.filter(
    (hit) =>
      hit.suppressed !== null ||
      !chosen.some((other) => other.suppressed === null && other !== hit && holds(other, hit)),
  )
  return kept.toSorted((a, b) => a.match.start - b.match.start || a.match.end - b.match.end)
}

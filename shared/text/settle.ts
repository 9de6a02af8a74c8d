import type { RawHit } from './judge.ts'

const length = ({ start, end }: RawHit) => end - start

/**
 * The better of two: one that stands, the surer one, the longer, the graver, the earlier. Equals are told apart by name
 * and by the order in which their rule was written, so that a rule added elsewhere never changes which of them stays.
 */
function better(a: RawHit, b: RawHit): number {
  return (
    Number(a.excuse !== null) - Number(b.excuse !== null) ||
    a.doubt - b.doubt ||
    length(b) - length(a) ||
    b.severity - a.severity ||
    a.start - b.start ||
    compare(a.rule.rule.id, b.rule.rule.id) ||
    place(a) - place(b)
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
/** Which of its rule's patterns matched. */
const place = ({ rule, match }: RawHit) => rule.match.indexOf(match.pattern)

/** Hits that do not overlap, in the order of the text. */
class Row {
  readonly hits: RawHit[] = []

  /** Number of hits that begin before `at`. */
  private before(at: number): number {
    let low = 0
    let high = this.hits.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.hits[middle] as RawHit).start < at) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Takes the hit in unless it overlaps one that is there. */
  offer(hit: RawHit): void {
    const at = this.before(hit.end)
    const rival = this.hits[at - 1]
    if (!rival || rival.end <= hit.start) this.hits.splice(at, 0, hit)
  }
}

/**
 * The longest and most specific wins: of overlapping hits of one category the best stays, and takes in the others of
 * its category that stand close by in the same sentence, for they are one claim. A kept hit that lies wholly inside a
 * longer kept one of another category is part of what that says. In the order of the text.
 */
export function settle(raw: readonly RawHit[], text: string): RawHit[] {
  const rows = new Map<string, Row>()
  for (const hit of raw.toSorted(better)) {
    const category = hit.rule.category.id
    const row = rows.get(category) ?? new Row()
    rows.set(category, row)
    row.offer(hit)
  }
  const chosen = [...rows.values()]
    .flatMap(({ hits }) => oneClaimEach(hits, text))
    .sort((a, b) => a.start - b.start || b.end - a.end)
  const out: RawHit[] = []
  let cover: RawHit | undefined
  for (const hit of chosen) {
    if (hit.excuse) out.push(hit)
    else {
      if (cover && hit.end <= cover.end && length(hit) < length(cover)) continue
      out.push(hit)
      if (!cover || hit.end > cover.end) cover = hit
    }
  }
  return out
}

/** Characters between two hits of one category that still belong to one claim. */
const maxApart = 12

function oneClaimEach(hits: readonly RawHit[], text: string): RawHit[] {
  const out: RawHit[] = []
  let last = -1
  for (const hit of hits) {
    const before = out[last]
    if (!hit.excuse && before && isOneClaim(before, hit, text)) {
      const best = better(before, hit) <= 0 ? before : hit
      out[last] = { ...best, start: before.start, end: hit.end }
    } else {
      out.push(hit)
      if (!hit.excuse) last = out.length - 1
    }
  }
  return out
}

const isOneClaim = (a: RawHit, b: RawHit, text: string) =>
  b.start - a.end <= maxApart && !/[。！？!?；;\n]/.test(text.slice(a.end, b.start))

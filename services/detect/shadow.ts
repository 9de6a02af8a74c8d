import type { StoredHit } from '#shared/db/hits.ts'
import type { NewShadowHit } from '#shared/db/shadow.ts'
import type { LocatedHit } from './broadcast.ts'

/**
 * What a version in shadow finds of one recording beside what stands: places of one category that overlap in one text
 * are the same, whatever rule found them. Hits that a person need not see count on neither side.
 */
export function compareShadow(
  standing: readonly StoredHit[],
  found: readonly LocatedHit[],
): { readonly same: number; readonly differing: readonly NewShadowHit[] } {
  const shadow = found.filter(({ suppressed }) => !suppressed).map(placed)
  const theirs = standing.filter(({ suppressed, supersededBy }) => !suppressed && !supersededBy)
  const [byText, shadowByText] = [grouped(theirs), grouped(shadow)]
  const fresh = shadow.filter((hit) => !byText.get(textOf(hit))?.some((old) => overlaps(old, hit)))
  const lost = theirs.filter(
    (hit) => !shadowByText.get(textOf(hit))?.some((new_) => overlaps(new_, hit)),
  )
  return {
    same: shadow.length - fresh.length,
    differing: [
      ...lost.map((hit) => row(hit, 'lost')),
      ...fresh.map((hit) => row(hit, 'new')),
    ].sort((a, b) => a.startMs - b.startMs || a.quoteStart - b.quoteStart),
  }
}

type Place = Omit<NewShadowHit, 'differs'>

function placed({ start, end, ...hit }: LocatedHit): Place {
  return { ...hit, quoteStart: start, quoteEnd: end }
}

const textOf = ({ channel, sourceSeq, category }: Place) => `${channel} ${sourceSeq} ${category}`

function grouped(hits: readonly Place[]): ReadonlyMap<string, readonly Place[]> {
  const groups = new Map<string, Place[]>()
  for (const hit of hits) {
    const group = groups.get(textOf(hit))
    if (group) group.push(hit)
    else groups.set(textOf(hit), [hit])
  }
  return groups
}

const overlaps = (a: Place, b: Place) => a.quoteStart < b.quoteEnd && b.quoteStart < a.quoteEnd

function row(hit: Place, differs: NewShadowHit['differs']): NewShadowHit {
  const { channel, sourceSeq, quote, quoteStart, quoteEnd, startMs, endMs } = hit
  const { category, rule, phrase, audience, severity } = hit
  const where = { channel, sourceSeq, quote, quoteStart, quoteEnd, startMs, endMs }
  return { differs, ...where, category, rule, phrase, audience, severity }
}

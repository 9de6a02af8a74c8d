import { z } from 'zod'
import { Channel, Goods } from '#shared/domain/channel.ts'
import type { FoundHit } from '#shared/text/detect.ts'

/** One line of a labelled set: a text and the spans a person would put on a review list. */
export const Labelled = z.object({
  id: z.string(),
  text: z.string(),
  channel: Channel.default('speech'),
  goods: Goods.optional().catch(undefined),
  labels: z.array(
    z.object({ category: z.string(), span: z.string(), severity: z.number().optional() }),
  ),
  hard: z.string().default('none'),
})
export type Labelled = z.infer<typeof Labelled>

/** Our categories, and those of a label set that each may stand for. */
export type CategoryMap = Readonly<Record<string, readonly string[]>>

/** A found stretch with the category it is of. */
type Found = Pick<FoundHit, 'category' | 'start' | 'end'>

export interface Judged<T extends Found = FoundHit> {
  readonly line: Labelled
  readonly right: readonly T[]
  readonly wrong: readonly T[]
  /** Labels that no right hit overlaps. */
  readonly missed: readonly Labelled['labels'][number][]
  readonly found: readonly Labelled['labels'][number][]
}

/** A hit is right when it overlaps a labelled span and its category maps to that label's: the right reason, not luck. */
export function judgeLine<T extends Found>(
  line: Labelled,
  hits: readonly T[],
  map: CategoryMap,
): Judged<T> {
  const spans = line.labels.map((label) => {
    const start = line.text.indexOf(label.span)
    return { label, start, end: start + label.span.length }
  })
  const fits = (hit: T, s: (typeof spans)[number]) =>
    hit.start < s.end &&
    s.start < hit.end &&
    (map[hit.category] ?? [hit.category]).includes(s.label.category)
  const right = hits.filter((hit) => spans.some((s) => fits(hit, s)))
  const found = spans.filter((s) => hits.some((hit) => fits(hit, s))).map(({ label }) => label)
  return {
    line,
    right,
    wrong: hits.filter((hit) => !right.includes(hit)),
    missed: line.labels.filter((label) => !found.includes(label)),
    found,
  }
}

const ratio = (part: number, whole: number) => (whole === 0 ? 1 : part / whole)

/** Precision, recall and F1 for the right reason; the same by line; the share of hard lawful lines that are flagged. */
export function totals(judged: readonly Judged<Found>[]) {
  const sum = (count: (j: Judged<Found>) => number) => judged.reduce((n, j) => n + count(j), 0)
  const right = sum((j) => j.right.length)
  const wrong = sum((j) => j.wrong.length)
  const found = sum((j) => j.found.length)
  const labels = sum((j) => j.line.labels.length)
  const precision = ratio(right, right + wrong)
  const recall = ratio(found, labels)
  const flagged = judged.filter((j) => j.right.length + j.wrong.length > 0)
  const bad = judged.filter((j) => j.line.labels.length > 0)
  const lawful = judged.filter((j) => j.line.labels.length === 0 && j.line.hard !== 'none')
  const hit = (list: readonly Judged<Found>[]) => list.filter((j) => flagged.includes(j)).length
  return {
    lines: judged.length,
    labels,
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    linePrecision: ratio(hit(bad), flagged.length),
    lineRecall: ratio(hit(bad), bad.length),
    hardLawful: lawful.length,
    hardLawfulFlagged: lawful.length === 0 ? 0 : hit(lawful) / lawful.length,
  }
}

type WithProposed = Judged<Found> & { readonly proposed: Judged<Found> }

/** What candidates add to the hits: labels found by them alone, as a share of all, and how many of them are right. */
export function gain(judged: readonly WithProposed[]) {
  const sum = (count: (j: WithProposed) => number) => judged.reduce((n, j) => n + count(j), 0)
  const right = sum((j) => j.proposed.right.length)
  const candidates = right + sum((j) => j.proposed.wrong.length)
  const added = sum((j) => j.proposed.found.filter((label) => j.missed.includes(label)).length)
  const labels = sum((j) => j.line.labels.length)
  return {
    candidates,
    right,
    precision: ratio(right, candidates),
    added,
    recall: added / Math.max(1, labels),
  }
}

/** Lines as who reads the candidates too sees them: hits and candidates as one. */
export function together(judged: readonly WithProposed[]): Judged<Found>[] {
  return judged.map(({ line, proposed, ...hits }) => {
    const found = [...new Set([...hits.found, ...proposed.found])]
    return {
      line,
      right: [...hits.right, ...proposed.right],
      wrong: [...hits.wrong, ...proposed.wrong],
      missed: line.labels.filter((label) => !found.includes(label)),
      found,
    }
  })
}

/** Labels found of labels there, by any key of a line or a label. */
export function recallBy(
  judged: readonly Judged<Found>[],
  key: (line: Labelled, label: Labelled['labels'][number]) => string,
): Map<string, { found: number; of: number }> {
  const out = new Map<string, { found: number; of: number }>()
  for (const { line, found } of judged)
    for (const label of line.labels) {
      const name = key(line, label)
      const entry = out.get(name) ?? { found: 0, of: 0 }
      out.set(name, {
        found: entry.found + (found.includes(label) ? 1 : 0),
        of: entry.of + 1,
      })
    }
  return out
}

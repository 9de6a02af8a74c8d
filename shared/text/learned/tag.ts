import type { Utterance } from '../detect.ts'
import { foldedText } from '../fold.ts'
import { type Features, featuresOf, type Ground, labelOf, reach } from './features.ts'
import { chancesOf, knownTo, liftOf, type Model } from './model.ts'
import type { Placed } from './vocabulary.ts'

/** 候选: words that read like a kind of claim though no rule says so. Offsets are UTF-16 into the text, end exclusive. */
export interface Find {
  readonly kind: string
  readonly category: string
  readonly start: number
  readonly end: number
  readonly text: string
  /** 0–1: how sure the tagger is of its most certain characters. */
  readonly score: number
  /** What spoke for it most, in readable form, strongest first. */
  readonly because: readonly string[]
}

/** A character as likely as this belongs to a find; a find is as sure as its few surest characters together. */
const floor = 0.12
const surest = 4
const minUnits = 2
const reasons = 5

/** Every stretch the model takes for a claim with at least `threshold`, in the order of the text. Pure. */
export function tag(
  ground: Ground,
  model: Model,
  utterance: Utterance,
  threshold = model.threshold,
): Find[] {
  const features = featuresOf(ground, utterance, knownTo(model))
  const chances = chancesOf(model, features)
  const finds: Find[] = []
  for (let kind = 1; kind < model.kinds.length; kind++) {
    const chance = (i: number) => chances[i]?.[kind] ?? 0
    for (let i = 0; i < chances.length; i++) {
      const start = i
      while (chance(i) >= floor) i++
      if (i - start < minUnits) continue
      const score = meanOfSurest(chances.slice(start, i).map((c) => c[kind] ?? 0))
      if (score < threshold) continue
      finds.push(present(ground, model, utterance, features, { kind, start, end: i, score }))
    }
  }
  return finds.sort((a, b) => a.start - b.start || b.score - a.score)
}

function meanOfSurest(chances: readonly number[]): number {
  const best = chances.toSorted((a, b) => b - a).slice(0, surest)
  return best.reduce((sum, c) => sum + c, 0) / best.length
}

/** Finds that no rule's hit overlaps, kept or suppressed: where a rule has spoken, or was told not to, it has the word. */
export function whereRulesAreSilent(
  finds: readonly Find[],
  hits: readonly { readonly start: number; readonly end: number }[],
): Find[] {
  return finds.filter(({ start, end }) => !hits.some((hit) => hit.start < end && start < hit.end))
}

type Stretch = { readonly kind: number } & Record<'start' | 'end' | 'score', number>

function present(
  ground: Ground,
  model: Model,
  { text, goods }: Utterance,
  features: Features,
  { kind: number, start: first, end: last, score }: Stretch,
): Find {
  const { folded, pieces } = features
  const words = pieces.flatMap((piece) => piece.words)
  const kind = model.kinds[number] ?? ''
  const start = folded.starts[first] ?? 0
  const end = folded.ends[last - 1] ?? text.length
  const near = words.filter((word) => word.end > first - reach && word.start < last + reach)
  return {
    kind,
    category: categoryOf(ground, kind, goods, near),
    start,
    end,
    text: text.slice(start, end),
    score: Math.round(score * 100) / 100,
    because: because(model, features, number, first, last),
  }
}

/**
 * Which of our categories a kind of claim is: of those with a rule for these goods the one whose rules use most of the
 * words around, else the first.
 */
function categoryOf(
  { lexicon, kindOf }: Ground,
  kind: string,
  goods: Utterance['goods'],
  near: readonly Placed[],
): string {
  const all = lexicon.source.rules.filter(({ category }) => kindOf[category] === kind)
  const fit = all.filter(({ rules }) =>
    rules.some(
      (rule) =>
        !goods || !(rule.goods?.includes(goods) === false || rule.notGoods?.includes(goods)),
    ),
  )
  const weigh = (category: string) =>
    near.reduce((sum, { word }) => sum + (word.categories.get(category) ?? 0), 0)
  const [best] = (fit.length > 0 ? fit : all)
    .map(({ category }) => ({ category, weight: weigh(category) }))
    .sort((a, b) => b.weight - a.weight)
  return best?.category ?? kind
}

/** The features that lift a kind above none, summed over the stretch; of those that say the same the strongest. */
function because(
  model: Model,
  { folded, pieces }: Features,
  kind: number,
  start: number,
  end: number,
): string[] {
  const sums = new Map<string, number>()
  for (const feature of pieces.flatMap(({ features }) => features)) {
    const shared = Math.min(end, feature.to) - Math.max(start, feature.from)
    const label = shared > 0 ? labelOf(feature) : ''
    // A single character says nothing to a person.
    if (label.length < 4) continue
    sums.set(label, (sums.get(label) ?? 0) + liftOf(model, feature.key, kind) * shared)
  }
  const text = foldedText(folded)
  const strongest = [...sums].filter(([, lift]) => lift > 0).sort((a, b) => b[1] - a[1])
  const out: string[] = []
  for (const [name] of strongest) {
    const inner = name.slice(1, -1)
    const isKnown = out.some((other) => other.includes(inner) && text.includes(inner))
    if (!isKnown) out.push(name)
    if (out.length === reasons) break
  }
  return out
}

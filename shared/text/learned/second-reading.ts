import type { Rule } from '#shared/domain/lexicon.ts'
import type { Found, Lexicon } from '../compile.ts'
import { type FoundHit, type Utterance, unlikely } from '../detect.ts'
import type { Folded } from '../fold.ts'
import { featuresOf, type Ground, type Wanted } from './features.ts'
import { hash } from './hash.ts'
import { chancesOf, knownTo, type Model } from './model.ts'

/** Stands between the words of a hit's phrase. */
const between = '…'

/** What names the second reading among the reasons for which a hit is taken back. */
export const secondReading = 'second-reading'

/**
 * A hit less likely than this is doubtful. Of what rules put together from parts in sentences nobody had shown them this
 * takes back a quarter of the wrong hits and less than one in a hundred of the right ones (`npm run eval`, `npm run train`).
 */
const doubtful = 0.05

/** What a rule looks for, as a number: another one after an edit. */
export function markOf(rule: Rule): number {
  const { match, with: all, without, goods, notGoods, except, noExcept } = rule
  return hash(JSON.stringify([match, all, without, goods, notGoods, except, noExcept]))
}

/** The rules a model was learned beside. One that is new or was edited since is none of them: its owner has the word. */
export function rulesLearnedBeside({ rules }: Lexicon, model: Model): ReadonlySet<string> {
  const same = rules.filter(({ rule }) => model.rules[rule.id] === markOf(rule))
  return new Set(same.map(({ rule }) => rule.id))
}

/**
 * 整句再读: reads the whole text of hits once more by what was learned of whole sentences. Takes back, with its reason,
 * a hit that does not read like a claim of its category: a listed phrase is a lead as it stands, and so is one hidden in
 * its writing; only what a rule put together from several words, plainly written, is asked. Of `likely` hits those stay
 * that read enough like a claim, where no other rule has spoken. Pure; in the order of the text.
 */
export function readAgain(
  ground: Ground,
  model: Model,
  known: ReadonlySet<string>,
  utterance: Utterance,
  { hits, likely, page }: Found,
): FoundHit[] {
  const isAsked = ({ suppressed, rule, category, stage, phrase }: FoundHit) =>
    !suppressed &&
    stage === 'exact' &&
    phrase.includes(between) &&
    known.has(rule) &&
    (model.kindsOf[category]?.length ?? 0) > 0
  const { length } = utterance.text
  const firm = hits.filter((hit) => !isAsked(hit))
  const open = likely.filter(silenceBeside(firm, length))
  const asked = [...hits.filter(isAsked), ...open]
  if (asked.length === 0) return [...hits]
  const chanceOf = chancesIn(ground, model, utterance, { only: asked, page })
  const judged = hits.map((hit) => {
    if (!isAsked(hit)) return hit
    const chance = chanceOf(hit)
    return chance < doubtful ? { ...hit, suppressed: doubt(chance) } : hit
  })
  const spoken = judged.filter(({ suppressed }) => suppressed?.by !== secondReading)
  const more = open.filter(silenceBeside(spoken, length)).map((hit) => {
    const chance = chanceOf(hit)
    const wanted = ground.lexicon.likely.get(hit.rule) ?? 1
    return chance < wanted ? { ...hit, suppressed: tooUnlikely(chance, wanted) } : hit
  })
  return [...judged, ...more].sort((a, b) => a.start - b.start || b.end - a.end)
}

/** Characters between a hit and what is likely beside it that still are one claim. */
const oneClaim = 12

/**
 * Tells where rules have spoken, or were told not to: on a hit, and of its category also close beside one that stands.
 * Linear in the text.
 */
function silenceBeside(hits: readonly FoundHit[], size: number): (likely: FoundHit) => boolean {
  const onAny = new Uint8Array(size)
  const beside = new Map<string, Uint8Array>()
  for (const { start, end, category, suppressed } of hits) {
    onAny.fill(1, start, end)
    if (suppressed) continue
    const own = beside.get(category) ?? new Uint8Array(size)
    beside.set(category, own)
    own.fill(1, Math.max(0, start - oneClaim), end + oneClaim)
  }
  return ({ start, end, category }) =>
    !onAny.subarray(start, end).includes(1) &&
    !(beside.get(category)?.subarray(start, end).includes(1) ?? false)
}

/** How likely a hit is of the kinds its category may be read as: as likely as its likeliest character. */
function chancesIn(
  ground: Ground,
  model: Model,
  utterance: Utterance,
  wanted: Wanted,
): (hit: FoundHit) => number {
  const features = featuresOf(ground, utterance, { ...wanted, ...knownTo(model) })
  const chances = chancesOf(model, features)
  const unitAt = unitsAt(features.folded, utterance.text.length)
  return ({ category, start, end }) => {
    const kinds = model.kindsOf[category]?.map((kind) => model.kinds.indexOf(kind)) ?? []
    let most = 0
    for (let at = start; at < end; at++) {
      const chance = chances[unitAt[at] as number]
      for (const kind of kinds) most = Math.max(most, chance?.[kind] ?? 0)
    }
    return most
  }
}

/** The folded unit that stands for each character of the text; -1 where none does. */
function unitsAt({ starts, ends, length }: Folded, size: number): Int32Array {
  const units = new Int32Array(size).fill(-1)
  for (let unit = 0; unit < length; unit++) units.fill(unit, starts[unit], ends[unit])
  return units
}

const percent = (chance: number) =>
  chance < 0.01 ? '不到 1 %' : `只有 ${Math.floor(chance * 100)} %`

const doubt = (chance: number) => ({
  by: secondReading,
  reason: `整句再读，像这类说法的可能${percent(chance)}`,
})

const tooUnlikely = (chance: number, wanted: number) => ({
  by: unlikely,
  reason: `整句再读，像这类说法的可能${percent(chance)}，这条规则要 ${Math.round(wanted * 100)} %`,
})

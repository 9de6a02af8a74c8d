import type { Rule } from '#shared/domain/lexicon.ts'
import type { Lexicon } from '../compile.ts'
import type { FoundHit, Utterance } from '../detect.ts'
import type { Folded } from '../fold.ts'
import { featuresOf, type Ground } from './features.ts'
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
 * 整句再读: reads the whole text of a hit once more by what was learned of whole sentences, and takes back, with its
 * reason, a hit that does not read like a claim of its category. Pure; suppressed hits and order stay as they are. A
 * listed phrase is a lead as it stands, and so is one hidden in its writing: only what a rule put together from several
 * words, plainly written, is read again.
 */
export function readAgain(
  ground: Ground,
  model: Model,
  known: ReadonlySet<string>,
  utterance: Utterance,
  hits: readonly FoundHit[],
): FoundHit[] {
  const isAsked = ({ suppressed, rule, category, stage, phrase }: FoundHit) =>
    !suppressed &&
    stage === 'exact' &&
    phrase.includes(between) &&
    known.has(rule) &&
    (model.kindsOf[category]?.length ?? 0) > 0
  const asked = hits.filter(isAsked)
  if (asked.length === 0) return [...hits]
  const features = featuresOf(ground, utterance, { only: asked, ...knownTo(model) })
  const chances = chancesOf(model, features)
  const unitAt = unitsAt(features.folded, utterance.text.length)
  const chanceOf = ({ category, start, end }: FoundHit) => {
    const kinds = model.kindsOf[category]?.map((kind) => model.kinds.indexOf(kind)) ?? []
    let most = 0
    for (let at = start; at < end; at++) {
      const chance = chances[unitAt[at] as number]
      for (const kind of kinds) most = Math.max(most, chance?.[kind] ?? 0)
    }
    return most
  }
  return hits.map((hit) => {
    if (!isAsked(hit)) return hit
    const chance = chanceOf(hit)
    return chance < doubtful ? { ...hit, suppressed: doubt(chance) } : hit
  })
}

/** The folded unit that stands for each character of the text; -1 where none does. */
function unitsAt({ starts, ends, length }: Folded, size: number): Int32Array {
  const units = new Int32Array(size).fill(-1)
  for (let unit = 0; unit < length; unit++) units.fill(unit, starts[unit], ends[unit])
  return units
}

const doubt = (chance: number) => ({
  by: secondReading,
  reason: `整句再读，像这类说法的可能${chance < 0.01 ? '不到 1 %' : `只有 ${Math.floor(chance * 100)} %`}`,
})

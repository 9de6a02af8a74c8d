import { z } from 'zod'
import { Channel, Goods } from '#shared/domain/channel.ts'
import { AppError } from '#shared/errors.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import { detect } from '#shared/text/detect.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import { makeGround } from '#shared/text/learned/features.ts'
import { learn } from '#shared/text/learned/learn.ts'
import {
  examplesAsTaught,
  foldOrder,
  lessonsOf,
  type Taught,
} from '#shared/text/learned/lessons.ts'
import type { Model, Told } from '#shared/text/learned/model.ts'
import { markOf, readAgain, secondReading } from '#shared/text/learned/second-reading.ts'
import { tag, whereRulesAreSilent } from '#shared/text/learned/tag.ts'
import type { CategoryMap, Labelled } from '../eval/score.ts'

const folds = 4

/** A line of `--verdicts`: the words of a flag in their sentence, and what a person decided. Other decisions teach nothing. */
export const JudgedQuote = z.object({
  text: z.string(),
  channel: Channel,
  goods: Goods.nullish().transform((goods) => goods ?? undefined),
  start: z.int().min(0),
  end: z.int().min(0),
  category: z.string(),
  verdict: z.enum(['confirmed', 'dismissed']),
})
export type JudgedQuote = z.infer<typeof JudgedQuote>

/** The kinds of claim to tell apart: for each category the first that the label set names for it, and none. */
export function kindsIn(map: CategoryMap): string[] {
  const firsts = Object.values(map).flatMap(([kind]) => kind ?? [])
  return ['none', ...[...new Set(firsts)].sort()]
}

/** Throws `invalid` when a sentence that is kept for measuring is among those to learn from: it would measure nothing. */
export function keepApart(
  sentences: readonly Labelled[],
  measured: readonly Pick<Labelled, 'text'>[],
): void {
  const kept = new Set(measured.map(({ text }) => text))
  const mixed = sentences.filter(({ text }) => kept.has(text)).length
  if (mixed > 0)
    throw new AppError(
      'invalid',
      `训练句子里混入了 ${mixed} 句只用于测量的句子(measured.jsonl)，请先从训练文件中去掉，再运行 npm run train。`,
    )
}

/** A labelled sentence as something to learn from. */
export function labelledAsTaught({ text, channel, goods, labels }: Labelled): Taught {
  const spans = labels.map(({ span, category }) => {
    const start = text.indexOf(span)
    return { start, end: start + span.length, kind: category }
  })
  return { text, channel, goods, spans, weight: 1 }
}

/** What a person decided of a flag's words as something to learn from: only the words themselves were judged. */
export function verdictAsTaught(
  { text, channel, goods, start, end, category, verdict }: JudgedQuote,
  map: CategoryMap,
): Taught {
  const kind = map[category]?.[0]
  const spans = verdict === 'confirmed' && kind ? [{ start, end, kind }] : []
  return { text, channel, goods, spans, weight: 1, judged: { start, end } }
}

/** A find in a sentence the model has not seen, whether it is right and whether rules are silent there. */
export interface HeldOut {
  readonly score: number
  readonly right: boolean
  readonly silent: boolean
}

/** Steps of 0.05 that a threshold may take. */
const lowestStep = 8
const highestStep = 19
const wantedPrecision = 0.9
const enough = 20

/**
 * The lowest threshold from which held-out finds are right often enough, or are too few to tell. The sentences have
 * helped to write the rules, which leaves only the hardest of them silent: so all finds are counted, not only those
 * where rules are silent, of which fewer are right.
 */
export function chooseThreshold(heldOut: readonly HeldOut[]): number {
  for (let step = lowestStep; step < highestStep; step++) {
    const kept = heldOut.filter(({ score }) => score * 20 >= step)
    const right = kept.filter((find) => find.right).length
    if (kept.length < enough || right >= kept.length * wantedPrecision) return step / 20
  }
  return highestStep / 20
}

/** A rule's hit in a sentence the model has not seen, and whether the second reading takes it back. */
export interface HeldOutHit {
  readonly right: boolean
  readonly takenBack: boolean
  /** Whether the rule's words alone say nothing. */
  readonly likely: boolean
}

export interface Trained {
  readonly model: Model
  readonly heldOut: readonly HeldOut[]
  readonly hits: readonly HeldOutHit[]
}

/** Learns from everything; before that from all folds but one in turn, to see how the held-out sentences fare. */
export function train(
  lexicon: Lexicon,
  tokenizer: Tokenizer,
  map: CategoryMap,
  taught: readonly Taught[],
): Trained {
  const kinds = kindsIn(map)
  const marks = lexicon.rules.map(({ rule }) => [rule.id, markOf(rule)])
  const told: Omit<Told, 'threshold'> = { kinds, kindsOf: map, rules: Object.fromEntries(marks) }
  const ground = makeGround(lexicon, map, tokenizer)
  const known = new Set(Object.keys(told.rules))
  const examples = lessonsOf(ground, kinds, examplesAsTaught(ground))
  const from = (some: readonly Taught[], threshold: number) =>
    learn([...examples, ...lessonsOf(ground, kinds, some)], { ...told, threshold })
  const readBy = (model: Model): Lexicon => ({
    ...lexicon,
    secondReading: (utterance, found) => readAgain(ground, model, known, utterance, found),
  })
  const foldOf = (one: Taught) => foldOrder(one) % folds
  const heldOut: HeldOut[] = []
  const heldOutHits: HeldOutHit[] = []
  for (let fold = 0; fold < folds; fold++) {
    const model = from(
      taught.filter((one) => foldOf(one) !== fold),
      lowestStep / 20,
    )
    for (const one of taught) {
      if (foldOf(one) !== fold || one.judged) continue
      const hits = detect(readBy(model), one, tokenizer)
      const finds = tag(ground, model, one)
      const silent = new Set(whereRulesAreSilent(finds, hits))
      for (const find of finds)
        heldOut.push({
          score: find.score,
          silent: silent.has(find),
          right: isRight(one, find, [find.kind]),
        })
      for (const { suppressed, rule, category, ...place } of hits) {
        const takenBack = suppressed?.by === secondReading
        if (suppressed && !takenBack) continue
        const right = isRight(one, place, map[category] ?? [])
        heldOutHits.push({ right, takenBack, likely: lexicon.likely.has(rule) })
      }
    }
  }
  return { model: from(taught, chooseThreshold(heldOut)), heldOut, hits: heldOutHits }
}

/** Whether a labelled span of one of these kinds overlaps. */
function isRight(
  { spans }: Taught,
  found: { readonly start: number; readonly end: number },
  kinds: readonly string[],
): boolean {
  return spans.some(
    ({ kind, start, end }) => kinds.includes(kind) && start < found.end && found.start < end,
  )
}

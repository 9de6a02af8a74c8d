import { z } from 'zod'
import { Channel, Goods } from '#shared/domain/channel.ts'
import { AppError } from '#shared/errors.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import { detect } from '#shared/text/detect.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import type { Ground } from '#shared/text/learned/features.ts'
import { learn } from '#shared/text/learned/learn.ts'
import {
  examplesAsTaught,
  foldOrder,
  lessonsOf,
  type Taught,
} from '#shared/text/learned/lessons.ts'
import type { Model } from '#shared/text/learned/model.ts'
import { type Find, tag, whereRulesAreSilent } from '#shared/text/learned/tag.ts'
import { vocabularyOf } from '#shared/text/learned/vocabulary.ts'
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

/** The kind of claim each category stands for: the first the label set names for it. */
export function kindsOf(map: CategoryMap): Pick<Model, 'kinds' | 'kindOf'> {
  const kindOf = Object.fromEntries(
    Object.entries(map).flatMap(([category, [kind]]) => (kind ? [[category, kind]] : [])),
  )
  return { kinds: ['none', ...[...new Set(Object.values(kindOf))].sort()], kindOf }
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
  { kindOf }: Pick<Model, 'kindOf'>,
): Taught {
  const kind = kindOf[category]
  const spans = verdict === 'confirmed' && kind ? [{ start, end, kind }] : []
  return { text, channel, goods, spans, weight: 1, judged: { start, end } }
}

/** A find in a sentence the model has not seen, whether it is right and whether rules are silent there. */
export interface HeldOut {
  readonly score: number
  readonly right: boolean
  readonly silent: boolean
}

/** Steps of 0.05 that a threshold may take; the first is the usual one. */
const lowestStep = 12
const highestStep = 19
const usualThreshold = lowestStep / 20
const wantedPrecision = 0.5
const enough = 20

/**
 * The lowest threshold from which held-out finds where rules are silent are right often enough, or are too few to
 * tell. The sentences have helped to write the rules, which leaves only the hardest of them silent: on sentences that
 * have not, finds at the same threshold are right far more often, so half of these is enough.
 */
export function chooseThreshold(heldOut: readonly HeldOut[]): number {
  for (let step = lowestStep; step < highestStep; step++) {
    const kept = heldOut.filter(({ silent, score }) => silent && score * 20 >= step)
    const right = kept.filter((find) => find.right).length
    if (kept.length < enough || right >= kept.length * wantedPrecision) return step / 20
  }
  return highestStep / 20
}

export interface Trained {
  readonly model: Model
  readonly heldOut: readonly HeldOut[]
}

/** Learns from everything; before that from all folds but one in turn, to see how the held-out sentences fare. */
export function train(
  lexicon: Lexicon,
  tokenizer: Tokenizer,
  map: CategoryMap,
  taught: readonly Taught[],
): Trained {
  const { kinds, kindOf } = kindsOf(map)
  const ground: Ground = { lexicon, vocabulary: vocabularyOf(lexicon, kindOf), kindOf, tokenizer }
  const examples = lessonsOf(ground, kinds, examplesAsTaught(ground))
  const from = (some: readonly Taught[], threshold: number) =>
    learn([...examples, ...lessonsOf(ground, kinds, some)], { kinds, kindOf, threshold })
  const foldOf = (one: Taught) => foldOrder(one) % folds
  const heldOut = Array.from({ length: folds }, (_, fold) => {
    const model = from(
      taught.filter((one) => foldOf(one) !== fold),
      usualThreshold,
    )
    const others = taught.filter((one) => foldOf(one) === fold && !one.judged)
    return others.flatMap((one) => judged(one, tag(ground, model, one)))
  }).flat()
  return { model: from(taught, chooseThreshold(heldOut)), heldOut }

  function judged(one: Taught, finds: readonly Find[]): HeldOut[] {
    const silent = whereRulesAreSilent(finds, detect(lexicon, one, tokenizer))
    return finds.map((find) => ({
      score: find.score,
      silent: silent.includes(find),
      right: one.spans.some(
        ({ kind, start, end }) => kind === find.kind && start < find.end && find.start < end,
      ),
    }))
  }
}

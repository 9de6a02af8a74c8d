import type { Channel, Goods } from '#shared/domain/channel.ts'
import { detect } from '../detect.ts'
import { takenAsLikely } from '../examples.ts'
import { featuresOf, type Ground } from './features.ts'
import { hash } from './hash.ts'
import type { Lesson } from './learn.ts'

/** A text of which a person, or a rule's own example, says where what kind of claim stands. */
export interface Taught {
  readonly text: string
  readonly channel: Channel
  readonly goods?: Goods | undefined
  /** UTF-16 offsets, end exclusive. */
  readonly spans: readonly { readonly start: number; readonly end: number; readonly kind: string }[]
  /** How much it counts beside a whole labelled sentence. */
  readonly weight: number
  /** The only stretch that was judged; without it the whole text was. */
  readonly judged?: { readonly start: number; readonly end: number } | undefined
}

/** A rule's own sentences are short and made to match: they count for less than whole talk. */
const exampleWeight = 0.6

/** What the rules' own sentences teach: where the rules find what they should, and that the clean ones hold nothing else. */
export function examplesAsTaught({ lexicon, kindOf, tokenizer }: Ground): Taught[] {
  const out = new Map<string, Taught>()
  const asTold = takenAsLikely(lexicon)
  for (const { category, rules } of lexicon.source.rules)
    for (const { channels, goods: forGoods, likely, examples } of rules)
      for (const kind of ['match', 'clean'] as const)
        for (const example of examples[kind]) {
          const usual = channels.includes('speech') ? 'speech' : (channels[0] ?? 'speech')
          const channel = example.channel ?? usual
          const goods = example.goods ?? forGoods?.[0]
          const key = JSON.stringify([channel, goods, example.text])
          if (out.has(key)) continue
          // Where words alone say nothing, that they are a claim here is what has to be learned.
          const isTold = kind === 'match' && likely !== undefined
          const kept = detect(isTold ? asTold : lexicon, { ...example, channel }, tokenizer).filter(
            (hit) => !hit.suppressed && (!isTold || hit.category === category),
          )
          const isMissed = !kept.some((hit) => hit.category === category)
          if (kind === 'match' && (isMissed || !kindOf[category])) continue
          const spans = kept.flatMap(({ start, end, category: of }) =>
            kindOf[of] ? [{ start, end, kind: kindOf[of] }] : [],
          )
          out.set(key, { text: example.text, channel, goods, spans, weight: exampleWeight })
        }
  return [...out.values()]
}

/** Texts as lessons, in an order that depends on nothing but the texts. Kinds not among `kinds` count as none. */
export function lessonsOf(
  ground: Ground,
  kinds: readonly string[],
  taught: readonly Taught[],
): Lesson[] {
  const keyed = taught.map((one) => ({ one, name: JSON.stringify(one), at: foldOrder(one) }))
  keyed.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return keyed.map(({ one }) => {
    const features = featuresOf(ground, one)
    const { starts, ends, length } = features.folded
    const touches = (i: number, span: { readonly start: number; readonly end: number }) =>
      (starts[i] as number) < span.end && span.start < (ends[i] as number)
    return {
      features,
      kinds: Uint8Array.from({ length }, (_, i) =>
        Math.max(0, kinds.indexOf(one.spans.find((span) => touches(i, span))?.kind ?? '')),
      ),
      weight: one.weight,
      isKnown: (i) => !one.judged || touches(i, one.judged),
    }
  })
}

/** Where a text stands in the order of learning, and which fold it is held out with: by its content alone. */
export function foldOrder({ text }: Pick<Taught, 'text'>): number {
  return hash(text)
}

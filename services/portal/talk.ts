import { z } from 'zod'
import { basisFor } from '#shared/domain/category.ts'
import { Goods, RoomType } from '#shared/domain/channel.ts'
import { type BoundArticle, resolveArticles } from '#shared/domain/law.ts'
import { categoryOf, type Rulebook } from '#shared/domain/rulebook.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import { detectSequence } from '#shared/text/sequence.ts'

/** 话术自查: a script, or the title of a room or a product. */
export const TalkForm = z.strictObject({
  text: z.string().min(1, '请粘贴要检查的话术或标题').max(20_000, '一次最多 20000 字，请分段检查'),
  channel: z.enum(['speech', 'title']).default('speech'),
  goods: Goods.optional(),
  roomType: RoomType.optional(),
})
export type TalkForm = z.infer<typeof TalkForm>

/** A phrase a rule speaks to, in UTF-16 offsets of the text as given. */
export interface Mark {
  readonly start: number
  readonly end: number
  readonly category: string
  /** How it may be put: 疑似…, 待核实…; never as a finding. */
  readonly wording: string
  readonly articles: readonly BoundArticle[]
  /** The papers that bear the claim out, where it is lawful when true. */
  readonly bearOut: readonly string[]
}

/** At an ordinary pace a host says four characters a second; corrections are judged by the time between. */
const msPerChar = 250

/**
 * Marks a script by the rules that watch the broadcasts. Pure, and nothing of it is kept anywhere: no row, no line in a
 * log, no count (`portal.test.ts` looks for it everywhere).
 */
export function checkTalk(
  lexicon: Lexicon,
  { text, channel, goods, roomType }: TalkForm,
  { rulebook, tokenizer, at }: { rulebook: Rulebook; tokenizer: Tokenizer; at: Date },
): Mark[] {
  const sentences = [...text.matchAll(/[^。！？!?\n]+[。！？!?]*/g)]
  const utterances = sentences.map(({ 0: said, index }) => {
    const [startMs, endMs] = [index * msPerChar, (index + said.length) * msPerChar]
    return { text: said, channel, goods, roomType, at, startMs, endMs }
  })
  return detectSequence(lexicon, utterances, tokenizer).flatMap((hit): Mark[] => {
    const category = categoryOf(rulebook, hit.category)
    const from = sentences[hit.index]?.index
    if (hit.suppressed || !category || from === undefined) return []
    const duties = basisFor(category, roomType ?? null)
    return [
      {
        start: from + hit.start,
        end: from + hit.end,
        category: category.id,
        wording: category.wording,
        articles: resolveArticles(rulebook.laws, duties, at.getTime()),
        bearOut: category.mode === 'verify' ? category.ask : [],
      },
    ]
  })
}

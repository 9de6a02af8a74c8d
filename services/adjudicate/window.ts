import { z } from 'zod'
import type { StoredHit } from '#shared/db/hits.ts'
import type { StoredSentence } from '#shared/db/transcripts.ts'
import type { Proposal, WindowReading } from '#shared/domain/adjudication.ts'
import type { Category } from '#shared/domain/category.ts'
import { oneLine, screenWords } from '#shared/llm/answer.ts'
import type { Question, Reply } from '#shared/llm/chat.ts'
import { clockText, dataBlock, dataRule, dataText } from './material.ts'
import { maxReasonChars } from './opinion.ts'
import { objectOf, type Reading } from './reply.ts'

/** A new window begins this often, and is this long: what stands on a border is read whole in the next one. */
export const windowStepMs = 150_000
export const windowMs = 180_000

/** A window with more proposals than this is a model that proposes everything. */
const maxProposals = 10

const Answer = z.object({
  proposals: z.array(
    z.object({
      category: z.string(),
      lineNumber: z.int(),
      quote: z.string(),
      reason: z.string(),
    }),
  ),
})

type Named = Pick<Category, 'id' | 'name' | 'mode' | 'channels'>

/** The kinds of lead that words alone can be. */
export function readable(categories: readonly Named[]): Named[] {
  return categories.filter(
    ({ mode, channels }) =>
      mode !== 'absence' && mode !== 'modifier' && channels.includes('speech'),
  )
}

/** The question about one window: which of its lines imply, without a word that rules know, one of the categories. */
export function windowQuestion(
  sentences: readonly Pick<StoredSentence, 'startMs' | 'text'>[],
  categories: readonly Named[],
): Question {
  const ids = readable(categories).map(({ id }) => id)
  const instructions = [
    '你协助市场监管人员通读直播带货的口播转写,找出没有用明显字眼、但暗示了下列某类宣传的话(隐喻、谐音、借故事或他人之口、欲言又止等)。',
    '拿不准就不要列;没有就给空列表。这是供人参考的候选,不是认定:不要写“违法”“违规”。',
    dataRule,
    '类别(id 名称):',
    ...readable(categories).map(({ id, name }) => `${id} ${name}`),
    '只输出一个 JSON 对象,不要别的文字;quote 必须从该行原样照抄,不改一字:',
    '{"proposals":[{"category":"上面的 id","lineNumber":行编号,"quote":"该行中的原话","reason":"中文理由,不超过 200 字"}]}',
  ].join('\n')
  const rows = sentences.map(({ startMs, text }) => `${clockText(startMs)} 口播:${dataText(text)}`)
  const material = [dataBlock(rows), '请按前面的说明,只输出 JSON。'].join('\n')
  return { instructions, material, name: 'candidates', schema: schemaOf(ids), maxTokens: 1600 }
}

/**
 * What of a model's proposals can be believed: a known category, a line that was given, a quote that stands in it
 * letter by letter, and nothing that rules found there already. The rest is kept with why it was dropped.
 */
export function readWindow(
  reply: Reply,
  given: {
    readonly sentences: readonly Pick<StoredSentence, 'seq' | 'text'>[]
    readonly categories: readonly Named[]
    readonly hits: readonly Pick<StoredHit, 'category' | 'sourceSeq' | 'quoteStart' | 'quoteEnd'>[]
  },
): Reading<WindowReading> {
  const read = objectOf(reply)
  if ('fault' in read) return read
  const answer = Answer.safeParse(read.answer)
  if (!answer.success) return { fault: '答复的候选列表不合要求。', final: false }
  const proposals: Proposal[] = []
  const dropped: { why: string; what: string }[] = []
  for (const one of answer.data.proposals) {
    const checked = check(one, given)
    if (typeof checked === 'string')
      dropped.push({ why: checked, what: oneLine(one.quote).slice(0, 100) })
    else if (proposals.length === maxProposals) dropped.push({ why: '超出条数', what: '' })
    else proposals.push(checked)
  }
  return { answer: { proposals, dropped } }
}

function check(
  { category, lineNumber, quote, reason }: z.infer<typeof Answer>['proposals'][number],
  { sentences, categories, hits }: Parameters<typeof readWindow>[1],
): Proposal | string {
  if (!readable(categories).some(({ id }) => id === category)) return '没有这个类别'
  const line = lineNumber - 1
  const sentence = sentences[line]
  if (!sentence) return '没有这一行'
  if ([...quote].length < 2) return '引文太短'
  const start = sentence.text.indexOf(quote)
  if (start < 0) return '引文不在该行'
  const end = start + quote.length
  const known = hits.some(
    (hit) =>
      hit.category === category &&
      hit.sourceSeq === sentence.seq &&
      hit.quoteStart < end &&
      hit.quoteEnd > start,
  )
  if (known) return '规则已找到'
  const words = screenWords(reason, maxReasonChars)
  if (!/\p{Script=Han}/u.test(words)) return '没有中文理由'
  return { category, line, start, end, reason: words }
}

function schemaOf(ids: readonly string[]) {
  const proposal = {
    type: 'object',
    properties: {
      category: { type: 'string', enum: ids },
      lineNumber: { type: 'integer' },
      quote: { type: 'string' },
      reason: { type: 'string' },
    },
    required: ['category', 'lineNumber', 'quote', 'reason'],
    additionalProperties: false,
  }
  return {
    type: 'object',
    properties: { proposals: { type: 'array', items: proposal } },
    required: ['proposals'],
    additionalProperties: false,
  }
}

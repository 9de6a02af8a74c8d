import { z } from 'zod'
import type { Flag } from '#shared/db/flags.ts'
import type { Opinion } from '#shared/domain/adjudication.ts'
import type { Category } from '#shared/domain/category.ts'
import { screenWords } from '#shared/llm/answer.ts'
import type { Question, Reply } from '#shared/llm/chat.ts'
import { clockMs, clockText, dataBlock, dataRule, dataText, type Line } from './material.ts'
import { objectOf, type Reading } from './reply.ts'

/** Longer reasons are cut. */
export const maxReasonChars = 200

/** Context lines given at most, the nearest to the phrase; a busy room has hundreds of comments a minute. */
const maxLines = 120

const instructions = [
  '你协助市场监管人员看直播带货的线索。词库规则在一段话里找到了一个短语(在【】中),请结合上下文说明:',
  '它更像是所列类别要找的宣传(likely),还是引用、否定、澄清、自嘲、转述、无关内容或其他不该算的情形(unlikely)。',
  '这是供人参考的意见,不是认定:不要写“违法”“违规”,不要提处罚。',
  dataRule,
  '只输出一个 JSON 对象,不要别的文字:',
  '{"opinion":"likely 或 unlikely","reason":"中文理由,不超过 200 字","quotedTime":"最能说明问题的那一行的时刻,照抄;没有则为空"}',
].join('\n')

const schema = {
  type: 'object',
  properties: {
    opinion: { type: 'string', enum: ['likely', 'unlikely'] },
    reason: { type: 'string' },
    quotedTime: { type: 'string' },
  },
  required: ['opinion', 'reason', 'quotedTime'],
  additionalProperties: false,
}

const Answer = z.object({
  opinion: z.enum(['likely', 'unlikely']),
  reason: z.string(),
  quotedTime: z.string().nullish(),
})

export type FlagWords = Pick<
  Flag,
  'quote' | 'quoteStart' | 'quoteEnd' | 'startMs' | 'endMs' | 'channel' | 'audience' | 'category'
>

/** The question about one flag: its words with the phrase marked, and what was said and written around it. */
export function opinionQuestion(
  flag: FlagWords,
  category: Pick<Category, 'name' | 'wording'> | undefined,
  lines: readonly Line[],
): Question {
  const { quote, quoteStart, quoteEnd } = flag
  const marked = `${quote.slice(0, quoteStart)}【${quote.slice(quoteStart, quoteEnd)}】${quote.slice(quoteEnd)}`
  const where = flag.audience ? '观众弹幕' : flag.channel === 'title' ? '标题' : '主播一方'
  const near = nearest(lines, flag.startMs)
  const material = [
    `类别:${category?.name ?? flag.category}(${category?.wording ?? '疑似'})`,
    '编号 0 是待看的话,其余是前后各一分钟的上下文:',
    dataBlock(
      [
        `${clockText(flag.startMs)} ${where}:${dataText(marked)}`,
        ...near.map((line) => `${clockText(line.startMs)} ${line.who}:${line.text}`),
      ],
      0,
    ),
    '请按前面的说明,只输出 JSON。',
  ].join('\n')
  return { instructions, material, name: 'opinion', schema, maxTokens: 800 }
}

/** What the model advises, as far as it can be shown; a time outside the stretch it was given is no time. */
export function readOpinion(
  reply: Reply,
  stretch: { readonly fromMs: number; readonly toMs: number },
): Reading<Opinion> {
  const read = objectOf(reply)
  if ('fault' in read) return read
  const answer = Answer.safeParse(read.answer)
  if (!answer.success) {
    const where = answer.error.issues[0]?.path.join('.') ?? ''
    return { fault: `答复的“${where}”不合要求。`, final: false }
  }
  const reason = screenWords(answer.data.reason, maxReasonChars)
  if (!/\p{Script=Han}/u.test(reason)) return { fault: '答复没有中文理由。', final: false }
  const ms = clockMs(answer.data.quotedTime ?? '')
  // The clock has whole seconds, so a line may begin up to a second after what is quoted.
  const within = ms !== null && ms >= stretch.fromMs - 1000 && ms <= stretch.toMs
  return { answer: { opinion: answer.data.opinion, reason, quotedMs: within ? ms : null } }
}

function nearest(lines: readonly Line[], atMs: number): Line[] {
  if (lines.length <= maxLines) return [...lines]
  return lines
    .toSorted((a, b) => Math.abs(a.startMs - atMs) - Math.abs(b.startMs - atMs))
    .slice(0, maxLines)
    .toSorted((a, b) => a.startMs - b.startMs)
}

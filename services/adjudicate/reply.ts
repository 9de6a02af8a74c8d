import { jsonObjectIn } from '#shared/llm/answer.ts'
import type { Reply } from '#shared/llm/chat.ts'

/** What was made of a reply: the answer, or why there is none and whether asking again could give one. */
export type Reading<T> =
  | { readonly answer: T }
  | { readonly fault: string; readonly final: boolean }

/** The JSON object of a whole, willing reply. */
export function objectOf(reply: Reply): Reading<unknown> {
  if (reply.refusal) return { fault: `模型拒绝回答:${reply.refusal.slice(0, 200)}`, final: true }
  if (reply.cutBy === 'length') return { fault: '答复超出长度上限而被截断。', final: true }
  if (reply.cutBy) return { fault: '答复被模型服务的内容过滤拦下。', final: true }
  if (reply.text.trim() === '') return { fault: '答复是空的。', final: false }
  const answer = jsonObjectIn(reply.text)
  return answer === undefined ? { fault: '答复不是所要的 JSON。', final: false } : { answer }
}

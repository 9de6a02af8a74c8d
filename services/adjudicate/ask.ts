import { createHash } from 'node:crypto'
import {
  type Attempt,
  addTokens,
  recordAttempt,
  refundCall,
  type Subject,
  spendCall,
} from '#shared/db/adjudications.ts'
import type { Db } from '#shared/db/client.ts'
import type { Opinion, WindowReading } from '#shared/domain/adjudication.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { AppError, GiveUp, TryLater } from '#shared/errors.ts'
import { oneLine } from '#shared/llm/answer.ts'
import type { Chat, Question, Reply } from '#shared/llm/chat.ts'
import type { Reading } from './reply.ts'

/** What a model may be asked about. */
export type Task = 'flags' | 'windows'

/** The model and how much may be asked of it. */
export interface Adviser {
  readonly chat: Chat
  /** Requests a day (Asia/Shanghai), over all processes. */
  readonly dailyCalls: number
  readonly tasks: readonly Task[]
}

export interface AskDeps {
  readonly db: Db
  readonly adviser: Adviser
  readonly now: () => Date
}

export interface Ask<T> {
  readonly subject: Subject
  readonly fromMs: number
  readonly toMs: number
  readonly question: Question
  /** Believes of the reply what can be checked. */
  readonly read: (reply: Reply) => Reading<T>
  /** Written together with the answer. */
  readonly save?: (tx: Db, answer: T, promptHash: string) => Promise<void>
}

/** Reading talk may use this share of a day; the rest is kept for flags, which people wait for. */
const windowShare = 0.5

class OverBudget extends Error {}

/** How many requests of a day a task may reach. */
export function callsFor(task: Subject['kind'], { dailyCalls }: Adviser): number {
  return task === 'flag' ? dailyCalls : Math.floor(dailyCalls * windowShare)
}

/**
 * Asks once and records how it ended, whatever came of it. An answer that cannot be believed is a failure like any
 * other: it throws, so that the queue decides about another attempt. A used-up budget is no failure of the question:
 * it is recorded and waits for tomorrow.
 */
export async function askRecorded<T extends Opinion | WindowReading>(
  deps: AskDeps,
  ask: Ask<T>,
  signal: AbortSignal,
): Promise<void> {
  const { db, adviser, now } = deps
  const day = dayOf(now().getTime())
  const began = performance.now()
  const promptHash = hashOf(ask.question)
  const record = (tx: Db, ending: Partial<Attempt>) =>
    recordAttempt(tx, ask.subject, {
      fromMs: ask.fromMs,
      toMs: ask.toMs,
      model: adviser.chat.model,
      promptHash,
      prompt: stored(`${ask.question.instructions}\n\n${ask.question.material}`),
      rawAnswer: null,
      parsed: null,
      failure: null,
      settled: false,
      promptTokens: 0,
      completionTokens: 0,
      ms: Math.round(performance.now() - began),
      at: now(),
      ...ending,
    })
  const spend = async () => {
    if (!(await spendCall(db, day, callsFor(ask.subject.kind, adviser)))) throw new OverBudget()
  }

  let reply: Reply
  try {
    reply = await adviser.chat.ask(ask.question, { signal, spend })
  } catch (cause) {
    // Stopping is nobody's failure; rows imply that it is asked again.
    signal.throwIfAborted()
    if (cause instanceof OverBudget) return record(db, { failure: '当日模型调用额度已用完。' })
    if (cause instanceof TryLater) await refundCall(db, day)
    await record(db, { failure: wordsOf(cause) })
    throw cause
  }

  const { promptTokens, completionTokens } = reply
  await addTokens(db, day, promptTokens + completionTokens)
  const said = { rawAnswer: stored(reply.text || reply.refusal), promptTokens, completionTokens }
  const result = ask.read(reply)
  if ('fault' in result) {
    await record(db, { ...said, failure: oneLine(result.fault) })
    throw result.final ? new GiveUp(result.fault) : new AppError('unavailable', result.fault)
  }
  const { answer } = result
  await db.transaction(async (tx) => {
    await record(tx, { ...said, parsed: answer, settled: true })
    await ask.save?.(tx, answer, promptHash)
  })
}

/** SHA-256 of what is ours in a question: the instructions and the answer's shape. */
export function hashOf({ instructions, schema }: Question): string {
  return createHash('sha256')
    .update(`${instructions}\n${JSON.stringify(schema)}`)
    .digest('hex')
}

/** PostgreSQL takes no NUL in a text. */
function stored(text: string): string {
  return text.replaceAll('\0', '').slice(0, 100_000)
}

export function wordsOf(cause: unknown): string {
  return oneLine(cause instanceof Error ? cause.message : String(cause)).slice(0, 500)
}

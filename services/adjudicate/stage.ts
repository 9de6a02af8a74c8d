import {
  pendingOpinions,
  pendingWindows,
  recordAttempt,
  type Subject,
  settleFailed,
  spentOn,
} from '#shared/db/adjudications.ts'
import { addCandidates, candidatesOf } from '#shared/db/candidates.ts'
import type { Db } from '#shared/db/client.ts'
import { commentsBetween } from '#shared/db/comments.ts'
import { getFlag } from '#shared/db/flags.ts'
import { spokenHitsBetween } from '#shared/db/hits.ts'
import { getRecording } from '#shared/db/recordings.ts'
import { sentencesBetween } from '#shared/db/transcripts.ts'
import { dayMs, dayOf } from '#shared/domain/calendar.ts'
import type { Category } from '#shared/domain/category.ts'
import { wallTimeOf } from '#shared/domain/wall-clock.ts'
import { type AdjudicatePayload, adjudicateJob } from '#shared/queue/jobs.ts'
import type { Stage } from '#shared/queue/stage.ts'
import { type Adviser, type AskDeps, askRecorded, callsFor, wordsOf } from './ask.ts'
import { linesOf } from './material.ts'
import { opinionQuestion, readOpinion } from './opinion.ts'
import { readWindow, windowMs, windowQuestion, windowStepMs } from './window.ts'

export interface AdjudicateDeps {
  readonly db: Db
  /** Null where no model is configured: nothing is pending then. */
  readonly adviser: Adviser | null
  readonly rulebook: { readonly categories: readonly Category[] }
  readonly now: () => Date
}

type Asked = AskDeps & Pick<AdjudicateDeps, 'rulebook'>

/** What was said and written this long before and after the phrase is given with it. */
const contextMs = 60_000

/** Talk of recordings that came in longer ago is not read any more: the search for it stays small. */
const readWithinMs = 7 * dayMs

/**
 * 辅助意见: asks a language model about open flags, and about stretches of talk in which no rule found anything. Beside
 * the pipeline, not in it: no other stage reads what it writes, and a flag is the same with and without it.
 */
export const adjudicateStage: Stage<AdjudicatePayload, AdjudicateDeps> = {
  job: adjudicateJob,
  concurrency: 2,

  async pending({ db, adviser, now }, limit) {
    if (!adviser) return []
    const nowMs = now().getTime()
    const { calls } = await spentOn(db, dayOf(nowMs))
    const { model } = adviser.chat
    const todo: AdjudicatePayload[] = []
    if (adviser.tasks.includes('flags') && calls < callsFor('flag', adviser))
      todo.push(...(await pendingOpinions(db, model, limit)))
    if (adviser.tasks.includes('windows') && calls < callsFor('window', adviser))
      todo.push(...(await pendingWindows(db, model, windows(nowMs), limit - todo.length)))
    return todo
  },

  async run(input, { adviser, ...deps }, signal) {
    if (!adviser) return []
    const asked = { ...deps, adviser }
    if ('flagId' in input) await askAboutFlag(asked, input.flagId, signal)
    else await readTalk(asked, input, signal)
    return []
  },

  async gaveUp(input, cause, { db, adviser, now }) {
    const subject = await subjectOf(db, input)
    if (!adviser || !subject) return
    const { model } = adviser.chat
    const fromMs = 'fromMs' in input ? input.fromMs : 0
    if (await settleFailed(db, subject, fromMs, model)) return
    // Workers that died left no record of their attempts.
    await recordAttempt(db, subject, {
      fromMs,
      toMs: fromMs,
      model,
      promptHash: '',
      prompt: '',
      rawAnswer: null,
      parsed: null,
      failure: wordsOf(cause),
      settled: true,
      promptTokens: 0,
      completionTokens: 0,
      ms: 0,
      at: now(),
    })
  },
}

const windows = (nowMs: number) => ({
  stepMs: windowStepMs,
  since: new Date(nowMs - readWithinMs),
})

async function subjectOf(db: Db, input: AdjudicatePayload): Promise<Subject | null> {
  if ('flagId' in input) {
    const flag = await getFlag(db, input.flagId)
    return flag ? { kind: 'flag', flagId: flag.id, recordingId: flag.recordingId } : null
  }
  const { recordingId } = input
  const transcriptId = (await getRecording(db, recordingId))?.transcriptId
  return transcriptId ? { kind: 'window', recordingId, transcriptId } : null
}

async function askAboutFlag(deps: Asked, flagId: string, signal: AbortSignal): Promise<void> {
  const { db, rulebook } = deps
  const flag = await getFlag(db, flagId)
  const recording = flag && (await getRecording(db, flag.recordingId))
  if (!flag || !recording || flag.state !== 'open') return
  const { recordingId, startMs, endMs } = flag
  const fromMs = Math.max(0, startMs - contextMs)
  const toMs = endMs + contextMs
  const { transcriptId } = recording
  const sentences = transcriptId ? await sentencesBetween(db, transcriptId, fromMs, toMs) : []
  const comments = await commentsBetween(db, recordingId, fromMs, toMs)
  const category = rulebook.categories.find(({ id }) => id === flag.category)
  const ask = {
    subject: { kind: 'flag' as const, flagId, recordingId },
    fromMs,
    toMs,
    question: opinionQuestion(flag, category, linesOf(sentences, comments)),
    read: (reply: Parameters<typeof readOpinion>[0]) => readOpinion(reply, { fromMs, toMs }),
  }
  await askRecorded(deps, ask, signal)
}

async function readTalk(
  deps: Asked,
  { recordingId, fromMs }: { readonly recordingId: string; readonly fromMs: number },
  signal: AbortSignal,
): Promise<void> {
  const { db, rulebook, adviser, now } = deps
  const recording = await getRecording(db, recordingId)
  if (!recording?.transcriptId) return
  const { transcriptId } = recording
  const toMs = fromMs + windowMs
  const touching = await sentencesBetween(db, transcriptId, fromMs, toMs)
  const sentences = touching.filter(({ startMs }) => startMs >= fromMs && startMs < toMs)
  if (sentences.length === 0) return
  const hits = await spokenHitsBetween(db, recordingId, fromMs, toMs + contextMs)
  const { categories } = rulebook
  await askRecorded(
    deps,
    {
      subject: { kind: 'window', recordingId, transcriptId },
      fromMs,
      toMs,
      question: windowQuestion(sentences, categories),
      read: (reply) => readWindow(reply, { sentences, categories, hits }),
      async save(tx, { proposals }, promptHash) {
        const known = await candidatesOf(tx, recordingId, 'adjudicator')
        const found = proposals.flatMap(({ category, line, start, end, reason }) => {
          const sentence = sentences[line]
          // The window before this one ends in its first half minute, and may have found the same words.
          const again = known.some(
            (one) =>
              one.category === category &&
              one.startMs === sentence?.startMs &&
              one.quoteStart < end &&
              one.quoteEnd > start,
          )
          if (!sentence || again) return []
          return {
            category,
            channel: 'speech' as const,
            audience: false,
            sourceSeq: sentence.seq,
            quote: sentence.text,
            quoteStart: start,
            quoteEnd: end,
            startMs: sentence.startMs,
            endMs: sentence.endMs,
            saidAt: wallTimeOf(recording, sentence.startMs),
            reason,
            score: null,
            model: adviser.chat.model,
            promptHash,
          }
        })
        await addCandidates(tx, recordingId, 'adjudicator', found, now())
      },
    },
    signal,
  )
}

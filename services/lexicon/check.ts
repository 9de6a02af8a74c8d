import { setImmediate as turn } from 'node:timers/promises'
import type { Db } from '#shared/db/client.ts'
import { commentsBetween } from '#shared/db/comments.ts'
import { type JudgedText, judgedTexts } from '#shared/db/regression.ts'
import { sentencesBetween } from '#shared/db/transcripts.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import { detect, type FoundHit, type Utterance } from '#shared/text/detect.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import { type FailedExample, failedExamples } from '#shared/text/examples.ts'
import { detectSequence, type TimedUtterance } from '#shared/text/sequence.ts'
import { type GateReport, gateTally } from './gate.ts'

export interface CheckDeps {
  readonly db: Db
  readonly tokenizer: Tokenizer
}

/** Flags read at a time, and texts judged between two turns of the event loop. */
const pageSize = 500
const textsATurn = 20

/**
 * Runs every rule's own sentences and every text that a standing verdict rests on. Pages through the flags and gives way
 * to other work, so that it may run in a process that answers people.
 */
export async function checkLexicon(
  { db, tokenizer }: CheckDeps,
  lexicon: Lexicon,
  signal?: AbortSignal,
): Promise<GateReport> {
  const examples: FailedExample[] = []
  for (const { category } of lexicon.source.rules) {
    examples.push(...failedExamples(lexicon, tokenizer, category))
    await turn()
  }
  const tally = gateTally(examples)
  const looksAround = new Set(
    lexicon.rules.flatMap(({ rule }) => (typeof rule.within === 'object' ? [rule.id] : [])),
  )
  let judged = 0
  for (let after: string | null = null; ; ) {
    const { texts, last } = await judgedTexts(db, after, pageSize)
    for (const text of texts) {
      tally.add({ text, found: await isFound(db, lexicon, tokenizer, looksAround, text) })
      if (++judged % textsATurn === 0) await turn()
      signal?.throwIfAborted()
    }
    if (last === null) return tally.report()
    after = last
  }
}

/** The words around are read only when they can matter: rules that look there exist, and no other rule decides. */
async function isFound(
  db: Db,
  lexicon: Lexicon,
  tokenizer: Tokenizer,
  looksAround: ReadonlySet<string>,
  text: JudgedText,
): Promise<boolean> {
  const alone = detect(lexicon, utteranceOf(text), tokenizer).filter((hit) => isAt(hit, text))
  if (looksAround.size === 0 || alone.some(({ rule }) => !looksAround.has(rule)))
    return alone.length > 0
  const around = await wordsAround(db, text, lexicon.lookAroundSeconds * 1000)
  const index = around.findIndex(({ self }) => self)
  return detectSequence(lexicon, around, tokenizer).some(
    (hit) => hit.index === index && isAt(hit, text),
  )
}

/** A hit of the category that a person would see, overlapping the place the verdict is about. */
function isAt(hit: FoundHit, { category, quoteStart, quoteEnd }: JudgedText): boolean {
  return (
    !hit.suppressed && hit.category === category && hit.start < quoteEnd && quoteStart < hit.end
  )
}

function utteranceOf({ quote, channel, goods, roomType, at, staff }: JudgedText): Utterance {
  return { text: quote, channel, goods, roomType, at, staff }
}

type Around = TimedUtterance & { readonly self: boolean }

/** The judged text among what the same side said just before and after, in order of time. */
async function wordsAround(db: Db, text: JudgedText, ms: number): Promise<Around[]> {
  const { channel, recordingId, transcriptId, startMs, endMs, at } = text
  const [from, to] = [startMs - ms, endMs + ms]
  const near =
    channel === 'danmaku'
      ? (await commentsBetween(db, recordingId, from, to)).map(({ tMs, ...comment }) => ({
          ...{ text: comment.text, staff: comment.staff, startMs: tMs, endMs: tMs },
        }))
      : channel === 'speech' && transcriptId
        ? await sentencesBetween(db, transcriptId, from, to)
        : []
  const others = near
    .filter((one) => one.text !== text.quote || one.startMs > endMs || one.endMs < startMs)
    .map((one): Around => {
      const said = new Date(at.getTime() + one.startMs - startMs)
      const staff = 'staff' in one ? one.staff : undefined
      const when = { startMs: one.startMs, endMs: one.endMs, at: said }
      return { ...utteranceOf(text), ...when, text: one.text, staff, self: false }
    })
  const self: Around = { ...utteranceOf(text), startMs, endMs, self: true }
  return [...others, self].sort((a, b) => a.startMs - b.startMs)
}

import { rm, writeFile } from 'node:fs/promises'
import { shifted } from '#shared/asr/heard/timing.ts'
import { concatWavs } from '#shared/asr/wav.ts'
import { neighbours } from '#shared/db/capture-pieces.ts'
import type { Db } from '#shared/db/client.ts'
import type { Recording } from '#shared/db/recordings.ts'
import { getTranscript, saveTranscript, sentencesOf } from '#shared/db/transcripts.ts'
import { captureSeamMs } from '#shared/domain/capture.ts'
import type { Sentence } from '#shared/domain/sentence.ts'
import { wallMsOf } from '#shared/domain/wall-clock.ts'
import { TryLater } from '#shared/errors.ts'
import { extractAudio } from '#shared/media/audio.ts'

/** The end of a capture's piece in which somebody was still speaking: it is heard again together with the piece behind it. */
export interface Tail {
  readonly before: Recording & { readonly transcriptId: string }
  /** From here to the end of the piece before. */
  readonly fromMs: number
  readonly lengthMs: number
}

/** Who stops speaking earlier than this before the cut has ended the sentence. */
const breathMs = 600
/** A sentence that began earlier stays in two: else, of talk without a pause, every piece would be heard twice. */
const longestMs = 10_000
/** Voice activity is told somewhat late where a soft voice begins. */
const leadMs = 300
const aroundMs = 5 * 60_000
const lookAgainMs = 500

/**
 * What a piece must be heard together with; null where it begins anew. Throws `TryLater` while the piece before it is not
 * heard yet.
 */
export async function tailBefore(
  db: Db,
  recording: Recording,
  engine: string,
): Promise<Tail | null> {
  const { captureId, startedAt } = recording
  if (captureId === null) return null
  const all = await neighbours(db, captureId, startedAt, aroundMs)
  const before = all.findLast((one) => one.startedAt < startedAt)
  if (!before || before.mediaDeletedAt !== null) return null
  const endMs = before.durationMs ?? 0
  if (Math.abs(wallMsOf(recording, 0) - wallMsOf(before, endMs)) > captureSeamMs) return null
  if (before.transcriptState === 'wanted')
    throw new TryLater(lookAgainMs, 'the piece before it is not heard yet')
  const { transcriptId } = before
  const heard = transcriptId === null ? undefined : await getTranscript(db, transcriptId)
  if (!heard || heard.engine !== engine) return null
  const last = (await sentencesOf(db, heard.id)).at(-1)
  if (!last || last.endMs < endMs - breathMs || last.startMs < endMs - longestMs) return null
  const fromMs = Math.max(0, last.startMs - leadMs)
  return { before: { ...before, transcriptId: heard.id }, fromMs, lengthMs: endMs - fromMs }
}

/** Puts the tail's sound before that of the piece behind it, in the same file. */
export async function prependTail(
  { before: { path, media }, fromMs, lengthMs }: Tail,
  wav: string,
  signal: AbortSignal,
): Promise<void> {
  const end = `${wav}.before.wav`
  const range = { fromMs, toMs: fromMs + lengthMs }
  await extractAudio(path, end, { signal, ...range, ...(media && { info: media }) })
  await writeFile(wav, await concatWavs([end, wav], signal))
  await rm(end)
}

/**
 * Gives the piece before what was now heard of its end, on the clock of the piece behind: a sentence belongs where it
 * began, and its end may lie beyond the piece's. A new version, for verdicts may rest on the half that was heard first.
 */
export async function mendBefore(
  tx: Db,
  { before: { id, transcriptId }, fromMs, lengthMs }: Tail,
  begun: readonly Sentence[],
): Promise<void> {
  const heard = await getTranscript(tx, transcriptId)
  if (!heard) return
  const { engine, engineVersion, meter } = heard
  const kept = (await sentencesOf(tx, transcriptId)).filter(({ startMs }) => startMs < fromMs)
  const mended = [...kept, ...begun.map((sentence) => shifted(sentence, fromMs + lengthMs))]
  await saveTranscript(tx, id, engine, mended, meter ? { engineVersion, meter } : undefined)
}

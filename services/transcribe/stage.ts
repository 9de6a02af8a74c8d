import { joined } from '#shared/asr/join.ts'
import { readCaptions } from '#shared/asr/sidecar.ts'
import type { Transcriber } from '#shared/asr/transcriber.ts'
import type { Db } from '#shared/db/client.ts'
import { coverageOf, saveCoverage } from '#shared/db/coverage.ts'
import {
  getRecording,
  pendingTranscription,
  type Recording,
  updateRecording,
} from '#shared/db/recordings.ts'
import { forgetPieces, piecesHeard, unfinishedHearings } from '#shared/db/transcript-pieces.ts'
import { type Listening, saveTranscript } from '#shared/db/transcripts.ts'
import type { CoverageSpan } from '#shared/domain/coverage.ts'
import type { Sentence } from '#shared/domain/sentence.ts'
import { AppError, GiveUp } from '#shared/errors.ts'
import { detectJob, transcribeJob } from '#shared/queue/jobs.ts'
import { next, type Stage } from '#shared/queue/stage.ts'
import { captionLedger, heardLedger, partLedger } from './ledger.ts'
import { listen, meterOf } from './listen.ts'
import { mendBefore, type Tail, tailBefore } from './seam.ts'

export interface TranscribeDeps {
  readonly db: Db
  readonly now: () => Date
  /** The engine for recordings without captions; without one they wait where everybody sees it. */
  readonly transcriber: Transcriber | null
  /** Engines a person may ask for by name, as far as they are set up. */
  readonly engines?: Readonly<Partial<Record<'openai' | 'local', Transcriber>>>
}

/** Words of a recording, and what of it they cover. */
interface Heard {
  readonly engine: string
  readonly sentences: readonly Sentence[]
  readonly listening?: Listening
  /** The end of the piece before, where it was heard together with this one. */
  readonly tail?: Tail | null
  readonly covered: readonly CoverageSpan[]
}

/** Captions beside the recording come first, then the engine, unless a person asked for another; a new version is put in use. */
export const transcribeStage: Stage<{ recordingId: string }, TranscribeDeps> = {
  job: transcribeJob,
  concurrency: 2,
  pending: ({ db, transcriber }, limit) => pendingTranscription(db, transcriber !== null, limit),

  async run({ recordingId }, deps, signal) {
    const { db } = deps
    const recording = await getRecording(db, recordingId)
    if (!recording || !['wanted', 'waiting'].includes(recording.transcriptState)) return []
    const heard = await hear(recording, deps, signal)
    if (heard) await db.transaction((tx) => keep(tx, recordingId, heard))
    else await updateRecording(db, recordingId, { transcriptState: 'waiting' })
    // Comments and title are judged whether or not anybody could listen.
    const judged = heard?.tail ? [heard.tail.before.id, recordingId] : [recordingId]
    return judged.map((id) => next(detectJob, { recordingId: id }))
  },

  async gaveUp({ recordingId }, cause, { db }) {
    const failure = cause instanceof Error ? cause.message : String(cause)
    await db.transaction(async (tx) => {
      const recording = await getRecording(tx, recordingId)
      if (!recording) return
      // What stood before it was asked for anew still stands.
      const before = recording.transcriptId !== null
      if (!before) await keepPart(tx, recording)
      const transcriptState = before ? 'done' : 'failed'
      await updateRecording(tx, recordingId, { transcriptState, wantedEngine: null, failure })
    })
  },
}

async function keep(tx: Db, recordingId: string, heard: Heard): Promise<void> {
  const { engine, sentences, listening, tail, covered } = heard
  const own = sentences.filter(({ startMs }) => startMs >= 0)
  const begunBefore = sentences.filter(({ startMs }) => startMs < 0)
  await saveTranscript(tx, recordingId, engine, own, listening)
  if (tail) await mendBefore(tx, tail, begunBefore)
  await saveCoverage(tx, recordingId, ['transcribed'], covered)
  await updateRecording(tx, recordingId, { wantedEngine: null })
  await forgetPieces(tx, recordingId)
}

/** What was heard before the engine failed for good is judged like anything else; the rest is a gap. */
async function keepPart(tx: Db, recording: Recording): Promise<void> {
  const hearings = await unfinishedHearings(tx, recording.id)
  const begun = await Promise.all(
    hearings.map(async (hearing) => ({ ...hearing, pieces: await piecesHeard(tx, hearing) })),
  )
  const best = begun.toSorted((a, b) => b.pieces.length - a.pieces.length)[0]
  const pieces = best?.pieces ?? []
  if (best) {
    const { engine, engineVersion } = best
    const listening = { engineVersion, meter: meterOf(pieces) }
    // What began in the piece before stays with it as it was heard there.
    const own = joined(pieces).filter(({ startMs }) => startMs >= 0)
    await saveTranscript(tx, recording.id, engine, own, listening)
  }
  const covered = partLedger(recording.durationMs ?? 0, pieces)
  await saveCoverage(tx, recording.id, ['transcribed'], covered)
}

async function hear(
  recording: Recording,
  deps: TranscribeDeps,
  signal: AbortSignal,
): Promise<Heard | null> {
  const { wantedEngine, media, id } = recording
  const durationMs = recording.durationMs ?? 0
  const byCaptions = wantedEngine === null || wantedEngine === 'captions'
  const read = byCaptions ? await captions(recording, signal) : null
  if (read) return { ...read, covered: captionLedger(durationMs, read.sentences) }
  const transcriber = chosen(recording, deps)
  if (!media?.audio || !transcriber) return null
  const tail = await tailBefore(deps.db, recording, transcriber.engine)
  const { pieces, ...heard } = await listen(recording, transcriber, tail, deps, signal)
  const audible = await coverageOf(deps.db, id, 'audible')
  return { ...heard, tail, covered: heardLedger(durationMs, pieces, audible) }
}

function chosen(
  { wantedEngine }: Recording,
  { transcriber, engines = {} }: TranscribeDeps,
): Transcriber | null {
  if (wantedEngine === null) return transcriber
  if (wantedEngine === 'captions') throw new GiveUp('录像旁没有可读的字幕，不能按字幕重新转写。')
  const engine = engines[wantedEngine]
  if (engine) return engine
  const setting = wantedEngine === 'local' ? 'ASR_MODEL_DIR' : 'ASR_URL'
  throw new GiveUp(`没有配置要用的转写引擎，请设置 ${setting} 后重试。`)
}

/** The captions beside the recording; a file there that turns out to be none is no reason not to listen. */
async function captions({ captionsPath }: Recording, signal: AbortSignal) {
  if (captionsPath === null) return null
  try {
    return await readCaptions(captionsPath, signal)
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return null
    throw error
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCaptions } from '#shared/asr/sidecar.ts'
import type { Transcriber } from '#shared/asr/transcriber.ts'
import type { Db } from '#shared/db/client.ts'
import { saveCoverage } from '#shared/db/coverage.ts'
import {
  getRecording,
  pendingTranscription,
  type Recording,
  updateRecording,
} from '#shared/db/recordings.ts'
import { saveTranscript } from '#shared/db/transcripts.ts'
import type { CoverageSpan } from '#shared/domain/coverage.ts'
import type { Sentence } from '#shared/domain/sentence.ts'
import { AppError } from '#shared/errors.ts'
import { extractAudio } from '#shared/media/audio.ts'
import { detectJob, transcribeJob } from '#shared/queue/jobs.ts'
import { next, type Stage } from '#shared/queue/stage.ts'

export interface TranscribeDeps {
  readonly db: Db
  /** The engine for recordings without captions; without one they wait where everybody sees it. */
  readonly transcriber: Transcriber | null
}

/** Captions beside the recording come first, then the engine; the text replaces what the same source gave before. */
export const transcribeStage: Stage<{ recordingId: string }, TranscribeDeps> = {
  job: transcribeJob,
  concurrency: 2,
  pending: ({ db, transcriber }, limit) => pendingTranscription(db, transcriber !== null, limit),

  async run({ recordingId }, { db, transcriber }, signal) {
    const recording = await getRecording(db, recordingId)
    if (!recording || !['wanted', 'waiting'].includes(recording.transcriptState)) return []
    const heard =
      (await captions(recording, signal)) ??
      (recording.media?.audio && transcriber ? await listen(recording, transcriber, signal) : null)
    if (heard) {
      await db.transaction(async (tx) => {
        await saveTranscript(tx, recordingId, heard.engine, heard.sentences)
        await saveCoverage(tx, recordingId, ['transcribed'], [transcribed(recording)])
      })
    } else await updateRecording(db, recordingId, { transcriptState: 'waiting' })
    // Comments and title are judged whether or not anybody could listen.
    return [next(detectJob, { recordingId })]
  },

  async gaveUp({ recordingId }, cause, { db }) {
    const failure = cause instanceof Error ? cause.message : String(cause)
    await db.transaction(async (tx) => {
      await updateRecording(tx, recordingId, { transcriptState: 'failed', failure })
      const recording = await getRecording(tx, recordingId)
      if (recording)
        await saveCoverage(
          tx,
          recordingId,
          ['transcribed'],
          [{ ...transcribed(recording), gap: '转写失败' }],
        )
    })
  },
}

const transcribed = ({ durationMs }: Recording): CoverageSpan => ({
  kind: 'transcribed',
  fromMs: 0,
  toMs: durationMs ?? 0,
  gap: null,
})

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

async function listen(
  { path, media }: Recording,
  transcriber: Transcriber,
  signal: AbortSignal,
): Promise<{ engine: string; sentences: readonly Sentence[] }> {
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-audio-'))
  try {
    const wav = join(dir, 'audio.wav')
    await extractAudio(path, wav, { signal, ...(media && { info: media }) })
    const { sentences } = await transcriber.transcribe(wav, { signal })
    return { engine: transcriber.engine, sentences }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

import { maskContacts } from '#shared/danmaku/privacy.ts'
import { readDanmaku } from '#shared/danmaku/read.ts'
import type { Db } from '#shared/db/client.ts'
import { addComments, clearComments, type NewComment } from '#shared/db/comments.ts'
import { saveCoverage } from '#shared/db/coverage.ts'
import {
  getRecording,
  joinBroadcast,
  markFailed,
  pendingIngest,
  type Recording,
  updateRecording,
} from '#shared/db/recordings.ts'
import { AppError, GiveUp } from '#shared/errors.ts'
import { inspectMedia } from '#shared/media/inspect.ts'
import { detectJob, ingestJob, transcribeJob } from '#shared/queue/jobs.ts'
import { next, type Stage } from '#shared/queue/stage.ts'
import { danmakuOffsetMs, onRecordingClock } from './align.ts'
import { danmakuLedger, mediaLedger } from './ledger.ts'

export interface IngestDeps {
  readonly db: Db
  /** The stored name of a danmaku sender; the same sender has the same name for a while, and no way back. */
  readonly pseudonym: (sender: string, at: Date) => string
}

/** Reads a registered file once: its packets, its comments, the broadcast it belongs to. One transaction. */
export const ingestStage: Stage<{ recordingId: string }, IngestDeps> = {
  job: ingestJob,
  concurrency: 2,
  pending: ({ db }, limit) => pendingIngest(db, limit),

  async run({ recordingId }, deps, signal) {
    const recording = await getRecording(deps.db, recordingId)
    if (recording?.ingestState !== 'registered') return []
    const media = await inspectMedia(recording.path, { signal }).catch((error: unknown) => {
      if (error instanceof AppError) throw new GiveUp(error.message, { cause: error })
      throw error
    })
    const { rows, errors } = await readComments(recording, deps, signal)
    const heard = recording.captionsPath !== null || media.audio !== null
    await deps.db.transaction(async (tx) => {
      const { roomId, startedAt } = recording
      const piece = { roomId, startedAt, durationMs: media.durationMs }
      await clearComments(tx, recordingId)
      await addComments(tx, recordingId, rows)
      const times = rows.filter(({ kind }) => kind === 'chat').map(({ tMs }) => tMs)
      await saveCoverage(
        tx,
        recordingId,
        ['recorded', 'audible', 'danmaku'],
        [...mediaLedger(media), ...danmakuLedger(times, media.durationMs)],
      )
      await updateRecording(tx, recordingId, {
        media,
        durationMs: Math.round(media.durationMs),
        broadcastId: await joinBroadcast(tx, piece),
        commentErrors: errors,
        ingestState: 'done',
        transcriptState: heard ? 'wanted' : 'none',
      })
    })
    return [next(heard ? transcribeJob : detectJob, { recordingId })]
  },

  async gaveUp({ recordingId }, cause, { db }) {
    const failure = cause instanceof Error ? cause.message : String(cause)
    if (cause instanceof GiveUp)
      await updateRecording(db, recordingId, { ingestState: 'refused', failure })
    else await markFailed(db, recordingId, 'ingest', failure)
  },
}

/** The comments beside a recording on its own clock; a file that is no danmaku file is one error, not the end. */
async function readComments(recording: Recording, deps: IngestDeps, signal: AbortSignal) {
  if (recording.danmakuPath === null) return { rows: [], errors: 0 }
  const rows: NewComment[] = []
  try {
    const danmaku = await readDanmaku(recording.danmakuPath, { signal })
    const startMs = recording.startedAt.getTime()
    const offsetMs = danmakuOffsetMs(danmaku.startAtMs, startMs)
    for await (const comment of danmaku.comments) {
      const tMs = onRecordingClock(comment, offsetMs, startMs)
      if (tMs === null) continue
      const { kind, staff, sender } = comment
      rows.push({
        seq: rows.length,
        tMs,
        kind,
        text: maskContacts(comment.text),
        sender: sender === null ? null : deps.pseudonym(sender, recording.startedAt),
        staff,
      })
    }
    return { rows, errors: danmaku.summary().errors }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { rows, errors: 1 }
  }
}

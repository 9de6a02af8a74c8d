import type { Db } from '#shared/db/client.ts'
import { saveCoverage } from '#shared/db/coverage.ts'
import { flagsWithoutClip, replaceFlags } from '#shared/db/flags.ts'
import { broadcastHits, replaceHits } from '#shared/db/hits.ts'
import {
  detectionKey,
  getRecording,
  markFailed,
  pendingDetection,
  updateRecording,
} from '#shared/db/recordings.ts'
import { getRoom } from '#shared/db/rooms.ts'
import type { Category } from '#shared/domain/category.ts'
import { detectJob, evidenceJob } from '#shared/queue/jobs.ts'
import { next, type Stage } from '#shared/queue/stage.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import { detectRecording } from './broadcast.ts'
import { groupHits } from './group.ts'
import type { Shelf } from './shelf.ts'
import { hitRows, spokenOf } from './spoken.ts'

export interface DetectDeps {
  readonly db: Db
  readonly shelf: Shelf
  readonly tokenizer: Tokenizer
  readonly rulebook: { readonly categories: readonly Category[] }
  readonly now: () => Date
}

/** Judges one recording's words with the published lexicon, and makes its broadcast's flags what all its hits say. */
export const detectStage: Stage<{ recordingId: string }, DetectDeps> = {
  job: detectJob,
  concurrency: 1,
  async pending({ db, shelf }, limit) {
    const { version } = await shelf.latest()
    return pendingDetection(db, version, limit)
  },

  async run({ recordingId }, { db, shelf, tokenizer, rulebook, now }, signal) {
    const recording = await getRecording(db, recordingId)
    const room = recording && (await getRoom(db, recording.roomId))
    if (!recording?.broadcastId || !room || recording.ingestState !== 'done') return []
    const lexicon = await shelf.latest()
    const { transcriptId, broadcastId, durationMs } = recording
    const key = detectionKey(lexicon.version, transcriptId)
    if (recording.detectedKey === key) return []
    const spoken = await spokenOf(db, recording, room)
    signal.throwIfAborted()
    const found = detectRecording(lexicon, spoken, tokenizer)
    const rows = hitRows(found, lexicon.version, room.type, rulebook.categories)
    await db.transaction(async (tx) => {
      await replaceHits(tx, recordingId, rows)
      await updateRecording(tx, recordingId, { detectedKey: key })
      if (transcriptId)
        await saveCoverage(
          tx,
          recordingId,
          ['scanned'],
          [{ kind: 'scanned', fromMs: 0, toMs: durationMs ?? 0, gap: null }],
        )
      const all = await broadcastHits(tx, broadcastId)
      const placed = all.map(({ hit, recordingStartedAt }) => ({
        ...hit,
        saidAt: new Date(recordingStartedAt.getTime() + hit.startMs),
      }))
      await replaceFlags(tx, broadcastId, groupHits(room.id, broadcastId, placed), now())
    })
    const unclipped = await flagsWithoutClip(db, broadcastId)
    return unclipped.map((flag) => next(evidenceJob, flag))
  },

  async gaveUp({ recordingId }, cause, { db }) {
    await markFailed(
      db,
      recordingId,
      'detect',
      cause instanceof Error ? cause.message : String(cause),
    )
  },
}

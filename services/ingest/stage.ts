import { lockRoom, settleBroadcasts } from '#shared/db/broadcasts.ts'
import type { Db } from '#shared/db/client.ts'
import { clearComments, commentWriter } from '#shared/db/comments.ts'
import { saveCoverage } from '#shared/db/coverage.ts'
import {
  getRecording,
  markFailed,
  pendingIngest,
  type Recording,
  sharesDanmaku,
  updateRecording,
  updateUnchanged,
} from '#shared/db/recordings.ts'
import { audibleLedger, recordedLedger } from '#shared/domain/media-ledger.ts'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { type WallClock, wallMsOf } from '#shared/domain/wall-clock.ts'
import { AppError, GiveUp, TryLater } from '#shared/errors.ts'
import { inspectMedia } from '#shared/media/inspect.ts'
import { detectJob, ingestJob, screenJob, transcribeJob } from '#shared/queue/jobs.ts'
import { next, type Stage } from '#shared/queue/stage.ts'
import { buildClock } from './clock.ts'
import { placedComments, readDanmakuClock } from './comments.ts'
import type { DanmakuClock } from './danmaku-clock.ts'
import { followDanmaku } from './danmaku-follow.ts'
import { danmakuLedger } from './ledger.ts'
import { writeLiveComments } from './live-comments.ts'
import { muteStretches } from './mute.ts'
import { placeInSeries, toldAnchors } from './place.ts'
import { seriesPlace } from './series.ts'

export interface IngestDeps {
  readonly db: Db
  /** The stored name of a danmaku sender; the same sender has the same name for a while, and no way back. */
  readonly pseudonym: (sender: string, at: Date) => string
  readonly now: () => Date
}

/** Reads a registered file once: its packets, its clock, its comments, the broadcast it belongs to. One transaction. */
export const ingestStage: Stage<{ recordingId: string }, IngestDeps> = {
  job: ingestJob,
  concurrency: 2,
  pending: ({ db }, limit) => pendingIngest(db, limit),

  async run({ recordingId }, deps, signal) {
    const recording = await getRecording(deps.db, recordingId)
    if (recording?.ingestState !== 'registered') return []
    const media = await inspectMedia(recording.path, { signal }).catch(async (error: unknown) => {
      if (!(error instanceof AppError)) throw error
      const now = await getRecording(deps.db, recordingId)
      throw now?.sha256 === recording.sha256
        ? new GiveUp(error.message, { cause: error })
        : wentOn()
    })
    const mute = await muteStretches(recording.path, media, signal)
    const heard = recording.captionsPath !== null || media.audio !== null
    const { danmakuPath } = recording
    const live =
      danmakuPath && recording.captureId ? await followDanmaku(danmakuPath, signal) : null
    const danmaku =
      danmakuPath && !recording.captureId ? await readDanmakuClock(danmakuPath, signal) : live
    const clock = buildClock({
      media,
      anchors: toldAnchors(recording, danmaku?.clock ?? null),
      danmaku: danmaku?.clock ?? null,
    })
    const { pseudonym } = deps
    let late: readonly string[] = []
    await deps.db.transaction(async (tx) => {
      await lockRoom(tx, recording.roomId)
      const stands = await updateUnchanged(tx, recording, {
        ...{ media, clock, ingestState: 'done' },
        startedAt: new Date(clock.lines[0]?.atMs ?? recording.startedAt),
        durationMs: Math.round(media.durationMs),
        commentErrors: recording.danmakuPath ? (danmaku?.errors ?? 1) : 0,
        // Read again for what came late beside it: what was heard stays heard.
        transcriptState: recording.transcriptState === 'done' ? 'done' : heard ? 'wanted' : 'none',
      })
      if (!stands) throw wentOn()
      await placeInSeries(tx, recording)
      const placed = (await getRecording(tx, recordingId)) ?? recording
      await saveCoverage(
        tx,
        recordingId,
        ['recorded', 'audible'],
        [...recordedLedger(media), ...audibleLedger(media, mute)],
      )
      if (live) late = await writeLiveComments(tx, placed, { danmaku: live, pseudonym }, signal)
      else {
        const times = await writeComments(tx, placed, media, danmaku?.clock ?? null, deps, signal)
        await saveCoverage(tx, recordingId, ['danmaku'], danmakuLedger(times, media.durationMs))
      }
      await settleBroadcasts(tx, recording.roomId, extentOf(placed, media), deps.now())
    })
    const reading = media.video ? [next(screenJob, { recordingId })] : []
    const again = late.map((id) => next(detectJob, { recordingId: id }))
    return [next(heard ? transcribeJob : detectJob, { recordingId }), ...reading, ...again]
  },

  async gaveUp({ recordingId }, cause, { db }) {
    const failure = cause instanceof Error ? cause.message : String(cause)
    if (cause instanceof GiveUp)
      await updateRecording(db, recordingId, { ingestState: 'refused', failure })
    else await markFailed(db, recordingId, 'ingest', failure)
  },
}

/** Its recorder went on with the file while it was read. */
function wentOn() {
  return new TryLater(1000, 'the recording has other content by now')
}

function extentOf(recording: Recording & { clock: WallClock | null }, media: MediaInfo) {
  return { fromMs: wallMsOf(recording, 0), toMs: wallMsOf(recording, media.durationMs) }
}

/** Stores the comments of a recording, page by page; answers the content times of the chat. */
async function writeComments(
  tx: Db,
  recording: Recording,
  media: MediaInfo,
  danmaku: DanmakuClock | null,
  { pseudonym }: IngestDeps,
  signal: AbortSignal,
): Promise<number[]> {
  await clearComments(tx, recording.id)
  if (!danmaku || !recording.danmakuPath) return []
  const times: number[] = []
  const writer = commentWriter(tx, recording.id)
  const places = {
    danmaku,
    pseudonym,
    recording: { ...recording, durationMs: media.durationMs },
    shared: seriesPlace(recording.path) !== null || (await sharesDanmaku(tx, recording)),
  }
  for await (const comment of placedComments(recording.danmakuPath, places, signal)) {
    if (comment.kind === 'chat') times.push(comment.tMs)
    await writer.add(comment)
  }
  await writer.end()
  return times
}

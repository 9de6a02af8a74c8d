import { createHash } from 'node:crypto'
import { maskContacts } from '#shared/danmaku/privacy.ts'
import type { Db } from '#shared/db/client.ts'
import { saveCoverage } from '#shared/db/coverage.ts'
import {
  getRecording,
  pendingScreens,
  type Recording,
  updateRecording,
} from '#shared/db/recordings.ts'
import { type NewScreenText, replaceScreens } from '#shared/db/screens.ts'
import type { CoverageSpan, Gap } from '#shared/domain/coverage.ts'
import { pictureLedger } from '#shared/domain/media-ledger.ts'
import { findPolicy } from '#shared/domain/policy.ts'
import type { MediaInfo } from '#shared/domain/recording.ts'
import type { ScreenPolicy } from '#shared/domain/screen-policy.ts'
import { AppError, GiveUp } from '#shared/errors.ts'
import { greyPicture } from '#shared/media/frames.ts'
import type { ScreenReader } from '#shared/ocr/read-screen.ts'
import { detectJob, screenJob } from '#shared/queue/jobs.ts'
import { next, type Stage } from '#shared/queue/stage.ts'
import { cleanLine } from './clean.ts'
import { coverBeside } from './cover.ts'
import { readScreens } from './read.ts'
import { partsOf } from './standing.ts'
import { stillStretches, stillWithoutReading } from './still.ts'

export interface ScreenStageDeps {
  readonly db: Db
  /** The engine that reads writing; without one the ledger says that nobody did. */
  readonly screenReader: () => Promise<ScreenReader | null>
  readonly screen: readonly ScreenPolicy[]
}

/** Reads the writing and the codes on a recording's picture and on the cover beside it. One transaction. */
export const screenStage: Stage<{ recordingId: string }, ScreenStageDeps> = {
  job: screenJob,
  concurrency: 1,
  pending: async ({ db, screenReader }, limit) =>
    pendingScreens(db, (await screenReader()) !== null, limit),

  async run({ recordingId }, { db, screenReader, screen }, signal) {
    const recording = await getRecording(db, recordingId)
    if (recording?.ingestState !== 'done') return []
    if (!['wanted', 'waiting'].includes(recording.screenState)) return []
    const reader = await screenReader()
    const policy = findPolicy(screen, recording.startedAt.getTime())
    const { path, media } = recording
    if (!media?.video) await settle(db, recording, 'none', '录像没有画面')
    else if (!policy) await settle(db, recording, 'waiting', '未读画面文字')
    else if (!reader) {
      const still = await decodable(stillWithoutReading(path, media, policy, signal))
      await settle(db, recording, 'waiting', '未读画面文字', still)
    } else {
      const found = await decodable(readAll(path, media, { reader, policy, signal }))
      await db.transaction(async (tx) => {
        await replaceScreens(tx, recordingId, found)
        await updateRecording(tx, recordingId, { screenKey: keyOf(reader, found) })
        await settle(tx, recording, 'done', null, found.still)
      })
      return found.texts.length + found.codes.length > 0 ? [next(detectJob, { recordingId })] : []
    }
    return []
  },

  async gaveUp({ recordingId }, cause, { db }) {
    const recording = await getRecording(db, recordingId)
    const why = cause instanceof Error ? cause.message : String(cause)
    if (!recording) return
    const unseen = [{ fromMs: 0, toMs: recording.durationMs ?? 0, gap: why }]
    await settle(db, recording, 'failed', `未读画面文字:${why}`, unseen)
  },
}

/** A picture that does not decode will not another time. */
async function decodable<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error
    throw new GiveUp(error.message, { cause: error })
  })
}

/** What the picture was read for, and what of it cannot be seen; left out where nobody looked. */
async function settle(
  db: Db,
  { id, media, durationMs }: Recording,
  screenState: Recording['screenState'],
  gap: string | null,
  unseen?: readonly Gap[],
) {
  const read: CoverageSpan = { kind: 'screen', fromMs: 0, toMs: durationMs ?? 0, gap }
  const seen = media && (unseen || !media.video) ? pictureLedger(media, unseen ?? []) : []
  await saveCoverage(db, id, ['screen', 'picture'], [read, ...seen])
  await updateRecording(db, id, { screenState })
}

async function readAll(
  path: string,
  media: MediaInfo,
  deps: { reader: ScreenReader; policy: ScreenPolicy; signal: AbortSignal },
) {
  const found = await readScreens(path, media, deps)
  const still = await stillStretches(path, media, found.still, deps.policy, deps.signal)
  const picture = found.texts.map((text): NewScreenText => ({ ...text, source: 'picture' }))
  const texts = [...(await readCover(path, deps)), ...picture]
  const masked = texts.map((it) => ({ ...it, text: maskContacts(it.text) }))
  return { texts: masked, codes: found.codes, still }
}

/** Writing on the cover; it is shown before the broadcast, so it stands at its beginning. A cover that is no picture has none. */
async function readCover(
  path: string,
  { reader, policy, signal }: { reader: ScreenReader; policy: ScreenPolicy; signal: AbortSignal },
): Promise<NewScreenText[]> {
  const cover = await coverBeside(path)
  if (cover === null) return []
  try {
    const picture = await greyPicture(cover, { maxShortSide: policy.maxShortSide, signal })
    const lines = await reader.readScreen(picture, { signal })
    return lines
      .flatMap((line) => cleanLine(line, policy.minConfidence))
      .map(({ text, box, confidence }) => ({
        ...{ source: 'cover', fromMs: 0, toMs: 0, text, confidence },
        box: partsOf(box, picture),
      }))
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return []
    throw error
  }
}

/** Null where nothing was found: then there is nothing to judge again. */
function keyOf(reader: ScreenReader, found: Awaited<ReturnType<typeof readAll>>): string | null {
  if (found.texts.length + found.codes.length === 0) return null
  const content = JSON.stringify([reader.engine, found.texts, found.codes])
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}

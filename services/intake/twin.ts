import { basename, dirname, extname } from 'node:path'
import type { Db } from '#shared/db/client.ts'
import { type Intake, takenInFolder } from '#shared/db/intake.ts'
import { getRecording } from '#shared/db/recordings.ts'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { AppError } from '#shared/errors.ts'
import { inspectMedia } from '#shared/media/inspect.ts'
import { finishedName } from './file-name.ts'
import { isThere } from './stands.ts'

/**
 * A recording of the same folder and name under another suffix: recorders convert what they wrote and delete the original.
 * The recording itself when its file is gone, `twin` when both are there and hold the same; null for another broadcast.
 */
export async function sameStem(row: Intake, db: Db, signal: AbortSignal) {
  const stem = stemOf(row.path)
  for (const other of await takenInFolder(db, row.folder, row.id)) {
    if (!other.recordingId || stemOf(other.path) !== stem) continue
    const recording = await getRecording(db, other.recordingId)
    if (!recording || dirname(recording.path) !== dirname(row.path)) continue
    if (!(await isThere(recording.path))) return recording
    const media = recording.media ?? (await inspected(recording.path, signal))
    if (media && (await sameMedia(media, row.path, signal)))
      return {
        twin: recording.id,
        note: `与 ${basename(recording.path)} 是同一录像的另一种格式,未重复登记。`,
      }
  }
  return null
}

function stemOf(path: string): string {
  const whole = finishedName(basename(path))
  return whole.slice(0, whole.length - extname(whole).length)
}

/** Frames of sound are a clock no container bends: the same length of sound and picture is the same recording. */
export async function sameMedia(
  media: MediaInfo,
  path: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const other = await inspected(path, signal)
  if (!other) return false
  const sound = Math.abs((media.audio?.samplesMs ?? 0) - (other.audio?.samplesMs ?? 0))
  return sound < 100 && Math.abs(media.durationMs - other.durationMs) < 200
}

async function inspected(path: string, signal?: AbortSignal): Promise<MediaInfo | null> {
  try {
    return await inspectMedia(path, signal ? { signal } : {})
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

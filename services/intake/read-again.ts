import type { Db } from '#shared/db/client.ts'
import { type Recording, updateRecording } from '#shared/db/recordings.ts'
import { sameMedia } from './twin.ts'

/** Read again from the packets on, and judged again. */
export const readAgain = {
  ingestState: 'registered',
  detectedKey: null,
  failedStage: null,
  failure: null,
} as const

/** The recording's file went on, or was converted: same recording, other bytes. Its transcript stays if nothing was added. */
export async function replaceContent(
  db: Db,
  recording: Recording,
  content: { readonly path: string; readonly bytes: number; readonly sha256: string },
  signal?: AbortSignal,
): Promise<void> {
  const same = recording.media && (await sameMedia(recording.media, content.path, signal))
  await updateRecording(db, recording.id, {
    ...content,
    ...readAgain,
    ...(!same && { transcriptState: 'none' as const }),
  })
}

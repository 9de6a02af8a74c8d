import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Blobs } from '#shared/blob/store.ts'
import type { Db } from '#shared/db/client.ts'
import { clipOf, saveClip } from '#shared/db/clips.ts'
import { getFlag, markClipFailed, pendingClips } from '#shared/db/flags.ts'
import { getRecording } from '#shared/db/recordings.ts'
import { GiveUp } from '#shared/errors.ts'
import { mediaTools } from '#shared/media/features.ts'
import { evidenceJob } from '#shared/queue/jobs.ts'
import type { Stage } from '#shared/queue/stage.ts'
import { clipSource } from './around.ts'
import { cutEvidence } from './cut.ts'

export interface EvidenceDeps {
  readonly db: Db
  readonly blobs: Blobs
  readonly now: () => Date
}

/** Cuts the clip of one flag's first hit into the store, under the flag's own id: a second run writes the same names. */
export const evidenceStage: Stage<{ flagId: string }, EvidenceDeps> = {
  job: evidenceJob,
  concurrency: 2,
  pending: ({ db }, limit) => pendingClips(db, limit),

  async run({ flagId }, { db, blobs, now }, signal) {
    const flag = await getFlag(db, flagId)
    if (!flag || (await clipOf(db, flagId))) return []
    const recording = await getRecording(db, flag.recordingId)
    if (!recording?.media?.video && !recording?.media?.audio)
      throw new GiveUp('录像没有可读的画面和声音,无法截取片段。')
    if (recording.mediaDeletedAt)
      throw new GiveUp('录像文件已按留存期限删除,无法截取片段;文字与时间仍在。')
    const dir = await mkdtemp(join(tmpdir(), 'lvbo-clip-'))
    try {
      const around = { ...recording, media: recording.media }
      const source = await clipSource(db, around, flag, { dir, now: now(), signal })
      const cut = await cutEvidence(source, flag, dir, signal)
      const files = []
      for (const [i, { path, ...file }] of cut.files.entries()) {
        const key = `clips/${flagId}/${flag.startMs}-${i}-${file.role}${suffix(path)}`
        await blobs.put(key, path)
        files.push({ ...file, key })
      }
      const { fromMs, toMs, markStartMs, markEndMs } = cut
      const tools = await mediaTools()
      const createdAt = now()
      await saveClip(db, {
        flagId,
        fromMs,
        toMs,
        markStartMs,
        markEndMs,
        files,
        tools,
        createdAt,
      })
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
    return []
  },

  async gaveUp({ flagId }, cause, { db }) {
    await markClipFailed(db, flagId, cause instanceof Error ? cause.message : String(cause))
  },
}

function suffix(path: string): string {
  return path.slice(path.lastIndexOf('.'))
}

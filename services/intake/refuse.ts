import type { Db } from '#shared/db/client.ts'
import { type Intake, takenSince } from '#shared/db/intake.ts'
import { dayOf, dayStartMs } from '#shared/domain/calendar.ts'
import type { IntakeRefusal } from '#shared/domain/intake.ts'
import {
  type Disk,
  diskRefusal,
  type IntakePolicy,
  quotaRefusal,
} from '#shared/domain/intake-policy.ts'
import { isPlaylist } from './content.ts'

export interface Refused {
  readonly reason: IntakeRefusal
  readonly note: string
}

interface RefuseDeps {
  readonly db: Db
  readonly now: () => Date
  readonly intakePolicy: IntakePolicy
}

/** Why a recording is not taken now, before anything is read of it; null when it may come in. */
export async function whyNot(
  row: Pick<Intake, 'kind' | 'path' | 'bytes' | 'source' | 'recordingId' | 'given'>,
  { db, now, intakePolicy }: RefuseDeps,
  disk: () => Promise<Disk>,
): Promise<Refused | null> {
  const bytes = row.bytes ?? 0
  if (row.kind === 'companion') return null
  if (bytes === 0) return { reason: 'empty', note: '文件是空的,录制没有写入任何内容。' }
  if (bytes > intakePolicy.files.maxGb * 1e9)
    return {
      reason: 'too-large',
      note: `文件超过 ${intakePolicy.files.maxGb} GB,请分段录制,或在 policies/intake.yaml 调整。`,
    }
  // What was taken before is not new intake, and evidence may rest on it.
  if (row.recordingId) return null
  const full = diskRefusal(intakePolicy, await disk(), row.source === 'bucket' ? bytes : 0)
  if (full) return { reason: 'disk', note: full }
  const taken = await takenToday({ db, now }, row.given.roomId ?? null)
  const quota = quotaRefusal(intakePolicy, taken, isPlaylist(row.path) ? 0 : bytes)
  return quota && { reason: quota.reason, note: quota.sentence }
}

/** Bytes taken on the present day of Shanghai. */
export function takenToday({ db, now }: Pick<RefuseDeps, 'db' | 'now'>, roomId: string | null) {
  return takenSince(db, new Date(dayStartMs(dayOf(now().getTime()))), roomId)
}

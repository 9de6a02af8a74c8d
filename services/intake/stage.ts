import type { Db } from '#shared/db/client.ts'
import {
  getIntake,
  type Intake,
  pendingIntake,
  refuseIntake,
  updateIntake,
} from '#shared/db/intake.ts'
import type { IntakePolicy } from '#shared/domain/intake-policy.ts'
import type { RegionPath } from '#shared/domain/region.ts'
import { AppError } from '#shared/errors.ts'
import { ingestJob, intakeJob } from '#shared/queue/jobs.ts'
import { type Next, next, type Stage } from '#shared/queue/stage.ts'
import { fetchObject } from './bucket/fetch.ts'
import type { Bucket } from './bucket/open.ts'
import { pairCompanion } from './companions.ts'
import { readDisk } from './disk.ts'
import { whyNot } from './refuse.ts'
import { fileStands } from './stands.ts'
import { takeRecording } from './take.ts'

export interface IntakeDeps {
  readonly db: Db
  readonly now: () => Date
  readonly region: RegionPath
  readonly intakePolicy: IntakePolicy
  /** The intake folder; empty when there is none. */
  readonly intakeDir: string
  /** Where evidence lies: its disk is the one that must not fill. */
  readonly dataDir: string
  readonly bucket: Bucket | null
}

/** Takes a file that is written: a recording becomes a row, what lies beside one is tied to it. */
export const intakeStage: Stage<{ intakeId: string }, IntakeDeps> = {
  job: intakeJob,
  concurrency: 2,
  pending: ({ db, now }, limit) => pendingIntake(db, now(), limit),

  async run({ intakeId }, deps, signal) {
    const row = await getIntake(deps.db, intakeId)
    const now = deps.now()
    const due = row && ['growing', 'settling'].includes(row.state) && row.dueAt && row.dueAt <= now
    if (!due) return []
    const why = await whyNot(row, deps, () => readDisk(deps.dataDir))
    if (why) {
      await refuseIntake(deps.db, intakeId, why, now)
      return []
    }
    if (row.source === 'bucket' && deps.bucket) await fetchObject(row, deps.bucket, signal)
    // A file that moved since the last look waits for the next one.
    if (row.source === 'folder' && !(await fileStands(row, deps.intakeDir))) {
      await updateIntake(deps.db, intakeId, { state: 'growing', dueAt: null }, now)
      return []
    }
    return take(row, deps, signal)
  },

  async gaveUp({ intakeId }, cause, { db, now }) {
    const note =
      cause instanceof AppError || (cause instanceof Error && cause.name === 'GiveUp')
        ? cause.message
        : '接收时多次出错,已放在一边;请检查文件与磁盘后重试。'
    await refuseIntake(db, intakeId, { reason: 'failed', note }, now())
  },
}

async function take(row: Intake, deps: IntakeDeps, signal: AbortSignal): Promise<Next[]> {
  if (row.kind === 'companion') {
    const owner = await pairCompanion(row, deps)
    return owner ? [next(intakeJob, { intakeId: owner })] : []
  }
  const { recordingId, changed } = await takeRecording(row, deps, signal)
  return changed && recordingId ? [next(ingestJob, { recordingId })] : []
}

import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Db } from '#shared/db/client.ts'
import { IntakePolicy } from '#shared/domain/intake-policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { type IntakeDeps, intakeStage } from './stage.ts'
import { sweepFolder } from './sweep.ts'

const never = new AbortController().signal

/** An intake folder with a clock in the test's hand. */
export async function anIntake(db: Db, dir: string, change: Partial<IntakeDeps> = {}) {
  let now = Date.parse('2026-03-12T08:00:00+08:00')
  const policy = await loadPolicy('policies/intake.yaml', IntakePolicy)
  const root = join(dir, 'in')
  await mkdir(root, { recursive: true })
  const deps: IntakeDeps = {
    db,
    now: () => new Date(now),
    region: 'zhoushan',
    intakePolicy: { ...policy, disk: { minFreeGb: 0, minFreePercent: 0 } },
    intakeDir: root,
    dataDir: join(dir, 'data'),
    bucket: null,
    ...change,
  }
  /** Takes all that is due; a failure counts as the last attempt. */
  const take = async () => {
    for (let due = await intakeStage.pending(deps, 100); due.length > 0; ) {
      for (const it of due)
        await intakeStage.run(it, deps, never).catch((e) => intakeStage.gaveUp(it, e, deps))
      due = await intakeStage.pending(deps, 100)
    }
  }
  return {
    deps,
    root,
    take,
    pass: (seconds: number) => {
      now += seconds * 1000
    },
    sweep: () => sweepFolder(deps, root, deps.now()),
    /** A look, the wait, another look, and what is due is taken. */
    async settle() {
      await sweepFolder(deps, root, deps.now())
      now += 60_000
      await sweepFolder(deps, root, deps.now())
      await take()
    },
    /** Writes a file below the folder; its time of change is its length of text, so that tests repeat. */
    async write(name: string, text: string | Uint8Array) {
      const path = join(root, name)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, text)
      await utimes(path, 1.7e9, 1.7e9 + text.length)
      return path
    },
  }
}

import { readdir } from 'node:fs/promises'
import { basename, dirname, extname } from 'node:path'
import { captionsBeside } from '#shared/asr/sidecar.ts'
import { danmakuBeside } from '#shared/danmaku/beside.ts'
import {
  companionsOf,
  getIntake,
  type Intake,
  intakeByPath,
  takenInFolder,
  updateIntake,
} from '#shared/db/intake.ts'
import { finishedName } from './file-name.ts'
import type { IntakeDeps } from './stage.ts'

type PairDeps = Pick<IntakeDeps, 'db' | 'now'>

/**
 * A danmaku, caption or metadata file is written: it waits for its recording as `unpaired`, and a recording that was taken
 * before it is due again. Answers that recording's intake.
 */
export async function pairCompanion(row: Intake, { db, now }: PairDeps): Promise<string | null> {
  await updateIntake(db, row.id, { state: 'unpaired', dueAt: null }, now())
  const owner = row.given.ownerId
    ? await getIntake(db, row.given.ownerId)
    : await ownerInFolder(row, db)
  if (!owner?.recordingId) return null
  await updateIntake(db, owner.id, { state: 'settling', dueAt: now() }, now())
  return owner.id
}

async function ownerInFolder(row: Intake, db: PairDeps['db']) {
  const names = await readdir(dirname(row.path)).catch(() => [])
  const name = basename(row.path)
  const taken = await takenInFolder(db, row.folder, row.id)
  return taken.find(({ path }) => {
    const whole = finishedName(basename(path))
    const stem = whole.slice(0, whole.length - extname(whole).length)
    return (
      danmakuBeside(whole, names) === name ||
      captionsBeside(whole, names) === name ||
      [stem, whole].some((own) => name === `${own}.meta.json` || name === `${own}.info.json`) ||
      name === `${stem}.lvbo.json`
    )
  })
}

/** The files handed in for an upload, as options of its registration. */
export async function handedIn(row: Intake, db: PairDeps['db']) {
  if (row.source !== 'upload') return {}
  const written = (await companionsOf(db, row.id)).filter(({ state }) =>
    ['unpaired', 'taken'].includes(state),
  )
  const last = (what: 'danmaku' | 'captions') =>
    written.findLast(({ given }) => given.companion === what)?.path
  return { danmaku: last('danmaku'), captions: last('captions') }
}

/**
 * Ties what was read beside a recording to it. Answers whether any of it is new to the recording: one that is still
 * written will be due by itself.
 */
export async function tieCompanions(
  paths: readonly (string | null)[],
  recordingId: string,
  { db, now }: PairDeps,
): Promise<boolean> {
  let news = false
  for (const path of paths) {
    const row = path === null ? undefined : await intakeByPath(db, path)
    if (!row || (row.state === 'taken' && row.recordingId === recordingId)) continue
    news = true
    const written = row.state === 'unpaired' || (row.dueAt !== null && row.dueAt <= now())
    if (written) await updateIntake(db, row.id, { state: 'taken', recordingId, dueAt: null }, now())
  }
  return news
}

import { realpath } from 'node:fs/promises'
import type { Db } from '#shared/db/client.ts'
import {
  dropIntake,
  intakeOfFolder,
  markVanished,
  type NewIntake,
  openIntake,
  saveSeen,
} from '#shared/db/intake.ts'
import type { IntakePolicy } from '#shared/domain/intake-policy.ts'
import type { RegionPath } from '#shared/domain/region.ts'
import { AppError } from '#shared/errors.ts'
import { finishedName } from './file-name.ts'
import { endsComplete, sidecarComplete } from './look-around.ts'
import { isUnfinished } from './names.ts'
import { judgeLook, type Known } from './settle.ts'
import { type FoundFile, type FoundFolder, walk } from './walk.ts'

export interface SweepDeps {
  readonly db: Db
  readonly intakePolicy: IntakePolicy
  readonly region: RegionPath
}

export interface Swept {
  /** Files of ours that are there. */
  files: number
  /** Rows written. */
  changed: number
  vanished: number
  unreadable: number
  readonly folders: string[]
}

/**
 * Looks once at everything below the intake folder and writes down what changed since the last look. It needs no hook and
 * no memory: rows and files are all it knows. Throws `unavailable` when the folder cannot be read.
 */
export async function sweepFolder(deps: SweepDeps, dir: string, now: Date): Promise<Swept> {
  const root = await realpath(dir).catch((cause: unknown) => {
    throw new AppError('unavailable', `接收目录 ${dir} 打不开,请检查 RECORDINGS_DIR 与权限。`, {
      cause,
    })
  })
  const swept: Swept = { files: 0, changed: 0, vanished: 0, unreadable: 0, folders: [] }
  const seen = new Set<string>()
  for await (const found of walk(root, deps.intakePolicy)) {
    swept.folders.push(found.folder)
    swept.files += found.files.length
    swept.unreadable += found.unreadable
    for (const { path } of found.files) seen.add(path)
    const rows = await changesIn(deps, found, now)
    await saveSeen(deps.db, rows, now)
    swept.changed += rows.length
  }
  swept.vanished = await settleVanished(deps, (path) => !seen.has(path), now)
  return swept
}

async function changesIn(deps: SweepDeps, found: FoundFolder, now: Date): Promise<NewIntake[]> {
  const known = new Map(
    (found.files.length > 0 ? await intakeOfFolder(deps.db, found.folder) : []).map((row) => [
      row.path,
      row,
    ]),
  )
  const rows: NewIntake[] = []
  for (const file of found.files) {
    const row = known.get(file.path)
    const look = judgeLook(row, await seenOf(deps, found, file, row), now, deps.intakePolicy.sweep)
    if (!look) continue
    rows.push({
      ...look,
      source: row?.source ?? 'folder',
      ...{ kind: file.kind, path: file.path, folder: found.folder, region: deps.region },
      ...{ bytes: file.info.size, modifiedMs: Math.round(file.info.mtimeMs) },
    })
  }
  return rows
}

async function seenOf(
  { intakePolicy }: SweepDeps,
  { folder, names }: FoundFolder,
  { name, path, kind, info }: FoundFile,
  known: Known | undefined,
) {
  const unfinished = isUnfinished(name, intakePolicy.files)
  // Only what is still waited for is worth opening its sidecar.
  const waiting = !known || ['growing', 'settling', 'announced'].includes(known.state)
  const closed =
    waiting &&
    !unfinished &&
    (kind === 'recording'
      ? await sidecarComplete(folder, finishedName(name), names)
      : await endsComplete(path))
  const { size: bytes, mtimeMs } = info
  return { bytes, modifiedMs: Math.round(mtimeMs), etag: null, unfinished, closed }
}

/** Waited-for files that are not there: a temporary name is forgotten, a hook's file is waited for, the rest vanished. */
async function settleVanished(
  { db, intakePolicy: { files, sweep } }: SweepDeps,
  gone: (path: string) => boolean,
  now: Date,
): Promise<number> {
  const missing = (await openIntake(db, 'folder')).filter(({ path }) => gone(path))
  const lateFrom = now.getTime() - sweep.announcedHours * 3_600_000
  const late = missing.filter((r) => r.state === 'announced' && r.createdAt.getTime() < lateFrom)
  const seen = missing.filter(({ state }) => state !== 'announced')
  const renamed = seen.filter(({ path }) => isUnfinished(path, files))
  const lost = seen.filter(({ path }) => !isUnfinished(path, files))
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
  await dropIntake(db, ids(renamed))
  await markVanished(db, ids(lost), '文件在接收前消失;换了名字或后缀的会另行接收。', now)
  await markVanished(db, ids(late), '录播软件通知过,但文件一直没有出现。', now)
  return seen.length + late.length
}

import { lstat, realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import type { Intake } from '#shared/db/intake.ts'

/** Whether a file still is what the last look saw, and really lies in the intake folder, by no link. */
export async function fileStands(
  { path, bytes, modifiedMs }: Pick<Intake, 'path' | 'bytes' | 'modifiedMs'>,
  intakeDir: string,
): Promise<boolean> {
  const info = await lstat(path).catch(() => null)
  if (!info?.isFile() || info.size !== bytes || Math.round(info.mtimeMs) !== modifiedMs)
    return false
  const root = await realpath(intakeDir).catch(() => null)
  return root !== null && (await realpath(path)).startsWith(root + sep)
}

export const isThere = (path: string) =>
  lstat(path).then(
    (info) => info.isFile(),
    () => false,
  )

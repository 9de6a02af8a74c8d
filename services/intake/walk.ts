import type { Dirent, Stats } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { IntakeKind } from '#shared/domain/intake.ts'
import type { IntakePolicy } from '#shared/domain/intake-policy.ts'
import { isPlaylist, partsOf } from './content.ts'
import { kindOf } from './names.ts'

export interface FoundFile {
  readonly name: string
  readonly path: string
  readonly kind: IntakeKind
  readonly info: Stats
}

export interface FoundFolder {
  readonly folder: string
  /** Every name in it, ours or not. */
  readonly names: ReadonlySet<string>
  readonly files: readonly FoundFile[]
  /** Names that are there and cannot be looked at: not UTF-8, or gone meanwhile. */
  readonly unreadable: number
}

const together = 64

/**
 * The files of ours below a folder, folder by folder from the top, in order of name. Links are never followed, hidden
 * folders not entered; the segments of a playlist belong to it and are left out. Stops after `maxFiles`.
 */
export async function* walk(
  root: string,
  { files, sweep }: Pick<IntakePolicy, 'files' | 'sweep'>,
): AsyncGenerator<FoundFolder> {
  const segments = new Set<string>()
  let left = sweep.maxFiles
  const todo: { folder: string; depth: number }[] = [{ folder: root, depth: 0 }]
  for (let at = todo.shift(); at && left > 0; at = todo.shift()) {
    const { folder, depth } = at
    const entries = await readdir(folder, { withFileTypes: true }).catch(ignoreGone)
    const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    if (depth < sweep.maxDepth)
      todo.push(...below.map(({ name }) => ({ folder: join(folder, name), depth: depth + 1 })))
    const plain = entries.filter((entry) => entry.isFile()).map(({ name }) => name)
    for (const name of plain.filter(isPlaylist))
      for (const part of await partsOf(join(folder, name)).catch(() => [])) segments.add(part)
    const ours = plain.toSorted().flatMap((name) => {
      const kind = kindOf(name, files)
      const path = join(folder, name)
      return kind === null || segments.has(path) ? [] : [{ name, path, kind }]
    })
    left -= ours.length
    const found: FoundFile[] = []
    for (let i = 0; i < ours.length; i += together)
      found.push(
        ...(await Promise.all(ours.slice(i, i + together).map(withInfo))).filter((f) => f !== null),
      )
    yield {
      folder,
      names: new Set(plain),
      files: found,
      unreadable: ours.length - found.length,
    }
  }
}

async function withInfo(file: Omit<FoundFile, 'info'>): Promise<FoundFile | null> {
  const info = await lstat(file.path).catch(() => null)
  return info?.isFile() ? { ...file, info } : null
}

/** A folder that went away under our hands holds nothing; the root's absence is for the caller to see. */
function ignoreGone(error: unknown): Dirent[] {
  if (
    error instanceof Error &&
    'code' in error &&
    ['ENOENT', 'EACCES'].includes(String(error.code))
  )
    return []
  throw error
}

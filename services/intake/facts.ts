import type { Facts } from '#shared/domain/recorder.ts'

/** Where a fact of a recording comes from, the surest first. A hook is a hint: it only fills what nothing else says. */
export const factSources = ['option', 'sidecar', 'file-name', 'folder', 'hook'] as const
export type FactSource = (typeof factSources)[number]

export interface Told {
  readonly facts: Facts
  /** The source whose start was taken; null when none told one. */
  readonly startedAtSource: FactSource | null
}

/** Field by field the word of the surest source that says anything. */
export function weigh(said: { readonly [S in FactSource]?: Facts }): Told {
  let facts: Facts = {}
  for (const source of factSources) facts = { ...said[source], ...facts }
  const startedAtSource = factSources.find((source) => said[source]?.startedAt) ?? null
  return { facts, startedAtSource }
}

const dateFolder = /^\d{4}[-_.年]?\d{1,2}([-_.月]?\d{1,2}日?)?$/

/**
 * What the folders between the root of the intake and a recording say: the nearest that is no date is the room, as
 * `number - name` (BililiveRecorder, blrec), a number or a name. `folders` from the root down.
 */
export function readFolders(folders: readonly string[]): Facts {
  const folder = folders.findLast((name) => !dateFolder.test(name))?.trim()
  if (!folder) return {}
  const both = /^(\d{3,20})\s*-\s*(\S.*)$/.exec(folder)
  if (both?.[1] && both[2]) return { platformId: both[1], name: both[2].slice(0, 200) }
  return /^\d{3,20}$/.test(folder) ? { platformId: folder } : { name: folder.slice(0, 200) }
}

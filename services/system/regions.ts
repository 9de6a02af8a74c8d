import type { Db } from '#shared/db/client.ts'
import { type Counted, countsByRegion, type RegionCounts } from '#shared/db/region-counts.ts'
import type { Scope } from '#shared/db/scope.ts'
import { inScope, type Region } from '#shared/domain/region.ts'

export type RegionRow = Region &
  RegionCounts & {
    /** How far below the tree's root. */
    readonly depth: number
    /** In the tree; false for rows whose region somebody took out of the file. */
    readonly known: boolean
  }

const nothing: RegionCounts = {
  ...{ rooms: 0, listed: 0, operators: 0, users: 0 },
  ...{ openFlags: 0, notices: 0, removals: 0, applications: 0 },
}

/**
 * 组织区划: the regions these eyes may see with what belongs to each and all below it, parents first. What belongs to a
 * region that is no longer in the file stands at the end, for nobody of a county sees it any more.
 */
export async function regionsFor(
  db: Db,
  scope: Scope,
  tree: readonly Region[],
): Promise<RegionRow[]> {
  const own = await countsByRegion(db, scope)
  const shown = tree.filter(({ path }) => inScope(scope.region, path))
  const known = new Set(tree.map(({ path }) => path))
  const lost = [...own.keys()].filter((path) => !known.has(path))
  return [
    ...shown.map((region) => ({ ...region, ...sumBelow(region.path, own), known: true })),
    ...lost.map((path) => ({
      ...{ path, name: path, kind: 'zone' as const, code: null, ...nothing },
      ...{ ...own.get(path), known: false },
    })),
  ].map((row) => ({ ...row, depth: row.path.split('/').length - 1 }))
}

function sumBelow(path: string, own: ReadonlyMap<string, Partial<RegionCounts>>): RegionCounts {
  const sum: Record<Counted, number> = { ...nothing }
  for (const [region, counts] of own)
    if (inScope(path, region))
      for (const what of Object.keys(nothing) as Counted[]) sum[what] += counts[what] ?? 0
  return sum
}

import { type AnyColumn, eq, like, or, type SQL } from 'drizzle-orm'
import type { RegionPath } from '#shared/domain/region.ts'

/** Whose eyes a query has: everything of a person's region and below. Every list and every look-up for people takes one. */
export interface Scope {
  readonly region: RegionPath
}

/** The one place where region scope becomes SQL. A region path holds no `%` or `_`, so it is safe in a pattern. */
export function within(region: AnyColumn, scope: Scope): SQL | undefined {
  return or(eq(region, scope.region), like(region, `${scope.region}/%`))
}

import { type AnyColumn, and, eq, inArray, like, or, type SQL, sql } from 'drizzle-orm'
import type { Scope } from '#shared/domain/actor.ts'
import { regionsAbove } from '#shared/domain/region.ts'

export type { Scope } from '#shared/domain/actor.ts'

/**
 * The one place where a person's scope becomes SQL. A region path holds no `%` or `_`, so it is safe in a pattern. For an
 * operator's account the rows' operator must be named as well; a query that does not name it shows such an account nothing.
 */
export function within(region: AnyColumn, scope: Scope, operator?: AnyColumn): SQL | undefined {
  const inRegion = or(eq(region, scope.region), like(region, `${scope.region}/%`))
  if (!scope.operatorId) return inRegion
  return operator ? and(inRegion, eq(operator, scope.operatorId)) : sql`false`
}

/** For what a bureau publishes to those below it: one's own scope, and what the regions above have put out. */
export function withinOrAbove(region: AnyColumn, scope: Scope): SQL | undefined {
  const above = regionsAbove(scope.region)
  const own = or(eq(region, scope.region), like(region, `${scope.region}/%`))
  return above.length > 0 ? or(own, inArray(region, above)) : own
}

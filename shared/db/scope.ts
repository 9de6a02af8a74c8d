import { type AnyColumn, and, eq, like, or, type SQL, sql } from 'drizzle-orm'
import type { Scope } from '#shared/domain/actor.ts'

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

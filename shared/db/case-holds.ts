import { and, eq, inArray, notInArray, or, sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { flags, recordings } from './schema/index.ts'

/** Leads that unfinished cases rest on: notices that are not settled, removals that are decided on, leads handed over. */
const facts = sql`
  select (item->>'flagId')::uuid from notices n, jsonb_array_elements(n.items) item
    where n.state not in ('accepted', 'withdrawn')
  union all select unnest(p.flag_ids) from removal_proposals p where p.state = 'drafted'
  union all select unnest(l.flag_ids) from leads l where l.state <> 'closed'`

/**
 * 保全: a recording's whole broadcast is needed while an unfinished case rests on a lead of it, or while a lead says that
 * something was missing in all of it. To be asked for in a query of recordings.
 */
export function wholeBroadcastNeeded(db: Db) {
  const missing = and(eq(flags.mode, 'absence'), notInArray(flags.state, ['dismissed', 'invalid']))
  return db
    .select({ id: flags.id })
    .from(flags)
    .where(
      and(
        eq(flags.broadcastId, recordings.broadcastId),
        or(missing, inArray(flags.id, sql`(${facts})`)),
      ),
    )
}

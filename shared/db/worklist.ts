import { type AnyColumn, and, eq, gte, inArray, isNull, sql } from 'drizzle-orm'
import type { ClaimRecord } from '#shared/domain/confirmation.ts'
import type { FlagMove } from '#shared/domain/flag-move.ts'
import type { Severity } from '#shared/domain/hit.ts'
import type { MembershipState } from '#shared/domain/membership.ts'
import type { Db } from './client.ts'
import { flagSummary } from './flags.ts'
import { clips, flagMoves, flags, memberships, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'
import { isSeenAs, type SeenFlags, seenAsTheyAre, stateSeen } from './second-looks.ts'

export interface WorkFilter {
  readonly category?: string | undefined
  readonly roomId?: string | undefined
}

/** An open flag as far as its rank depends on it. */
export interface OpenFlag {
  readonly id: string
  readonly category: string
  readonly rule: string
  readonly phrase: string
  readonly quote: string
  readonly roomId: string
  readonly severity: Severity
  readonly audience: boolean
  readonly hitCount: number
  readonly createdAtMs: number
  readonly poolState: MembershipState
  readonly move: FlagMove | null
}

const ms = (instant: AnyColumn) => sql`(extract(epoch from ${instant}) * 1000)::int8`
const move = sql`case when ${flagMoves.flagId} is not null then json_build_object(
  'kind', ${flagMoves.kind}, 'by', ${flagMoves.by}, 'to', ${flagMoves.to},
  'untilMs', ${ms(flagMoves.until)}, 'reason', ${flagMoves.reason}) end`
/** One document for thousands of rows: read several times as fast as columns. */
const asDocument = sql<OpenFlag[]>`coalesce(json_agg(json_build_object(
  'id', ${flags.id}, 'category', ${flags.category}, 'rule', ${flags.rule}, 'phrase', ${flags.phrase},
  'quote', ${flags.quote}, 'roomId', ${flags.roomId}, 'severity', ${flags.severity},
  'audience', ${flags.audience}, 'hitCount', ${flags.hitCount}, 'createdAtMs', ${ms(flags.createdAt)},
  'poolState', ${memberships.state}, 'move', ${move}) order by ${flags.saidAt}, ${flags.id}), '[]'::json)`

/** All flags of a scope that are open to the reader, in a stable order. */
export async function openFlags(
  db: Db,
  scope: Scope,
  { category, roomId }: WorkFilter = {},
  seen: SeenFlags = seenAsTheyAre,
): Promise<readonly OpenFlag[]> {
  const [found] = await db
    .select({ rows: asDocument })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .innerJoin(memberships, eq(memberships.roomId, flags.roomId))
    .leftJoin(flagMoves, eq(flagMoves.flagId, flags.id))
    .where(
      and(
        within(rooms.region, scope),
        isSeenAs(seen, 'open'),
        isNull(flags.duplicateOf),
        category ? eq(flags.category, category) : undefined,
        roomId ? eq(flags.roomId, roomId) : undefined,
      ),
    )
  return found?.rows ?? []
}

export async function saveMove(tx: Db, flagId: string, move: FlagMove, at: Date): Promise<void> {
  const { untilMs, ...rest } = move
  const row = { ...rest, until: new Date(untilMs), at }
  await tx
    .insert(flagMoves)
    .values({ flagId, ...row })
    .onConflictDoUpdate({ target: flagMoves.flagId, set: row })
}

export async function getMove(db: Db, flagId: string): Promise<FlagMove | null> {
  const [row] = await db.select().from(flagMoves).where(eq(flagMoves.flagId, flagId))
  if (!row) return null
  const { until, flagId: _, at: __, ...kept } = row
  return { ...kept, untilMs: until.getTime() }
}

export async function dropMove(tx: Db, flagId: string): Promise<void> {
  await tx.delete(flagMoves).where(eq(flagMoves.flagId, flagId))
}

/** These flags as lists show them, by id; those outside the scope are left out. */
export async function flagRows(
  db: Db,
  scope: Scope,
  ids: readonly string[],
  seen: SeenFlags = seenAsTheyAre,
) {
  const rows = await db
    .select({ ...flagSummary, state: stateSeen(seen), clipId: clips.id })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .leftJoin(clips, eq(clips.flagId, flags.id))
    .where(and(within(rooms.region, scope), inArray(flags.id, [...ids])))
  return new Map(rows.map((row) => [row.id, row]))
}

/** What people of a scope made of each claim in each room, of what was said since then; what viewers said left out. */
export async function claimRecords(
  db: Db,
  scope: Scope,
  span: { readonly from: Date; readonly to?: Date },
): Promise<ClaimRecord[]> {
  return db
    .select({
      category: flags.category,
      rule: flags.rule,
      phrase: flags.phrase,
      roomId: flags.roomId,
      judged: sql<number>`count(*)::int`,
      confirmed: sql<number>`count(*) filter (where ${flags.state} = 'confirmed')::int`,
    })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .where(
      and(
        within(rooms.region, scope),
        inArray(flags.state, ['confirmed', 'dismissed']),
        eq(flags.audience, false),
        isNull(flags.duplicateOf),
        gte(flags.saidAt, span.from),
        span.to ? sql`${flags.saidAt} < ${span.to.toISOString()}` : undefined,
      ),
    )
    .groupBy(flags.category, flags.rule, flags.phrase, flags.roomId)
}

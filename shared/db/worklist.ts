import { type AnyColumn, and, eq, gt, gte, inArray, isNull, sql } from 'drizzle-orm'
import type { ClaimRecord } from '#shared/domain/confirmation.ts'
import type { FlagMove } from '#shared/domain/flag-move.ts'
import type { Severity } from '#shared/domain/hit.ts'
import type { MembershipState } from '#shared/domain/membership.ts'
import type { Db } from './client.ts'
import { flagSummary } from './flags.ts'
import { clips, flagMoves, flags, memberships, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'
import { type SeenFlags, seenAsTheyAre, stateSeen } from './second-looks.ts'

export interface WorkFilter {
  readonly category?: string | undefined
  readonly roomId?: string | undefined
}

/** An open flag as far as its rank depends on it. */
export interface OpenFlag {
  readonly id: string
  /** Changes whenever the row or its room's place in the pool does. */
  readonly stamp: string
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
}

export type OpenStamp = readonly [id: string, stamp: string]

const ms = (instant: AnyColumn) => sql`(extract(epoch from ${instant}) * 1000)::int8`
const stamp = sql`${flags.rev} || ' ' || ${memberships.state}`

/**
 * All flags of a scope that are open, in the order they were said: one text for thousands of them, which the database
 * makes several times as fast as a document.
 */
export async function openStamps(db: Db, scope: Scope): Promise<readonly OpenStamp[]> {
  const line = sql`${flags.id} || ' ' || ${stamp}`
  const [found] = await db
    .select({
      lines: sql<string | null>`string_agg(${line}, ',' order by ${flags.saidAt}, ${flags.id})`,
    })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .innerJoin(memberships, eq(memberships.roomId, flags.roomId))
    .where(and(within(rooms.region, scope), eq(flags.state, 'open'), isNull(flags.duplicateOf)))
  if (!found?.lines) return []
  return found.lines.split(',').map((text) => {
    const cut = text.indexOf(' ')
    return [text.slice(0, cut), text.slice(cut + 1)]
  })
}

/** These flags, whatever their state, in no order; those outside the scope and duplicates are left out. */
export async function workFlags(
  db: Db,
  scope: Scope,
  ids: readonly string[],
): Promise<readonly OpenFlag[]> {
  if (ids.length === 0) return []
  const row = sql`json_build_object('id', ${flags.id}, 'stamp', ${stamp}, 'category', ${flags.category},
    'rule', ${flags.rule}, 'phrase', ${flags.phrase}, 'quote', ${flags.quote}, 'roomId', ${flags.roomId},
    'severity', ${flags.severity}, 'audience', ${flags.audience}, 'hitCount', ${flags.hitCount},
    'createdAtMs', ${ms(flags.createdAt)}, 'poolState', ${memberships.state})`
  const [found] = await db
    .select({ rows: sql<OpenFlag[]>`coalesce(json_agg(${row}), '[]'::json)` })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .innerJoin(memberships, eq(memberships.roomId, flags.roomId))
    .where(
      and(
        within(rooms.region, scope),
        isNull(flags.duplicateOf),
        sql`${flags.id} = any(${sql.param([...ids])}::uuid[])`,
      ),
    )
  return found?.rows ?? []
}

/** Where flags of a scope stand beside the common list at this moment, by flag. */
export async function movesAt(db: Db, scope: Scope, now: Date): Promise<Map<string, FlagMove>> {
  const rows = await db
    .select({ move: flagMoves })
    .from(flagMoves)
    .innerJoin(flags, eq(flags.id, flagMoves.flagId))
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .where(and(within(rooms.region, scope), gt(flagMoves.until, now)))
  return new Map(rows.map(({ move }) => [move.flagId, moveOfRow(move)]))
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
  return row ? moveOfRow(row) : null
}

function moveOfRow({ until, flagId: _, at: __, ...kept }: typeof flagMoves.$inferSelect): FlagMove {
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

import { and, eq, gte, inArray, isNull, sql } from 'drizzle-orm'
import type { ClaimRecord } from '#shared/domain/confirmation.ts'
import type { FlagMove } from '#shared/domain/flag-move.ts'
import type { Db } from './client.ts'
import { flagSummary } from './flags.ts'
import { clips, flagMoves, flags, memberships, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export interface WorkFilter {
  readonly category?: string | undefined
  readonly roomId?: string | undefined
}

/** All open flags of a scope, in a stable order, as far as their rank depends on them. */
export async function openFlags(db: Db, scope: Scope, { category, roomId }: WorkFilter = {}) {
  const rows = await db
    .select({
      id: flags.id,
      category: flags.category,
      rule: flags.rule,
      phrase: flags.phrase,
      quote: flags.quote,
      roomId: flags.roomId,
      severity: flags.severity,
      audience: flags.audience,
      hitCount: flags.hitCount,
      createdAt: flags.createdAt,
      poolState: memberships.state,
      move: flagMoves,
    })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .innerJoin(memberships, eq(memberships.roomId, flags.roomId))
    .leftJoin(flagMoves, eq(flagMoves.flagId, flags.id))
    .where(
      and(
        within(rooms.region, scope),
        eq(flags.state, 'open'),
        isNull(flags.duplicateOf),
        category ? eq(flags.category, category) : undefined,
        roomId ? eq(flags.roomId, roomId) : undefined,
      ),
    )
    .orderBy(flags.saidAt, flags.id)
  return rows.map(({ move, ...row }) => ({ ...row, move: move && moveOfRow(move) }))
}

function moveOfRow({ until, flagId: _, at: __, ...move }: typeof flagMoves.$inferSelect): FlagMove {
  return { ...move, untilMs: until.getTime() }
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

export async function dropMove(tx: Db, flagId: string): Promise<void> {
  await tx.delete(flagMoves).where(eq(flagMoves.flagId, flagId))
}

/** These flags as lists show them, by id; those outside the scope are left out. */
export async function flagRows(db: Db, scope: Scope, ids: readonly string[]) {
  const rows = await db
    .select({ ...flagSummary, clipId: clips.id })
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

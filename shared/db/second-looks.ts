import { and, asc, eq, inArray, isNotNull, isNull, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Actor } from '#shared/domain/actor.ts'
import type { FlagState } from '#shared/domain/flag.ts'
import { inScope, type RegionPath } from '#shared/domain/region.ts'
import { mayUse } from '#shared/domain/rights.ts'
import { type LookPart, partOf, type SecondLook } from '#shared/domain/second-look.ts'
import type { Db } from './client.ts'
import { flags, memberships, rooms, secondLooks, users } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

/** A look as stored; `lineId` is the decision's line in the verdict log, now or to be. */
export interface Look extends SecondLook {
  readonly id: string
  readonly lineId: string
  readonly batch: string | null
}

function lookOf(row: typeof secondLooks.$inferSelect): Look {
  const { drawnAt, until, settledAt, ...rest } = row
  return {
    ...rest,
    drawnAtMs: drawnAt.getTime(),
    untilMs: until.getTime(),
    settledAtMs: settledAt?.getTime() ?? null,
  }
}

/** Files a draw; false when this decision was drawn for this reader before. */
export async function addLook(tx: Db, look: Omit<Look, 'id'>): Promise<boolean> {
  const { drawnAtMs, untilMs, settledAtMs, ...rest } = look
  const rows = await tx
    .insert(secondLooks)
    .values({
      ...rest,
      drawnAt: new Date(drawnAtMs),
      until: new Date(untilMs),
      settledAt: settledAtMs === null ? null : new Date(settledAtMs),
    })
    .onConflictDoNothing()
    .returning({ id: secondLooks.id })
  return rows.length > 0
}

/** Stores what became of a look; the room it may have held back is looked at again. */
export async function saveLook(tx: Db, { id, flagId, ...look }: Look): Promise<void> {
  const settledAt = look.settledAtMs === null ? null : new Date(look.settledAtMs)
  const { second, decider, final } = look
  await tx
    .update(secondLooks)
    .set({ second, decider, final, settledAt })
    .where(eq(secondLooks.id, id))
  const room = tx.select({ id: flags.roomId }).from(flags).where(eq(flags.id, flagId))
  await tx.update(memberships).set({ stale: true }).where(inArray(memberships.roomId, room))
}

export async function dropLook(tx: Db, id: string): Promise<void> {
  await tx.delete(secondLooks).where(eq(secondLooks.id, id))
}

/** Every look at a flag, oldest first. */
export async function looksOf(db: Db, flagId: string): Promise<Look[]> {
  return selectLooks(db, eq(secondLooks.flagId, flagId))
}

/** The look at a flag that waits and that this person has to know of: one of everybody's before one of their own. */
export function waitingLook(looks: readonly Look[], reader: string): Look | undefined {
  const waiting = looks.filter(({ settledAtMs }) => settledAtMs === null)
  return (
    waiting.find(({ why }) => why !== 'known') ?? waiting.find((look) => look.reader === reader)
  )
}

/** Decisions of one batch that are sealed and that nobody has looked at. */
export async function sealedOfBatch(tx: Db, batch: string): Promise<Look[]> {
  const { sealed, settledAt, second } = secondLooks
  return selectLooks(
    tx,
    and(eq(secondLooks.batch, batch), eq(sealed, true), isNull(settledAt), isNull(second)),
  )
}

/** Looks of a room that nobody gave in time. */
export async function lapsedLooks(tx: Db, roomId: string, now: Date): Promise<Look[]> {
  const ofRoom = tx.select({ id: flags.id }).from(flags).where(eq(flags.roomId, roomId))
  return selectLooks(tx, and(lapsed(now), inArray(secondLooks.flagId, ofRoom)))
}

/** Rooms with such looks. */
export async function roomsOfLapsed(db: Db, now: Date, limit: number) {
  return db
    .selectDistinct({ roomId: flags.roomId })
    .from(secondLooks)
    .innerJoin(flags, eq(flags.id, secondLooks.flagId))
    .where(lapsed(now))
    .limit(limit)
}

/** A difference waits for its decider, however long. */
const lapsed = (now: Date) =>
  and(isNull(secondLooks.settledAt), isNull(secondLooks.second), lte(secondLooks.until, now))

/** Of these flags those with a look other than at known answers, by flag: the newest look. */
export async function newestLooks(db: Db, flagIds: readonly string[]): Promise<Map<string, Look>> {
  if (flagIds.length === 0) return new Map()
  const found = await selectLooks(
    db,
    and(inArray(secondLooks.flagId, [...flagIds]), ne(secondLooks.why, 'known')),
  )
  return new Map(found.map((look) => [look.flagId, look]))
}

/** A look that waits, to one reader: what it asks of them, and the state in which the flag is to be shown. */
export interface Seen {
  /** Null: it waits for somebody else. */
  readonly part: LookPart | null
  /** Null: as it is. */
  readonly state: FlagState | null
  readonly drawnAtMs: number
}
export type SeenFlags = ReadonlyMap<string, Seen>
export const seenAsTheyAre: SeenFlags = new Map()

/**
 * The one place that says what a reader may not know yet: a flag they are to look at, or to decide on, is open to them,
 * whatever it is; a decision of their own that is sealed shows to nobody else. For everything that shows flags to people.
 */
export async function seenBy(db: Db, reader: Actor): Promise<SeenFlags> {
  const rows = await db
    .select({ look: secondLooks })
    .from(secondLooks)
    .innerJoin(flags, eq(flags.id, secondLooks.flagId))
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .where(and(isNull(secondLooks.settledAt), within(rooms.region, reader)))
    .orderBy(asc(secondLooks.drawnAt))
  const looks = new Map<string, Look[]>()
  for (const { look } of rows)
    looks.set(look.flagId, [...(looks.get(look.flagId) ?? []), lookOf(look)])
  return new Map(
    [...looks].flatMap(([flagId, ofFlag]) => {
      const look = waitingLook(ofFlag, reader.name)
      if (!look) return []
      const part = partOf(look, reader)
      const own = look.sealed && part === 'first' ? look.first.verdict : null
      const state = part === 'second' || part === 'decider' ? 'open' : own
      return [[flagId, { part, state, drawnAtMs: look.drawnAtMs }] as const]
    }),
  )
}

/** A flag's state as the reader of these may see it. */
export function stateSeen(seen: SeenFlags): SQL<FlagState> {
  const shown = [...seen].filter(([, { state }]) => state !== null)
  if (shown.length === 0) return sql<FlagState>`${flags.state}`
  const cases = shown.map(([id, { state }]) => sql`when ${id}::uuid then ${state}::text`)
  return sql<FlagState>`case ${flags.id} ${sql.join(cases, sql` `)} else ${flags.state} end`
}

/** Rows whose state, so seen, is this one; through the index of what they are. */
export function isSeenAs(seen: SeenFlags, state: FlagState): SQL | undefined {
  const shown = [...seen].flatMap(([id, { state: as }]) => (as === null ? [] : [id]))
  if (shown.length === 0) return eq(flags.state, state)
  return and(
    or(eq(flags.state, state), inArray(flags.id, shown)),
    sql`${stateSeen(seen)} = ${state}`,
  )
}

/** People who could look again at what happens in a region, and those who could decide a difference, by name. */
export async function lookersOf(db: Db, region: RegionPath, but: readonly string[]) {
  const found = await db
    .select({ name: users.name, roles: users.roles, region: users.region })
    .from(users)
    .where(eq(users.active, true))
    .orderBy(asc(users.name))
  const there = found.filter((one) => inScope(one.region, region) && !but.includes(one.name))
  const second = there.filter(({ roles }) => roles.includes('second_reviewer'))
  const chiefs = there.filter(({ roles }) => roles.includes('approver'))
  return {
    judges: there.filter(({ roles }) => mayUse(roles, 'flag.judge')).map(({ name }) => name),
    deciders: (second.length > 0 ? second : chiefs).map(({ name }) => name),
  }
}

export interface LookCount {
  readonly looked: number
  readonly agreed: number
}

/** Looks of a kind given by people of a scope since then, or by one of them, and how many agreed with the first. */
export async function countLooks(
  db: Db,
  scope: Scope,
  {
    kind,
    since,
    by,
  }: { readonly kind: 'blind' | 'known'; readonly since: Date; readonly by?: string },
): Promise<LookCount> {
  const { second, first, why } = secondLooks
  const [row] = await db
    .select({
      looked: sql<number>`count(*)::int`,
      agreed: sql<number>`(count(*) filter (where ${second} ->> 'verdict' = ${first} ->> 'verdict'))::int`,
    })
    .from(secondLooks)
    .innerJoin(flags, eq(flags.id, secondLooks.flagId))
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .where(
      and(
        within(rooms.region, scope),
        isNotNull(second),
        kind === 'known' ? eq(why, 'known') : ne(why, 'known'),
        sql`(${second} ->> 'atMs')::int8 >= ${since.getTime()}`,
        by === undefined ? undefined : sql`${second} ->> 'by' = ${by}`,
      ),
    )
  return row ?? { looked: 0, agreed: 0 }
}

async function selectLooks(db: Db, where: SQL | undefined): Promise<Look[]> {
  const rows = await db
    .select()
    .from(secondLooks)
    .where(where)
    .orderBy(asc(secondLooks.drawnAt), asc(secondLooks.id))
  return rows.map(lookOf)
}

import { boolean, doublePrecision, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { InPool, MembershipState } from '#shared/domain/membership.ts'
import type { Colour } from '#shared/domain/pool-policy.ts'
import type { Standing } from '#shared/domain/standing.ts'
import { instant } from './columns.ts'
import { rooms } from './rooms.ts'

/** 在库: where a room is in the pool, and its standing as last derived from the log. */
export const memberships = pgTable(
  'memberships',
  {
    roomId: uuid('room_id')
      .primaryKey()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    state: text('state').$type<MembershipState>().notNull().default('surveyed'),
    /** The in-pool state before a removal was proposed: where the room returns when it is withdrawn. */
    cameFrom: text('came_from').$type<InPool>(),
    since: instant('since').notNull(),
    until: instant('until'),
    score: doublePrecision('score').notNull().default(100),
    colour: text('colour').$type<Colour>().notNull().default('green'),
    standing: jsonb('standing').$type<Standing>(),
    /** The instant the standing was derived for, and the next one at which it may differ without a new event. */
    standingAt: instant('standing_at'),
    nextChangeAt: instant('next_change_at'),
    /** Raised by every verdict; the pool stage lowers it in the transaction that stores the new standing. */
    stale: boolean('stale').notNull().default(true),
  },
  (t) => [
    index().on(t.state),
    // Where each room stands, without its standing's arithmetic.
    index('memberships_place').on(t.roomId, t.state),
  ],
)

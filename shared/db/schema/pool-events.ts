import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { PoolEvent } from '#shared/domain/pool-event.ts'
import { instant } from './columns.ts'
import { rooms } from './rooms.ts'

/** What happened to a room besides flags and verdicts, which have tables of their own; append-only. */
export const poolEvents = pgTable(
  'pool_events',
  {
    id: text('id').primaryKey(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id),
    at: instant('at').notNull(),
    kind: text('kind').$type<PoolEvent['kind']>().notNull(),
    body: jsonb('body').$type<PoolEvent>().notNull(),
    actor: text('actor').notNull(),
  },
  (t) => [
    index('pool_events_room').on(t.roomId, t.at),
    // What a score rests on: a dozen of hundreds of lines.
    index('pool_events_score').on(t.roomId).where(sql`${t.kind} not in ('favourable', 'moved')`),
  ],
)

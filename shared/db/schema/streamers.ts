import { index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'
import { operators } from './operators.ts'
import { rooms } from './rooms.ts'

/**
 * 主播. The identity number is encrypted with the installation's key and never leaves it but by `streamer.reveal`;
 * `identityDigest` is keyed as well and only finds the same person entered twice in one region.
 */
export const streamers = pgTable(
  'streamers',
  {
    id: id(),
    name: text('name').notNull(),
    alias: text('alias').notNull().default(''),
    region: text('region').notNull(),
    operatorId: uuid('operator_id').references(() => operators.id),
    phone: text('phone').notNull().default(''),
    identitySealed: text('identity_sealed'),
    identityDigest: text('identity_digest'),
    identityMasked: text('identity_masked').notNull().default(''),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    unique('streamers_identity_key').on(t.region, t.identityDigest),
    index('streamers_region').on(t.region, t.name),
    index('streamers_operator').on(t.operatorId),
  ],
)

/** Which streamer works in which room. */
export const roomStreamers = pgTable(
  'room_streamers',
  {
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    streamerId: uuid('streamer_id')
      .notNull()
      .references(() => streamers.id, { onDelete: 'cascade' }),
    since: instant('since').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.roomId, t.streamerId] }),
    index('room_streamers_streamer').on(t.streamerId),
  ],
)

import {
  boolean,
  date,
  doublePrecision,
  index,
  pgTable,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import type { CredentialKind } from '#shared/domain/streamer.ts'
import { id, instant } from './columns.ts'
import { streamers } from './streamers.ts'

/** A streamer's certificate (证书) or assessment result (考核), with how long it holds. */
export const credentials = pgTable(
  'credentials',
  {
    id: id(),
    streamerId: uuid('streamer_id')
      .notNull()
      .references(() => streamers.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<CredentialKind>().notNull(),
    name: text('name').notNull(),
    number: text('number').notNull(),
    issuer: text('issuer').notNull(),
    issuedOn: date('issued_on', { mode: 'string' }).notNull(),
    validUntil: date('valid_until', { mode: 'string' }),
    score: doublePrecision('score'),
    passed: boolean('passed').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('credentials_key').on(t.streamerId, t.kind, t.name, t.number, t.issuedOn),
    index('credentials_until').on(t.validUntil),
  ],
)

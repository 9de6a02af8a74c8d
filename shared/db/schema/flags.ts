import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Channel } from '#shared/domain/channel.ts'
import type { FlagState } from '#shared/domain/flag.ts'
import type { ArticleRef, Mode, Severity } from '#shared/domain/hit.ts'
import { broadcasts } from './broadcasts.ts'
import { big, id, instant } from './columns.ts'
import { recordings } from './recordings.ts'
import { rooms } from './rooms.ts'

/** 线索: the hits of one broadcast, category and normalised phrase, merged; what a person reviews. */
export const flags = pgTable(
  'flags',
  {
    id: id(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id),
    broadcastId: uuid('broadcast_id')
      .notNull()
      .references(() => broadcasts.id),
    category: text('category').notNull(),
    phrase: text('phrase').notNull(),
    /** True when only the audience said it: a signal, never the host's (令117号 第31条第2款). */
    audience: boolean('audience').notNull(),
    /** Judged twice while its broadcast was taken for two: the flag that counts. This one is kept for its history. */
    duplicateOf: uuid('duplicate_of'),
    rule: text('rule').notNull(),
    channel: text('channel').$type<Channel>().notNull(),
    severity: smallint('severity').$type<Severity>().notNull(),
    mode: text('mode').$type<Mode>().notNull(),
    articles: jsonb('articles').$type<readonly ArticleRef[]>().notNull(),
    lexiconVersion: text('lexicon_version').notNull(),
    hitCount: integer('hit_count').notNull(),
    /** The first hit: the sentence or comment it stands in, and the place of the phrase in it (UTF-16). */
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id),
    quote: text('quote').notNull(),
    quoteStart: integer('quote_start').notNull(),
    quoteEnd: integer('quote_end').notNull(),
    startMs: big('start_ms').notNull(),
    endMs: big('end_ms').notNull(),
    saidAt: instant('said_at').notNull(),
    correctedAfterMs: integer('corrected_after_ms'),
    state: text('state').$type<FlagState>().notNull().default('open'),
    leaseBy: text('lease_by'),
    leaseUntil: instant('lease_until'),
    createdAt: instant('created_at').notNull(),
    /** Evidence that could not be cut says so here; the worklist shows it. */
    clipFailure: text('clip_failure'),
    /** Times the row was changed; a trigger counts. Whoever kept a row tells by it whether theirs still holds. */
    rev: integer('rev').notNull().default(0),
  },
  (t) => [
    unique('flags_natural_key').on(t.broadcastId, t.category, t.phrase, t.audience),
    index('flags_worklist').on(t.state, t.severity),
    // All of a room, and counted by state from the index alone.
    index('flags_room').on(t.roomId, t.state, t.duplicateOf),
    // Open ones in the order of their list: few of many.
    index('flags_open')
      .on(t.audience, t.severity.desc().nullsFirst(), t.saidAt, t.id)
      .where(sql`${t.state} = 'open' and ${t.duplicateOf} is null`),
    // What is open and whether it has changed, from the index alone.
    index('flags_open_revs')
      .on(t.roomId, t.saidAt, t.id, t.rev)
      .where(sql`${t.state} = 'open' and ${t.duplicateOf} is null`),
    index('flags_said').on(t.saidAt),
    // What people made of the same words before.
    index('flags_judged_phrase').on(t.phrase, t.category).where(sql`${t.state} <> 'open'`),
  ],
)

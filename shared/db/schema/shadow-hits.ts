import {
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Channel } from '#shared/domain/channel.ts'
import { big, instant } from './columns.ts'
import { lexiconVersions } from './lexicon-versions.ts'
import { recordings } from './recordings.ts'

/** One recording judged by a version in shadow; the counts say how it compares with the version in force. */
export const shadowRuns = pgTable(
  'shadow_runs',
  {
    version: text('version')
      .notNull()
      .references(() => lexiconVersions.version, { onDelete: 'cascade' }),
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    /** Version and transcript it was compared with; another one means: compare again. */
    against: text('against').notNull(),
    same: integer('same').notNull(),
    found: integer('found').notNull(),
    lost: integer('lost').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.version, t.recordingId] }), index().on(t.recordingId)],
)

/** 影子命中: where a version in shadow differs from the one in force. For the lexicon's owner only; never a flag. */
export const shadowHits = pgTable(
  'shadow_hits',
  {
    version: text('version')
      .notNull()
      .references(() => lexiconVersions.version, { onDelete: 'cascade' }),
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    /** `new`: only the shadow has it; `lost`: only the version in force has it. */
    differs: text('differs').$type<'new' | 'lost'>().notNull(),
    channel: text('channel').$type<Channel>().notNull(),
    sourceSeq: integer('source_seq').notNull(),
    quote: text('quote').notNull(),
    quoteStart: integer('quote_start').notNull(),
    quoteEnd: integer('quote_end').notNull(),
    startMs: big('start_ms').notNull(),
    endMs: big('end_ms').notNull(),
    category: text('category').notNull(),
    rule: text('rule').notNull(),
    phrase: text('phrase').notNull(),
    audience: boolean('audience').notNull(),
    severity: smallint('severity').notNull(),
  },
  (t) => [primaryKey({ columns: [t.version, t.recordingId, t.seq] })],
)

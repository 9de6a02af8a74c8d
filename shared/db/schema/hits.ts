import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Channel } from '#shared/domain/channel.ts'
import type { ArticleRef, Hit, MatchStage, Mode, Severity } from '#shared/domain/hit.ts'
import { big } from './columns.ts'
import { flags } from './flags.ts'
import { recordings } from './recordings.ts'

/** 命中: one place where one rule matched one text of a recording; suppressed ones are kept with their reason. */
export const hits = pgTable(
  'hits',
  {
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    flagId: uuid('flag_id').references(() => flags.id, { onDelete: 'set null' }),
    lexiconVersion: text('lexicon_version').notNull(),
    channel: text('channel').$type<Channel>().notNull(),
    /** The transcript its sentence stands in; null for other channels. */
    transcriptId: uuid('transcript_id'),
    /** Which sentence or comment of the recording (its `seq`); 0 for the title. */
    sourceSeq: integer('source_seq').notNull(),
    quote: text('quote').notNull(),
    quoteStart: integer('quote_start').notNull(),
    quoteEnd: integer('quote_end').notNull(),
    startMs: big('start_ms').notNull(),
    endMs: big('end_ms').notNull(),
    category: text('category').notNull(),
    rule: text('rule').notNull(),
    phrase: text('phrase').notNull(),
    /** Said by the audience and not by the room's own people. */
    audience: boolean('audience').notNull(),
    severity: smallint('severity').$type<Severity>().notNull(),
    mode: text('mode').$type<Mode>().notNull(),
    stage: text('stage').$type<MatchStage>().notNull(),
    articles: jsonb('articles').$type<readonly ArticleRef[]>().notNull(),
    suppressed: jsonb('suppressed').$type<Hit['suppressed']>(),
    corrected: jsonb('corrected').$type<Hit['corrected']>(),
    /** The lexicon version that no longer finds it: kept, because a person's verdict rests on it, and never grouped. */
    supersededBy: text('superseded_by'),
  },
  (t) => [primaryKey({ columns: [t.recordingId, t.seq] }), index('hits_flag').on(t.flagId)],
)

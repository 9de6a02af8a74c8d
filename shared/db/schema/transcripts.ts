import { integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { TranscriptMeter } from '#shared/domain/transcript.ts'
import { id, instant } from './columns.ts'
import { recordings } from './recordings.ts'

/** 转写: what one engine heard in one recording. The recording points at the one in use; earlier ones stay. */
export const transcripts = pgTable(
  'transcripts',
  {
    id: id(),
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    engine: text('engine').notNull(),
    /** Counted within the recording, from 1. */
    version: integer('version').notNull().default(1),
    /** Which model listened, where that is known. */
    engineVersion: text('engine_version').notNull().default(''),
    /** Null for captions: nobody listened. */
    meter: jsonb('meter').$type<TranscriptMeter>(),
    sentenceCount: integer('sentence_count').notNull(),
    /** UTF-16 units of all its sentences: what rates are given per. */
    chars: integer('chars').notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [unique('transcripts_version_key').on(t.recordingId, t.engine, t.version)],
)

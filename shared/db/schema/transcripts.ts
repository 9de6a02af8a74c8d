import { integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, instant } from './columns.ts'
import { recordings } from './recordings.ts'

/** 转写: what one engine heard in one recording. The recording points at the one in use. */
export const transcripts = pgTable(
  'transcripts',
  {
    id: id(),
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    engine: text('engine').notNull(),
    sentenceCount: integer('sentence_count').notNull(),
    /** UTF-16 units of all its sentences: what rates are given per. */
    chars: integer('chars').notNull().default(0),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [unique('transcripts_engine_key').on(t.recordingId, t.engine)],
)

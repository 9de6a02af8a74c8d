import { jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { PieceFacts } from '#shared/domain/transcript.ts'
import { big } from './columns.ts'
import { recordings } from './recordings.ts'

/** What was heard of a recording that is not yet heard to the end: a later attempt goes on from here. Gone with its end. */
export const transcriptPieces = pgTable(
  'transcript_pieces',
  {
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    engine: text('engine').notNull(),
    engineVersion: text('engine_version').notNull(),
    startMs: big('start_ms').notNull(),
    endMs: big('end_ms').notNull(),
    heard: jsonb('heard').$type<PieceFacts>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.recordingId, t.engine, t.startMs, t.endMs] })],
)

import { integer, jsonb, pgTable, primaryKey, real, text, uuid } from 'drizzle-orm/pg-core'
import type { Sentence } from '#shared/domain/sentence.ts'
import { big } from './columns.ts'
import { transcripts } from './transcripts.ts'

/** One stretch of speech on the recording's clock. */
export const sentences = pgTable(
  'sentences',
  {
    transcriptId: uuid('transcript_id')
      .notNull()
      .references(() => transcripts.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    startMs: big('start_ms').notNull(),
    endMs: big('end_ms').notNull(),
    text: text('text').notNull(),
    charMs: jsonb('char_ms').$type<readonly number[]>(),
    timing: text('timing').$type<Sentence['timing']>().notNull(),
    confidence: real('confidence'),
    /** Why the engine may have made it up; shown, never deleted. */
    suspect: jsonb('suspect').$type<Sentence['suspect']>(),
    speaker: text('speaker'),
  },
  (t) => [primaryKey({ columns: [t.transcriptId, t.seq] })],
)

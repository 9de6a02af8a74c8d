import { boolean, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { AdjudicationKind, Opinion, WindowReading } from '#shared/domain/adjudication.ts'
import { big, id, instant } from './columns.ts'
import { flags } from './flags.ts'
import { recordings } from './recordings.ts'

/**
 * 辅助意见: one question to a language model, about a flag or about a stretch of talk, with what was sent and what came
 * back. Repeated attempts are one row that says what went wrong last. Nothing here touches a flag.
 */
export const adjudications = pgTable(
  'adjudications',
  {
    id: id(),
    kind: text('kind').$type<AdjudicationKind>().notNull(),
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    /** The flag asked about; null for a window. */
    flagId: uuid('flag_id').references(() => flags.id, { onDelete: 'cascade' }),
    /** The transcript whose window was read; null for a flag. */
    transcriptId: uuid('transcript_id'),
    fromMs: big('from_ms').notNull(),
    toMs: big('to_ms').notNull(),
    model: text('model').notNull(),
    /** SHA-256 of the instructions and the answer's schema; a changed question is asked again. */
    promptHash: text('prompt_hash').notNull(),
    prompt: text('prompt').notNull(),
    rawAnswer: text('raw_answer'),
    parsed: jsonb('parsed').$type<Opinion | WindowReading>(),
    /** Why the last attempt gave nothing; null once there is an answer. */
    failure: text('failure'),
    attempts: integer('attempts').notNull(),
    /** Answered, or given up: not to be asked again. */
    settled: boolean('settled').notNull(),
    promptTokens: integer('prompt_tokens').notNull(),
    completionTokens: integer('completion_tokens').notNull(),
    ms: integer('ms').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    unique('adjudications_flag_key').on(t.flagId, t.model, t.promptHash),
    unique('adjudications_window_key').on(t.transcriptId, t.fromMs, t.model, t.promptHash),
    index('adjudications_recording').on(t.recordingId),
  ],
)

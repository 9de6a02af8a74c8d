import { boolean, index, integer, pgTable, real, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { CandidateSource, CandidateState } from '#shared/domain/candidate.ts'
import type { Channel } from '#shared/domain/channel.ts'
import { big, id, instant } from './columns.ts'
import { flags } from './flags.ts'
import { recordings } from './recordings.ts'

/**
 * 候选: what a model, not a rule, thinks worth a look. A table of its own and not a kind of flag, so that no count,
 * worklist, standing or report can take one for the other; only a person's act makes a flag of it.
 */
export const candidates = pgTable(
  'candidates',
  {
    id: id(),
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    source: text('source').$type<CandidateSource>().notNull(),
    category: text('category').notNull(),
    channel: text('channel').$type<Channel>().notNull(),
    /** Said by the audience and not by the room's own people. */
    audience: boolean('audience').notNull(),
    /** Which sentence or comment of the recording (its `seq`). */
    sourceSeq: integer('source_seq').notNull(),
    /** The whole sentence or comment, and the place of the phrase in it (UTF-16, end exclusive). */
    quote: text('quote').notNull(),
    quoteStart: integer('quote_start').notNull(),
    quoteEnd: integer('quote_end').notNull(),
    /** `quote` between its offsets. */
    phrase: text('phrase').notNull(),
    startMs: big('start_ms').notNull(),
    endMs: big('end_ms').notNull(),
    saidAt: instant('said_at').notNull(),
    reason: text('reason').notNull(),
    /** 0–1, for lists only; null where the source gives none. */
    score: real('score'),
    model: text('model').notNull(),
    /** SHA-256 of the question asked; null where nothing was asked in words. */
    promptHash: text('prompt_hash'),
    state: text('state').$type<CandidateState>().notNull().default('open'),
    /** The flag a person made of it. */
    flagId: uuid('flag_id').references(() => flags.id),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    decisionReason: text('decision_reason'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('candidates_natural_key').on(t.recordingId, t.source, t.category, t.startMs, t.phrase),
    index('candidates_worklist').on(t.state, t.saidAt),
    index('candidates_flag').on(t.flagId),
  ],
)

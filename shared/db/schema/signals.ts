import { index, integer, jsonb, pgTable, real, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { Signal, SignalKind } from '#shared/domain/signal.ts'
import { big, id, instant } from './columns.ts'
import { recordings } from './recordings.ts'

/**
 * 信号: many viewers' comments that together mean something. A table of its own, so that no count, worklist, standing or
 * report can take one for the host's words (令117号 第31条第2款).
 */
export const signals = pgTable(
  'signals',
  {
    id: id(),
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<SignalKind>().notNull(),
    key: text('key').notNull(),
    topic: text('topic').notNull(),
    category: text('category').notNull(),
    fromMs: big('from_ms').notNull(),
    toMs: big('to_ms').notNull(),
    count: integer('count').notNull(),
    senders: integer('senders').notNull(),
    score: real('score').notNull(),
    because: jsonb('because').$type<Signal['because']>().notNull(),
    samples: jsonb('samples').$type<Signal['samples']>().notNull(),
    thresholds: jsonb('thresholds').$type<Signal['thresholds']>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    unique('signals_natural_key').on(t.recordingId, t.kind, t.key, t.fromMs),
    index('signals_kind').on(t.kind),
  ],
)

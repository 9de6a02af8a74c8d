import { pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { CoverageKind } from '#shared/domain/coverage.ts'
import { big } from './columns.ts'
import { recordings } from './recordings.ts'

/** 采集台账: intervals of a recording's content that a stage really read, and gaps with their reason. */
export const coverage = pgTable(
  'coverage',
  {
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<CoverageKind>().notNull(),
    fromMs: big('from_ms').notNull(),
    toMs: big('to_ms').notNull(),
    /** Null: covered. Otherwise why it is not. */
    gap: text('gap'),
  },
  (t) => [primaryKey({ columns: [t.recordingId, t.kind, t.fromMs] })],
)

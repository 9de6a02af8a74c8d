import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { transcripts } from './transcripts.ts'

/**
 * Every pair of neighbouring characters that occurs in a transcript, lower case: what its words are found by. One row a
 * transcript, because pairs of every sentence made filing a transcript twelve times as slow.
 */
export const transcriptPairs = pgTable(
  'transcript_pairs',
  {
    transcriptId: uuid('transcript_id')
      .primaryKey()
      .references(() => transcripts.id, { onDelete: 'cascade' }),
    pairs: text('pairs').array().notNull(),
  },
  (t) => [index('transcript_pairs_held').using('gin', t.pairs)],
)

import { integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { RemovalSignature, RemovalStage } from '#shared/domain/removal-stages.ts'
import { id, instant } from './columns.ts'
import { removalProposals } from './removal-proposals.ts'

/** One signature of a removal case; append-only. A trigger refuses a stage that does not wait and a person who is barred. */
export const removalSignatures = pgTable(
  'removal_signatures',
  {
    id: id(),
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => removalProposals.id),
    seq: integer('seq').notNull(),
    stage: text('stage').$type<RemovalStage>().notNull(),
    outcome: text('outcome').$type<RemovalSignature['outcome']>().notNull(),
    by: text('by').notNull(),
    reason: text('reason').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [unique('removal_signatures_seq_key').on(t.proposalId, t.seq)],
)

import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { Attachment } from '#shared/domain/attachment.ts'
import type { ReplyKind } from '#shared/domain/notice.ts'
import { id, instant } from './columns.ts'
import { notices } from './notices.ts'
import { removalProposals } from './removal-proposals.ts'

/** What an operator answered, to a notice or to a removal's notice of facts; append-only. */
export const replies = pgTable(
  'replies',
  {
    id: id(),
    noticeId: uuid('notice_id').references(() => notices.id),
    proposalId: uuid('proposal_id').references(() => removalProposals.id),
    kind: text('kind').$type<ReplyKind>().notNull(),
    text: text('text').notNull(),
    attachments: jsonb('attachments').$type<readonly Attachment[]>().notNull().default([]),
    by: text('by').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [index('replies_notice').on(t.noticeId), index('replies_proposal').on(t.proposalId)],
)

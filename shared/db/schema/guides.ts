import { index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { GuideKind } from '#shared/domain/guide.ts'
import { id, instant } from './columns.ts'
import { operators } from './operators.ts'

/** 责任清单, 合规指引: one published version of a document; never edited, a new text is a new version. */
export const guides = pgTable(
  'guides',
  {
    id: id(),
    region: text('region').notNull(),
    kind: text('kind').$type<GuideKind>().notNull(),
    title: text('title').notNull(),
    version: integer('version').notNull(),
    body: text('body').notNull(),
    sha256: text('sha256').notNull(),
    publishedBy: text('published_by').notNull(),
    publishedAt: instant('published_at').notNull(),
  },
  (t) => [
    unique('guides_key').on(t.region, t.kind, t.title, t.version),
    index('guides_newest').on(t.publishedAt),
  ],
)

/** 阅读回执: an operator read this very version. */
export const guideReceipts = pgTable(
  'guide_receipts',
  {
    guideId: uuid('guide_id')
      .notNull()
      .references(() => guides.id),
    operatorId: uuid('operator_id')
      .notNull()
      .references(() => operators.id, { onDelete: 'cascade' }),
    readBy: text('read_by').notNull(),
    readAt: instant('read_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.guideId, t.operatorId] }),
    index('guide_receipts_operator').on(t.operatorId),
  ],
)

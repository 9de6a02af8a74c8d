import { sql } from 'drizzle-orm'
import { jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

/** 词库版本: immutable, named by the SHA-256 of its content. At most one is published, which the index enforces. */
export const lexiconVersions = pgTable(
  'lexicon_versions',
  {
    version: text('version').primaryKey(),
    state: text('state').$type<'draft' | 'shadow' | 'published' | 'retired'>().notNull(),
    source: jsonb('source').$type<unknown>().notNull(),
    author: text('author').notNull(),
    reason: text('reason').notNull(),
    createdAt: instant('created_at').notNull(),
    publishedAt: instant('published_at'),
  },
  (t) => [
    uniqueIndex('lexicon_versions_one_published').on(t.state).where(sql`${t.state} = 'published'`),
  ],
)

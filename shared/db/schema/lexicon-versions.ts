import { sql } from 'drizzle-orm'
import { type AnyPgColumn, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { LexiconState } from '#shared/domain/lexicon-version.ts'
import { instant } from './columns.ts'

/**
 * 词库版本: immutable, named by the SHA-256 of its content. At most one is published and at most one in shadow, which
 * the indexes enforce.
 */
export const lexiconVersions = pgTable(
  'lexicon_versions',
  {
    version: text('version').primaryKey(),
    state: text('state').$type<LexiconState>().notNull(),
    source: jsonb('source').$type<unknown>().notNull(),
    /** Who drafted it and why; whoever publishes it has a name and a reason of their own. */
    author: text('author').notNull(),
    reason: text('reason').notNull(),
    /** The version that was in force when this one was drafted. */
    parent: text('parent').references((): AnyPgColumn => lexiconVersions.version),
    createdAt: instant('created_at').notNull(),
    shadowAt: instant('shadow_at'),
    publishedAt: instant('published_at'),
    publishedBy: text('published_by'),
    publishReason: text('publish_reason'),
    /** Why a person published it although the gate refused; null when the gate let it pass. */
    overrideReason: text('override_reason'),
    retiredAt: instant('retired_at'),
  },
  (t) => [
    uniqueIndex('lexicon_versions_one_published').on(t.state).where(sql`${t.state} = 'published'`),
    uniqueIndex('lexicon_versions_one_shadow').on(t.state).where(sql`${t.state} = 'shadow'`),
  ],
)

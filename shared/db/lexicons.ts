import { and, eq, ne } from 'drizzle-orm'
import type { Db } from './client.ts'
import { lexiconVersions } from './schema/index.ts'

/** The version in force, or undefined before the first one is published. */
export async function publishedLexicon(db: Db) {
  const [row] = await db
    .select()
    .from(lexiconVersions)
    .where(eq(lexiconVersions.state, 'published'))
  return row
}

/** The published version's name alone: what workers ask for every few seconds. */
export async function publishedVersion(db: Db): Promise<string | undefined> {
  const [row] = await db
    .select({ version: lexiconVersions.version })
    .from(lexiconVersions)
    .where(eq(lexiconVersions.state, 'published'))
  return row?.version
}

export async function getLexicon(db: Db, version: string) {
  const [row] = await db.select().from(lexiconVersions).where(eq(lexiconVersions.version, version))
  return row
}

/** Stores a version (if new) and makes it the published one; the one before is retired. One transaction. */
export async function publishLexicon(
  db: Db,
  lexicon: {
    readonly version: string
    readonly source: unknown
    readonly author: string
    readonly reason: string
  },
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx
      .insert(lexiconVersions)
      .values({ ...lexicon, state: 'draft', createdAt: now })
      .onConflictDoNothing()
    await tx
      .update(lexiconVersions)
      .set({ state: 'retired' })
      .where(
        and(eq(lexiconVersions.state, 'published'), ne(lexiconVersions.version, lexicon.version)),
      )
    await tx
      .update(lexiconVersions)
      .set({ state: 'published', publishedAt: now })
      .where(
        and(eq(lexiconVersions.version, lexicon.version), ne(lexiconVersions.state, 'published')),
      )
  })
}

import { asc, eq } from 'drizzle-orm'
import type { LinkFinding } from '#shared/domain/link.ts'
import type { Db } from './client.ts'
import { links } from './schema/index.ts'

export type StoredLink = typeof links.$inferSelect

/** Rows per statement: sixteen columns each, under PostgreSQL's 65,535 parameters. */
const batch = 1000

/** Makes a recording's links what was found in it; their order is their number. */
export async function replaceLinks(
  tx: Db,
  recordingId: string,
  found: readonly LinkFinding[],
): Promise<void> {
  await tx.delete(links).where(eq(links.recordingId, recordingId))
  const rows = found.map((link, seq) => ({ ...link, recordingId, seq }))
  for (let at = 0; at < rows.length; at += batch)
    await tx.insert(links).values(rows.slice(at, at + batch))
}

/** Every link of a recording, in the order in which they were found. */
export async function linksOf(db: Db, recordingId: string): Promise<StoredLink[]> {
  return db.select().from(links).where(eq(links.recordingId, recordingId)).orderBy(asc(links.seq))
}

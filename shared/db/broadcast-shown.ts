import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Db } from './client.ts'
import { comments, links, screenTexts } from './schema/index.ts'

/** What stood on the picture of these recordings and on their covers, where it led, and what the title was changed to. */
export async function shownIn(db: Db, recordingIds: readonly string[]) {
  const ids = [...recordingIds]
  const [texts, found, titles] = await Promise.all([
    db
      .select()
      .from(screenTexts)
      .where(inArray(screenTexts.recordingId, ids))
      .orderBy(asc(screenTexts.recordingId), asc(screenTexts.seq)),
    db
      .select()
      .from(links)
      .where(inArray(links.recordingId, ids))
      .orderBy(asc(links.recordingId), asc(links.seq)),
    db
      .select({ recordingId: comments.recordingId, tMs: comments.tMs, text: comments.text })
      .from(comments)
      .where(and(inArray(comments.recordingId, ids), eq(comments.kind, 'title')))
      .orderBy(asc(comments.recordingId), asc(comments.seq)),
  ])
  return { texts, links: found, titles }
}

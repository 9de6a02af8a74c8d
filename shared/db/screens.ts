import { asc, eq } from 'drizzle-orm'
import type { ScreenCode, ScreenText } from '#shared/domain/screen-text.ts'
import type { Db } from './client.ts'
import { screenCodes, screenTexts } from './schema/index.ts'

export type StoredScreenText = typeof screenTexts.$inferSelect
export type StoredScreenCode = typeof screenCodes.$inferSelect
export type NewScreenText = ScreenText & Pick<StoredScreenText, 'source'>

/** Rows per statement: eight columns each, under PostgreSQL's 65,535 parameters. */
const batch = 2000

/** Makes what stands on a recording's picture what was found on it. */
export async function replaceScreens(
  tx: Db,
  recordingId: string,
  {
    texts,
    codes,
  }: { readonly texts: readonly NewScreenText[]; readonly codes: readonly ScreenCode[] },
): Promise<void> {
  await tx.delete(screenTexts).where(eq(screenTexts.recordingId, recordingId))
  await tx.delete(screenCodes).where(eq(screenCodes.recordingId, recordingId))
  const written = texts.map((text, seq) => ({ ...text, recordingId, seq }))
  const decoded = codes.map((code, seq) => ({ ...code, recordingId, seq }))
  for (let at = 0; at < written.length; at += batch)
    await tx.insert(screenTexts).values(written.slice(at, at + batch))
  for (let at = 0; at < decoded.length; at += batch)
    await tx.insert(screenCodes).values(decoded.slice(at, at + batch))
}

/** Writing on the picture and the cover of a recording, in the order in which it appeared. */
export async function screenTextsOf(db: Db, recordingId: string): Promise<StoredScreenText[]> {
  return db
    .select()
    .from(screenTexts)
    .where(eq(screenTexts.recordingId, recordingId))
    .orderBy(asc(screenTexts.seq))
}

/** Codes on the picture of a recording, in the order in which they appeared. */
export async function screenCodesOf(db: Db, recordingId: string): Promise<StoredScreenCode[]> {
  return db
    .select()
    .from(screenCodes)
    .where(eq(screenCodes.recordingId, recordingId))
    .orderBy(asc(screenCodes.seq))
}

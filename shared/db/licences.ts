import { and, eq } from 'drizzle-orm'
import type { LicenceForm } from '#shared/domain/licence.ts'
import type { Db } from './client.ts'
import { licences } from './schema/index.ts'

/** Adds a licence, or brings the one of this kind and number up to date. Returns it before and after. */
export async function putLicence(db: Db, operatorId: string, form: LicenceForm, at: Date) {
  const key = and(
    eq(licences.operatorId, operatorId),
    eq(licences.kind, form.kind),
    eq(licences.number, form.number),
  )
  const [before] = await db.select().from(licences).where(key)
  const [after] = await db
    .insert(licences)
    .values({ ...form, operatorId, createdAt: at })
    .onConflictDoUpdate({
      target: [licences.operatorId, licences.kind, licences.number],
      set: form,
    })
    .returning()
  if (!after) throw new Error('licence not stored')
  return { before: before ?? null, after }
}

export async function removeLicence(db: Db, operatorId: string, id: string) {
  const [row] = await db
    .delete(licences)
    .where(and(eq(licences.id, id), eq(licences.operatorId, operatorId)))
    .returning()
  return row
}

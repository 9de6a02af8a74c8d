import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import type { CaseDocumentKind } from '#shared/domain/case-document.ts'
import { AppError } from '#shared/errors.ts'
import type { Db } from './client.ts'
import { caseDocuments, rooms } from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type CaseDocument = typeof caseDocuments.$inferSelect

/** Files the next version of a document; two at once collide on the version. */
export async function addCaseDocument(
  tx: Db,
  row: Omit<typeof caseDocuments.$inferInsert, 'version'>,
): Promise<CaseDocument> {
  const [last] = await tx
    .select({ version: caseDocuments.version })
    .from(caseDocuments)
    .where(and(eq(caseDocuments.subjectId, row.subjectId), eq(caseDocuments.kind, row.kind)))
    .orderBy(desc(caseDocuments.version))
    .limit(1)
  const version = (last?.version ?? 0) + 1
  const [made] = await tx
    .insert(caseDocuments)
    .values({ ...row, version })
    .returning()
  if (!made) throw new Error('document not stored')
  return made
}

/** Every version of a case's documents that these eyes may read, in order; whose case it is was checked before. */
export async function documentsOf(
  db: Db,
  scope: Scope,
  subjectId: string,
): Promise<CaseDocument[]> {
  return db
    .select()
    .from(caseDocuments)
    .where(and(eq(caseDocuments.subjectId, subjectId), readable(scope)))
    .orderBy(asc(caseDocuments.at), asc(caseDocuments.kind), asc(caseDocuments.version))
}

/** What goes to the operator; the rest is the bureau's own. */
const forOperators: readonly CaseDocumentKind[] = [
  'rectification-notice',
  'removal-notice',
  'removal-letter',
  'removal-public-notice',
  'listing-publicity',
  'listing-letter',
  'mend-letter',
  'rejection-letter',
]

const readable = ({ operatorId }: Scope) =>
  operatorId ? inArray(caseDocuments.kind, [...forOperators]) : undefined

/** One document for these eyes; throws `not_found`. */
export async function documentFor(db: Db, scope: Scope, id: string): Promise<CaseDocument> {
  const [row] = await db
    .select({ document: caseDocuments })
    .from(caseDocuments)
    .innerJoin(rooms, eq(rooms.id, caseDocuments.roomId))
    .where(
      and(eq(caseDocuments.id, id), within(rooms.region, scope, rooms.operatorId), readable(scope)),
    )
  if (!row) throw new AppError('not_found', '没有这份文书，或不在您的辖区。')
  return row.document
}

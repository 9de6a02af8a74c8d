import { createHash } from 'node:crypto'
import type { Blobs } from '#shared/blob/store.ts'
import type { ActDeps } from '#shared/db/act.ts'
import { addCaseDocument, type CaseDocument } from '#shared/db/case-documents.ts'
import type { Db } from '#shared/db/client.ts'
import type { Doc } from '#shared/documents/model.ts'
import type { CaseDocumentKind } from '#shared/domain/case-document.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import type { Rulebook } from '#shared/domain/rulebook.ts'
import type { CasePolicies } from '../case-policies.ts'

/** What notices, removals and hand-overs need: clocks, the words of law, and where their documents go. */
export interface NoticeDeps extends ActDeps, CasePolicies {
  readonly policies: readonly PoolPolicy[]
  readonly rulebook: Rulebook
  readonly blobs: Blobs
  /** Names of the regions by path. */
  readonly regions: ReadonlyMap<string, string>
  /** The root of the regions. */
  readonly city: string
}

export interface Filed {
  readonly roomId: string
  readonly subjectId: string
  readonly kind: CaseDocumentKind
  readonly number: string
  /** Why there is a new version; empty for the first. */
  readonly why?: string
  readonly by: string
  readonly doc: Doc
}

/** Writes a document as .docx, stores it under its hash and files it as the next version. */
export async function fileDocument(
  { blobs }: Pick<NoticeDeps, 'blobs'>,
  tx: Db,
  { doc, ...filed }: Filed,
  at: Date,
): Promise<CaseDocument> {
  const { writeDocx } = await import('#shared/documents/docx.ts')
  const bytes = await writeDocx(doc, new Map())
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const key = `documents/${sha256.slice(0, 2)}/${sha256}.docx`
  await blobs.put(
    key,
    (async function* () {
      yield bytes
    })(),
  )
  const file = { key, sha256, bytes: bytes.length, title: doc.title }
  return addCaseDocument(tx, { ...filed, ...file, at })
}

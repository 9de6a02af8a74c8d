import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { CaseDocumentKind } from '#shared/domain/case-document.ts'
import { big, id, instant } from './columns.ts'
import { rooms } from './rooms.ts'

/** 文书 made in a case, by its hash. A later version stands beside the one before; none is ever changed. */
export const caseDocuments = pgTable(
  'case_documents',
  {
    id: id(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id),
    /** The notice, proposal, application or lead it belongs to. */
    subjectId: uuid('subject_id').notNull(),
    kind: text('kind').$type<CaseDocumentKind>().notNull(),
    version: integer('version').notNull(),
    title: text('title').notNull(),
    number: text('number').notNull().default(''),
    why: text('why').notNull().default(''),
    key: text('key').notNull(),
    sha256: text('sha256').notNull(),
    bytes: big('bytes').notNull(),
    by: text('by').notNull(),
    at: instant('at').notNull(),
  },
  (t) => [
    unique('case_documents_version_key').on(t.subjectId, t.kind, t.version),
    index('case_documents_room').on(t.roomId),
  ],
)

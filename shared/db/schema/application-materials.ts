import { index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { MaterialKind } from '#shared/domain/application.ts'
import { applications } from './applications.ts'
import { big, id, instant } from './columns.ts'

/** 申报材料, stored under its hash; one that is taken back keeps its row. */
export const applicationMaterials = pgTable(
  'application_materials',
  {
    id: id(),
    applicationId: uuid('application_id')
      .notNull()
      .references(() => applications.id),
    kind: text('kind').$type<MaterialKind>().notNull(),
    name: text('name').notNull(),
    mime: text('mime').notNull(),
    bytes: big('bytes').notNull(),
    sha256: text('sha256').notNull(),
    key: text('key').notNull(),
    by: text('by').notNull(),
    at: instant('at').notNull(),
    removedAt: instant('removed_at'),
  },
  (t) => [
    unique('application_materials_hash_key').on(t.applicationId, t.kind, t.sha256),
    index('application_materials_of').on(t.applicationId),
  ],
)

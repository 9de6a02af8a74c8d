import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { MoveKind } from '#shared/domain/flag-move.ts'
import { instant } from './columns.ts'
import { flags } from './flags.ts'

/** 搁置、转交、跳过: where an open flag stands beside the common worklist; the newest only, the audit log has all. */
export const flagMoves = pgTable('flag_moves', {
  flagId: uuid('flag_id')
    .primaryKey()
    .references(() => flags.id, { onDelete: 'cascade' }),
  kind: text('kind').$type<MoveKind>().notNull(),
  by: text('by').notNull(),
  to: text('to'),
  until: instant('until').notNull(),
  reason: text('reason').notNull(),
  at: instant('at').notNull(),
})

import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { CommentKind } from '#shared/domain/comment.ts'
import { big } from './columns.ts'
import { recordings } from './recordings.ts'

/** 弹幕, on the recording's own clock, sender pseudonymous and contact data masked. `seq` is its place in the file. */
export const comments = pgTable(
  'comments',
  {
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    tMs: big('t_ms').notNull(),
    /** When it was sent, on the recorder's clock in epoch ms; null where the dialect has no absolute time. */
    atMs: big('at_ms'),
    kind: text('kind').$type<CommentKind>().notNull(),
    text: text('text').notNull(),
    sender: text('sender'),
    staff: boolean('staff').notNull(),
  },
  (t) => [primaryKey({ columns: [t.recordingId, t.seq] }), index().on(t.recordingId, t.tMs)],
)

import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { ClipFile } from '#shared/domain/clip.ts'
import { big, id, instant } from './columns.ts'
import { flags } from './flags.ts'

/** 片段: the evidence cut around a flag's first hit; `files` is the manifest with sizes and SHA-256. */
export const clips = pgTable('clips', {
  id: id(),
  flagId: uuid('flag_id')
    .notNull()
    .unique()
    .references(() => flags.id, { onDelete: 'cascade' }),
  /** Content time really covered by the original cut, and the phrase inside the preview. */
  fromMs: big('from_ms').notNull(),
  toMs: big('to_ms').notNull(),
  markStartMs: big('mark_start_ms').notNull(),
  markEndMs: big('mark_end_ms').notNull(),
  files: jsonb('files').$type<readonly ClipFile[]>().notNull(),
  tools: text('tools').notNull(),
  createdAt: instant('created_at').notNull(),
})

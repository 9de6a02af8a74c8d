import { integer, jsonb, pgTable, primaryKey, real, text, uuid } from 'drizzle-orm/pg-core'
import type { ScreenBox } from '#shared/domain/screen-text.ts'
import { big } from './columns.ts'
import { recordings } from './recordings.ts'

/** 画面文字: writing read off the picture of a recording, or off its cover, each standing text once. */
export const screenTexts = pgTable(
  'screen_texts',
  {
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    source: text('source').$type<'picture' | 'cover'>().notNull(),
    fromMs: big('from_ms').notNull(),
    toMs: big('to_ms').notNull(),
    text: text('text').notNull(),
    /** Parts of the picture's width and height. */
    box: jsonb('box').$type<ScreenBox>().notNull(),
    confidence: real('confidence').notNull(),
  },
  (t) => [primaryKey({ columns: [t.recordingId, t.seq] })],
)

/** Codes decoded from the picture of a recording, as text; never opened. */
export const screenCodes = pgTable(
  'screen_codes',
  {
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    fromMs: big('from_ms').notNull(),
    toMs: big('to_ms').notNull(),
    text: text('text').notNull(),
    format: text('format').notNull(),
    box: jsonb('box').$type<ScreenBox>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.recordingId, t.seq] })],
)

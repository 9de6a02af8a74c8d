import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { LinkJudgement, LinkKind, LinkSource } from '#shared/domain/link.ts'
import type { ScreenBox } from '#shared/domain/screen-text.ts'
import { big } from './columns.ts'
import { recordings } from './recordings.ts'

/** 跳转链接: addresses, codes and passwords met in a recording, resolved from their text alone and judged by policy. */
export const links = pgTable(
  'links',
  {
    recordingId: uuid('recording_id')
      .notNull()
      .references(() => recordings.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    source: text('source').$type<LinkSource>().notNull(),
    sourceSeq: integer('source_seq').notNull(),
    text: text('text').notNull(),
    host: text('host'),
    kind: text('kind').$type<LinkKind>().notNull(),
    name: text('name'),
    tricks: jsonb('tricks').$type<readonly string[]>().notNull(),
    audience: boolean('audience').notNull(),
    judgement: text('judgement').$type<LinkJudgement>().notNull(),
    reason: text('reason').notNull(),
    fromMs: big('from_ms').notNull(),
    toMs: big('to_ms').notNull(),
    box: jsonb('box').$type<ScreenBox>(),
  },
  (t) => [primaryKey({ columns: [t.recordingId, t.seq] }), index('links_host').on(t.host)],
)

import { sql } from 'drizzle-orm'
import { boolean, index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { LookWhy, Opinion } from '#shared/domain/second-look.ts'
import { id, instant } from './columns.ts'
import { flags } from './flags.ts'

/** 抽检复看. The sealed ones hold decisions that stand nowhere else until they are settled. */
export const secondLooks = pgTable(
  'second_looks',
  {
    id: id(),
    flagId: uuid('flag_id')
      .notNull()
      .references(() => flags.id),
    why: text('why').$type<LookWhy>().notNull(),
    sealed: boolean('sealed').notNull(),
    /** The decision looked at: its line in the verdict log, now or to be. */
    lineId: uuid('line_id').notNull(),
    batch: text('batch'),
    first: jsonb('first').$type<Opinion>().notNull(),
    reader: text('reader'),
    drawnAt: instant('drawn_at').notNull(),
    until: instant('until').notNull(),
    second: jsonb('second').$type<Opinion>(),
    decider: text('decider'),
    final: jsonb('final').$type<Opinion>(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    unique('second_looks_line_key').on(t.lineId, t.reader).nullsNotDistinct(),
    index('second_looks_flag').on(t.flagId),
    index('second_looks_waiting').on(t.until).where(sql`settled_at is null`),
  ],
)

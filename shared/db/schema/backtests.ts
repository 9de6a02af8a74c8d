import { integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { BacktestTally } from '#shared/domain/backtest.ts'
import { id, instant } from './columns.ts'

/** 回测: a draft of the lexicon beside another version over the stored words of some days. A run that was cut short goes on. */
export const backtests = pgTable('backtests', {
  id: id(),
  draft: text('draft').notNull(),
  against: text('against').notNull(),
  /** The draft itself where it came from a folder and is no stored version. */
  draftSource: jsonb('draft_source').$type<unknown>(),
  region: text('region').notNull(),
  /** Broadcasts that began in this time. */
  fromAt: instant('from_at').notNull(),
  toAt: instant('to_at').notNull(),
  createdAt: instant('created_at').notNull(),
  finishedAt: instant('finished_at'),
})

/** A handful of broadcasts of a backtest; without a tally it is still to be done. */
export const backtestParts = pgTable(
  'backtest_parts',
  {
    backtestId: uuid('backtest_id')
      .notNull()
      .references(() => backtests.id, { onDelete: 'cascade' }),
    no: integer('no').notNull(),
    broadcastIds: uuid('broadcast_ids').array().notNull(),
    tally: jsonb('tally').$type<BacktestTally>(),
  },
  (t) => [primaryKey({ columns: [t.backtestId, t.no] })],
)

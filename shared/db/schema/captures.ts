import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { CaptureState } from '#shared/domain/capture.ts'
import { id, instant } from './columns.ts'
import { rooms } from './rooms.ts'

/** 直播采集: one live stream that is to be recorded while it runs; leased by the one worker that does so. */
export const captures = pgTable(
  'captures',
  {
    id: id(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id),
    address: text('address').notNull(),
    /** A danmaku file that another program goes on writing. */
    danmakuPath: text('danmaku_path'),
    state: text('state').$type<CaptureState>().notNull().default('wanted'),
    leaseBy: text('lease_by'),
    leaseUntil: instant('lease_until'),
    attempts: integer('attempts').notNull().default(0),
    nextTryAt: instant('next_try_at').notNull(),
    /** Number of the next segment; names are never used twice. */
    nextSegment: integer('next_segment').notNull().default(0),
    /** Wall clock up to which there is picture or sound. */
    recordedUntil: instant('recorded_until'),
    failure: text('failure'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [unique('captures_room_key').on(t.roomId), index('captures_due').on(t.state, t.nextTryAt)],
)

/** 采集中断: wall-clock time in which a capture had no stream; an open end means it still has none. */
export const captureGaps = pgTable(
  'capture_gaps',
  {
    id: id(),
    captureId: uuid('capture_id')
      .notNull()
      .references(() => captures.id, { onDelete: 'cascade' }),
    fromAt: instant('from_at').notNull(),
    toAt: instant('to_at'),
    reason: text('reason').notNull(),
  },
  (t) => [unique('capture_gaps_key').on(t.captureId, t.fromAt)],
)

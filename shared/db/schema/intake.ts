import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { Goods } from '#shared/domain/channel.ts'
import type {
  Hearsay,
  IntakeKind,
  IntakeRefusal,
  IntakeSource,
  IntakeState,
} from '#shared/domain/intake.ts'
import { big, id, instant } from './columns.ts'
import { recordings } from './recordings.ts'

/** What a person said of a file on handing it in. */
export interface Given {
  readonly name?: string
  readonly roomId?: string
  readonly title?: string
  readonly goods?: Goods
  readonly startedAt?: string
  readonly sha256?: string
  readonly companion?: 'danmaku' | 'captions'
  /** The upload a companion belongs to. */
  readonly ownerId?: string
  readonly by?: string
}

/**
 * 接收: one file that came in or was announced, by where it lies on this machine. It is looked at again from `due_at` on; the
 * files of a bucket have their key and ETag, and lie at `path` once they are here.
 */
export const intake = pgTable(
  'intake',
  {
    id: id(),
    source: text('source').$type<IntakeSource>().notNull(),
    kind: text('kind').$type<IntakeKind>().notNull(),
    path: text('path').notNull(),
    folder: text('folder').notNull(),
    region: text('region').notNull(),
    state: text('state').$type<IntakeState>().notNull(),
    /** Null while it was only announced. */
    bytes: big('bytes'),
    modifiedMs: big('modified_ms'),
    objectKey: text('object_key'),
    etag: text('etag'),
    /** Since when size and time of change have been what they are, as seen from here. */
    stillSince: instant('still_since'),
    /** When its recorder said that it is closed. */
    closedAt: instant('closed_at'),
    dueAt: instant('due_at'),
    hearsay: jsonb('hearsay').$type<Hearsay>().notNull().default({}),
    given: jsonb('given').$type<Given>().notNull().default({}),
    reason: text('reason').$type<IntakeRefusal>(),
    /** The sentence for people: why it was refused, or what is odd about it. */
    note: text('note'),
    recordingId: uuid('recording_id').references(() => recordings.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  (t) => [
    unique('intake_path_key').on(t.path),
    index('intake_folder').on(t.folder),
    index('intake_recording').on(t.recordingId),
    index('intake_due').on(t.dueAt).where(sql`${t.state} in ('growing', 'settling')`),
    index('intake_open').on(t.state).where(sql`${t.state} <> 'taken'`),
  ],
)

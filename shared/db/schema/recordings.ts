import { index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { Goods } from '#shared/domain/channel.ts'
import type { MediaInfo } from '#shared/domain/recording.ts'
import type { EngineChoice } from '#shared/domain/transcript.ts'
import type { WallClock } from '#shared/domain/wall-clock.ts'
import { broadcasts } from './broadcasts.ts'
import { captures } from './captures.ts'
import { big, id, instant } from './columns.ts'
import { rooms } from './rooms.ts'

/**
 * 录像: one file of one room: what two rooms send alike is two. What each stage made of it stands in its own column, so that a stage can say from the row alone
 * what is still to do: `ingest` registered → done | refused; `transcript` none | wanted → waiting | done.
 */
export const recordings = pgTable(
  'recordings',
  {
    id: id(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id),
    broadcastId: uuid('broadcast_id').references(() => broadcasts.id),
    path: text('path').notNull(),
    sha256: text('sha256').notNull(),
    bytes: big('bytes').notNull(),
    danmakuPath: text('danmaku_path'),
    captionsPath: text('captions_path'),
    title: text('title').notNull().default(''),
    goods: text('goods').$type<Goods>(),
    startedAt: instant('started_at').notNull(),
    startedAtSource: text('started_at_source').notNull(),
    durationMs: big('duration_ms'),
    media: jsonb('media').$type<MediaInfo>(),
    /** Content time against wall clock; `startedAt` is its beginning once the file was read. */
    clock: jsonb('clock').$type<WallClock>(),
    /** The recorder's own name of the live session; equal ones of a room are one broadcast, however far apart. */
    sessionKey: text('session_key'),
    /** The live capture that wrote it. */
    captureId: uuid('capture_id').references(() => captures.id),
    ingestState: text('ingest_state').$type<'registered' | 'done' | 'refused'>().notNull(),
    transcriptState: text('transcript_state')
      .$type<'none' | 'wanted' | 'waiting' | 'done' | 'failed'>()
      .notNull()
      .default('none'),
    transcriptId: uuid('transcript_id'),
    /** What a person wants it heard by; null for what the settings say. */
    wantedEngine: text('wanted_engine').$type<EngineChoice>(),
    /** `waiting` is wanted and nobody at hand who reads; `none` has no picture. */
    screenState: text('screen_state')
      .$type<'none' | 'wanted' | 'waiting' | 'done' | 'failed'>()
      .notNull()
      .default('wanted'),
    /** Which engine read, and names what it found: another key → detect again. Null while nothing was found. */
    screenKey: text('screen_key'),
    /** Lexicon version and transcript the present hits rest on; differs from the wished one → detect again. */
    detectedKey: text('detected_key'),
    /** When its file was deleted because its time was over; what was found in it stays. */
    mediaDeletedAt: instant('media_deleted_at'),
    commentErrors: integer('comment_errors').notNull().default(0),
    /** The stage that gave up and its sentence for people; cleared by a retry. */
    failedStage: text('failed_stage'),
    failure: text('failure'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    unique('recordings_content_key').on(t.sha256, t.roomId),
    index().on(t.broadcastId),
    index('recordings_room').on(t.roomId, t.startedAt),
    index('recordings_pending').on(t.ingestState, t.transcriptState),
  ],
)

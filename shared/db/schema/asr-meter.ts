import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { big } from './columns.ts'

/** What each engine was given to hear, and what that took, by day (Asia/Shanghai); counted up piece by piece. */
export const asrMeter = pgTable(
  'asr_meter',
  {
    engine: text('engine').notNull(),
    engineVersion: text('engine_version').notNull(),
    day: text('day').notNull(),
    recordings: integer('recordings').notNull().default(0),
    pieces: integer('pieces').notNull().default(0),
    /** Attempts at a recording that ended without its end, and pieces that could not be heard. */
    failures: integer('failures').notNull().default(0),
    /** Of the pieces; silence between them costs nothing. */
    audioMs: big('audio_ms').notNull().default(0),
    speechMs: big('speech_ms').notNull().default(0),
    /** Requests or decodes, one after the other. */
    engineMs: big('engine_ms').notNull().default(0),
    /** On this machine only. */
    cpuMs: big('cpu_ms').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.engine, t.engineVersion, t.day] })],
)

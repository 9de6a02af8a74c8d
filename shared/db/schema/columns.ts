import { bigint, timestamp, uuid } from 'drizzle-orm/pg-core'

/** A row's own id. Identity across re-runs is each table's natural key, never this. */
export const id = () => uuid('id').primaryKey().defaultRandom()

/** A wall-clock instant; kept to the millisecond so that what is read equals what was written. */
export const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

/** Milliseconds on a time line, or a size in bytes: beyond 32 bits, within a double. */
export const big = (name: string) => bigint(name, { mode: 'number' })

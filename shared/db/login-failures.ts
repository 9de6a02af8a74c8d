import { eq, sql } from 'drizzle-orm'
import { lockAfter, lockMs } from '#shared/domain/password.ts'
import type { Db } from './client.ts'
import { loginFailures } from './schema/index.ts'

/**
 * Counts one more try under `key` before it is judged, so that any number of tries at once are no more than in a row.
 * Null when it may be made; otherwise until when the door stays shut. The last admitted try starts the lock.
 */
export async function takeTry(db: Db, key: string, at: Date): Promise<Date | null> {
  const { count, until } = loginFailures
  const end = new Date(at.getTime() + lockMs)
  // As text with its zone: a parameter inside an expression has no column to take its type from.
  const [now, then] = [at.toISOString(), end.toISOString()]
  const over = sql`${until} <= ${now}::timestamptz`
  const [row] = await db
    .insert(loginFailures)
    .values({ key, count: 1, until: end })
    .onConflictDoUpdate({
      target: loginFailures.key,
      set: {
        count: sql`case when ${over} then 1 else least(${count} + 1, ${lockAfter + 1}) end`,
        until: sql`case when ${over} or ${count} < ${lockAfter} then ${then}::timestamptz else ${until} end`,
      },
    })
    .returning({ count, until })
  return row && row.count > lockAfter ? row.until : null
}

/** The run under `key` is over. */
export async function forgetTries(db: Db, key: string): Promise<void> {
  await db.delete(loginFailures).where(eq(loginFailures.key, key))
}

/** A try that succeeded was no failure; the others of its run stay counted. */
export async function giveBackTry(db: Db, key: string): Promise<void> {
  await db
    .update(loginFailures)
    .set({ count: sql`greatest(${loginFailures.count} - 1, 0)` })
    .where(eq(loginFailures.key, key))
}

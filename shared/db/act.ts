import type { Actor } from '#shared/domain/actor.ts'
import { checkRight, type Verb } from '#shared/domain/rights.ts'
import { AppError } from '#shared/errors.ts'
import { audit } from './audit.ts'
import { type Db, isUniqueViolation } from './client.ts'

export interface ActDeps {
  readonly db: Db
  readonly now: () => Date
}

/** What somebody does, to which row, and why. `subject` may be left to the outcome when the act makes the row. */
export interface Deed {
  readonly verb: Verb
  readonly subject?: string
  readonly reason?: string | undefined
}

/** What came of an act: the answer, and the row before and after for the audit line. */
export interface Done<T> {
  readonly result: T
  readonly subject?: string
  readonly before?: unknown
  readonly after?: unknown
}

/**
 * One human act: the right is checked, `fn` runs, and one audit line with actor, verb, subject, reason, before and after
 * is written, all in one transaction. An act that changed nothing (`before` and `after` equal) leaves no line. Throws
 * `forbidden` without the right, `conflict` when somebody else wrote the same natural key first.
 */
export async function act<T>(
  { db, now }: ActDeps,
  actor: Actor,
  { verb, subject = '', reason = '' }: Deed,
  fn: (tx: Db, at: Date) => Promise<Done<T>>,
): Promise<T> {
  checkRight(actor, verb)
  const at = now()
  try {
    return await db.transaction(async (tx) => {
      const done = await fn(tx, at)
      const { before = null, after = null } = done
      if (before !== null && JSON.stringify(before) === JSON.stringify(after)) return done.result
      await audit(tx, {
        at,
        actor: actor.name,
        action: verb,
        subject: done.subject ?? subject,
        detail: plain({ reason: reason.trim(), region: actor.region, before, after }),
      })
      return done.result
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('conflict', '已有相同的记录，或刚被他人录入，请刷新后再看。', {
      cause: error,
    })
  }
}

/** As JSON columns will give it back: the hash must be the same after reading. */
function plain(detail: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(detail)) as Record<string, unknown>
}

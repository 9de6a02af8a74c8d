import { rm } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { markForgotten, piecesWithoutFindings } from '#shared/db/capture-pieces.ts'
import type { Db } from '#shared/db/client.ts'
import { clipContextMs } from '#shared/domain/clip.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { mayDeleteFromMs, type RetentionPolicy } from '#shared/domain/retention.ts'

export interface ForgetDeps {
  readonly db: Db
  readonly retention: readonly RetentionPolicy[]
  /** Where captures are written; nothing outside of it is deleted. */
  readonly dir: string
}

const kind = 'media_without_hits'
const page = 200

/**
 * Deletes the files of captured pieces in which nothing was found once the policy's days are over; what was heard and
 * counted stays, and the audit log names every file. Answers how many.
 */
export async function forgetPieces({ db, retention, dir }: ForgetDeps, now: Date): Promise<number> {
  const policy = policyOn(retention, now.getTime())
  const { days, basis } = policy.classes[kind]
  const before = new Date(now.getTime() - days * 24 * 3_600_000)
  const due = (startedAt: Date) =>
    (mayDeleteFromMs(kind, startedAt.getTime(), policy, false) ?? Infinity) <= now.getTime()
  let count = 0
  for (;;) {
    const found = await piecesWithoutFindings(db, before, 2 * clipContextMs, page)
    const own = found.filter(
      ({ path, startedAt }) => due(startedAt) && resolve(path).startsWith(resolve(dir) + sep),
    )
    if (own.length === 0) return count
    for (const { path } of own) await rm(path, { force: true })
    await markForgotten(db, own, basis, now)
    count += own.length
    if (found.length < page) return count
  }
}

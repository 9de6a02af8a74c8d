import { answerFor } from '#shared/db/adjudications.ts'
import { candidatesOfFlag } from '#shared/db/candidates.ts'
import type { Db } from '#shared/db/client.ts'
import type { Opinion } from '#shared/domain/adjudication.ts'
import { decidedBy, type VerdictEntry } from '#shared/domain/verdict.ts'

/** What a model says of a flag, for a reader who has given a verdict of their own that stands; null for everybody else. */
export interface Advice extends Opinion {
  readonly model: string
  readonly at: Date
}

/** Whether it was a person who took the flag up from a candidate; why the model proposed it only after one's own verdict. */
export interface Provenance {
  readonly source: string
  readonly model: string
  readonly by: string | null
  readonly at: Date | null
  readonly note: string
  readonly reason: string | null
}

/** What models have to do with a flag, as far as this reader may know it now: advice must not come before judgement. */
export async function adviceOn(
  db: Db,
  flagId: string,
  log: readonly VerdictEntry[],
  reader: string,
): Promise<{ advice: Advice | null; promotedFrom: Provenance[] }> {
  const hasJudged = decidedBy(log, reader)
  const promotedFrom = (await candidatesOfFlag(db, flagId)).map((one) => ({
    source: one.source,
    model: one.model,
    by: one.decidedBy,
    at: one.decidedAt,
    note: one.decisionReason ?? '',
    reason: hasJudged ? one.reason : null,
  }))
  const row = hasJudged ? await answerFor(db, flagId) : undefined
  const opinion = row?.parsed && 'opinion' in row.parsed ? row.parsed : null
  const advice = row && opinion ? { ...opinion, model: row.model, at: row.at } : null
  return { advice, promotedFrom }
}

import { addBacktest, type Backtest, getBacktest } from '#shared/db/backtests.ts'
import type { Db } from '#shared/db/client.ts'
import { findLexicon, publishedLexicon } from '#shared/db/lexicons.ts'
import type { Scope } from '#shared/db/scope.ts'
import type { LexiconSource } from '#shared/domain/lexicon.ts'
import { AppError } from '#shared/errors.ts'
import { compileAside } from '#shared/lexicon/aside.ts'
import { readDocument } from '#shared/lexicon/document.ts'
import { versionOf } from '#shared/lexicon/load.ts'
import { sourceOf } from '../lexicon/act.ts'
import type { Version } from './pair.ts'

/** Broadcasts to a part: a quarter of a million characters, so that a run cut short loses less than a second's work. */
const broadcastsPerPart = 4
const dayMs = 86_400_000

export interface Planned {
  readonly backtest: Backtest
  readonly before: Version
  readonly after: Version
}

/** What to hold against what: a stored draft by name, or a lexicon of a folder. */
export interface BacktestOrder {
  readonly draft: string | LexiconSource
  readonly against?: string | undefined
  readonly days: number
}

/** Files a backtest of the last days' broadcasts. Throws `not_found` for a version that is not stored, `invalid` for a draft at fault. */
export async function planBacktest(
  db: Db,
  scope: Scope,
  { draft, against, days }: BacktestOrder,
  now: Date,
): Promise<Planned> {
  const base = against === undefined ? await publishedLexicon(db) : await findLexicon(db, against)
  if (!base) throw new AppError('not_found', '还没有发布过的词库,请用 --against 指定对照版本。')
  const after = await versionFrom(db, draft)
  // A draft at fault is told before anything is filed.
  await compileAside(JSON.stringify(after.source), after.version)
  const backtest = await addBacktest(
    db,
    scope,
    {
      draft: after.version,
      against: base.version,
      draftSource: typeof draft === 'string' ? null : draft,
      fromAt: new Date(now.getTime() - days * dayMs),
      toAt: now,
      createdAt: now,
    },
    broadcastsPerPart,
  )
  return {
    backtest,
    after,
    before: { version: base.version, source: await sourceOf(db, base.version) },
  }
}

async function versionFrom(db: Db, draft: BacktestOrder['draft']): Promise<Version> {
  if (typeof draft !== 'string') return { version: versionOf(draft), source: draft }
  const { version } = await findLexicon(db, draft)
  return { version, source: await sourceOf(db, version) }
}

/** A backtest that was filed before, with its two versions. Throws `not_found`. */
export async function plannedBacktest(db: Db, scope: Scope, id: string): Promise<Planned> {
  const backtest = await getBacktest(db, scope, id)
  if (!backtest) throw new AppError('not_found', '没有这次回测,或不在您的辖区。')
  const { draft, against, draftSource } = backtest
  const source = draftSource === null ? await sourceOf(db, draft) : readDocument(draftSource)
  return {
    backtest,
    after: { version: draft, source },
    before: { version: against, source: await sourceOf(db, against) },
  }
}

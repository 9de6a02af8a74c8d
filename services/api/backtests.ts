import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { countParts, latestBacktest, talliesOf } from '#shared/db/backtests.ts'
import type { Db } from '#shared/db/client.ts'
import { findLexicon } from '#shared/db/lexicons.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { addTallies, emptyTally, reviewMinutes } from '#shared/domain/backtest.ts'
import { policyOn } from '#shared/domain/policy.ts'
import type { TermHealthPolicy } from '#shared/domain/term-health.ts'
import { AppError } from '#shared/errors.ts'
import { planBacktest, plannedBacktest } from '../backtest/plan.ts'
import { runBacktest } from '../backtest/run.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

export interface BacktestRouteDeps {
  readonly db: Db
  readonly termHealth: readonly TermHealthPolicy[]
  readonly now: () => Date
}

const Version = z.object({ version: z.string().min(4).max(64) })
const Order = z.strictObject({ days: z.int().min(1).max(366) })

/** 回测 of a draft: started or gone on with, its progress, and what it came to; one at a time, and beside the requests. */
export function backtestRoutes({ db, termHealth, now }: BacktestRouteDeps) {
  const running = new Set<string>()
  const failures = new Map<string, string>()

  async function stateOf(actor: Actor, name: string) {
    // Asked first: one that ends while its rows are read is told as running, and asked for again.
    const atWork = new Set(running)
    const { version } = await findLexicon(db, name)
    const backtest = await latestBacktest(db, actor, version)
    if (!backtest) return { backtest: null }
    const { id, against, fromAt, toAt, finishedAt } = backtest
    const tally = (await talliesOf(db, id)).reduce(addTallies, emptyTally)
    const { reviewMinutesPerFlag } = policyOn(termHealth, now().getTime())
    return {
      backtest: {
        ...{ id, against, fromAt, toAt, finishedAt, tally },
        ...(await countParts(db, id)),
        running: atWork.has(id),
        failure: failures.get(id) ?? null,
        minutes: reviewMinutes(tally, reviewMinutesPerFlag),
      },
    }
  }

  async function start(actor: Actor, name: string, days: number): Promise<void> {
    const { version } = await findLexicon(db, name)
    const last = await latestBacktest(db, actor, version)
    if (last && running.has(last.id)) return
    if (running.size > 0) throw new AppError('conflict', '另有一次回测正在进行，请等它完成。')
    const planned =
      last && !last.finishedAt
        ? await plannedBacktest(db, actor, last.id)
        : await planBacktest(db, actor, { draft: version, days }, now())
    const { id } = planned.backtest
    running.add(id)
    failures.delete(id)
    // One thread, which asks this one for its texts: the other processors are for those who wait for an answer.
    const how = { db, databaseUrl: null, now, threads: 1, signal: new AbortController().signal }
    void runBacktest(id, planned.before, planned.after, how)
      .catch((error) =>
        failures.set(id, error instanceof AppError ? error.message : '回测中断，可以接着做。'),
      )
      .finally(() => running.delete(id))
  }

  return new Hono<ActorEnv>()
    .get('/:version/backtest', may('lexicon.manage'), validator('param', Version), async (c) =>
      c.json(await stateOf(c.var.actor, c.req.valid('param').version), 200),
    )
    .post(
      '/:version/backtest',
      may('lexicon.manage'),
      validator('param', Version),
      validator('json', Order),
      async (c) => {
        const { version } = c.req.valid('param')
        await start(c.var.actor, version, c.req.valid('json').days)
        return c.json(await stateOf(c.var.actor, version), 200)
      },
    )
}

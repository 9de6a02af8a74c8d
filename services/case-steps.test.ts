import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import {
  caseSteps as knownSteps,
  removalProposals,
  removalSignatures,
} from '#shared/db/schema/index.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { ApplicationState } from '#shared/domain/application.ts'
import { caseSteps } from '#shared/domain/case-steps.ts'
import { LeadState } from '#shared/domain/lead.ts'
import { NoticeState } from '#shared/domain/notice.ts'
import {
  RemovalSignature,
  RemovalStage,
  RemovalState,
  removalStages,
} from '#shared/domain/removal-stages.ts'
import { everyRole } from '#shared/domain/rights.ts'
import { silentLog } from '#shared/log.ts'
import { newLiteUrl, newPostgresUrl } from '#shared/testing/database.ts'
import { publicize } from './applications/confirm.ts'
import { reviewApplication } from './applications/review.ts'
import { settleScore } from './applications/scoring.ts'
import { type House, openHouse } from './house.ts'
import { stepLead } from './leads/steps.ts'
import { answerNotice } from './notices/answer.ts'
import { acceptNotice, refuseNotice, serveNotice } from './notices/steps.ts'
import { signRemoval } from './removal/sign.ts'
import { aLead, aNotice, anApplication, aRemoval, fullMarks } from './testing/case-rows.ts'

const at = new Date('2026-03-12T08:00:00+08:00')
const person = (name: string): Actor => ({ name, roles: everyRole, region: 'zhoushan' })
const [wang, zhou] = [person('王'), person('周')]

describe.each([
  ['PGlite', async (): Promise<string> => newLiteUrl()],
  ['PostgreSQL', newPostgresUrl],
] as const)('cases on %s', (_, url) => {
  let house: House
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lvbo-cases-'))
    const config = loadConfig({ DATABASE_URL: await url(), DATA_DIR: dir })
    house = await openHouse(config, { log: silentLog, now: () => at, undoMinutes: 0 })
  })
  afterAll(async () => {
    await house.close()
    await rm(dir, { recursive: true })
  })

  test('the database knows the same steps as the house', async () => {
    const stored = await house.deps.db.select().from(knownSteps)
    const text = (one: (typeof caseSteps)[number] | (typeof stored)[number]) =>
      `${one.caseTable} ${one.fromState} ${one.toState}`
    expect(stored.map(text).sort()).toEqual(caseSteps.map(text).sort())
  })

  test('a change of state that is no step is refused by the database', async () => {
    const { db } = house.deps
    const rows = {
      notices: [NoticeState.options, (state: NoticeState) => aNotice(db, state)],
      leads: [LeadState.options, (state: LeadState) => aLead(db, state)],
      applications: [
        ApplicationState.options,
        async (state: ApplicationState) => (await anApplication(house, 'county_review', state)).id,
      ],
      removal_proposals: [
        RemovalState.options,
        async (state: RemovalState) => {
          const id = await aRemoval(house, 'verify')
          await db.update(removalProposals).set({ state }).where(eq(removalProposals.id, id))
          return id
        },
      ],
    } as const
    let refused = 0
    for (const [table, [states, put]] of Object.entries(rows))
      for (const from of states) {
        const id = await (put as (state: string) => Promise<string>)(from)
        for (const to of states) {
          const known = caseSteps.some(
            (one) => one.caseTable === table && one.fromState === from && one.toState === to,
          )
          if (known || to === from) continue
          refused += 1
          const raw = db.execute(
            sql`update ${sql.identifier(table)} set state = ${to} where id = ${id}`,
          )
          await expect(raw, `${table} ${from} -> ${to}`).rejects.toThrow()
        }
      }
    expect(refused).toBe(78)
  })

  test('a signature that does not wait is refused by the database', async () => {
    const { db } = house.deps
    for (const waiting of RemovalStage.exclude(['propose']).options) {
      const proposalId = await aRemoval(house, waiting)
      const seq = 1 + RemovalStage.options.indexOf(waiting)
      for (const stage of RemovalStage.options)
        for (const outcome of RemovalSignature.shape.outcome.options) {
          const rule = removalStages.find((one) => one.stage === stage)
          const offered =
            outcome === 'agree' || (outcome === 'return' ? rule?.returnsTo : rule?.mayRefuse)
          if (stage === waiting && offered) continue
          const raw = db
            .insert(removalSignatures)
            .values({ proposalId, seq, stage, outcome, by: randomUUID(), reason: '', at })
          await expect(raw, `${waiting}: ${stage} ${outcome}`).rejects.toThrow()
        }
    }
  })

  /** Two people at once: one is done, the other is told so. */
  const oneWins = async (...acts: readonly Promise<unknown>[]) => {
    const outcomes = await Promise.allSettled(acts)
    const lost = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(lost).toMatchObject([{ code: 'conflict' }])
  }

  test('two people at once: one wins, the other gets conflict', async () => {
    const { deps } = house
    const { db } = deps
    const draft = await aNotice(db, 'draft')
    await oneWins(serveNotice(deps, wang, draft, 'post'), serveNotice(deps, zhou, draft, 'post'))
    const answered = await aNotice(db, 'answered')
    await oneWins(
      acceptNotice(deps, wang, answered, '到位'),
      refuseNotice(deps, zhou, answered, '未到位'),
    )
    const served = await aNotice(db, 'served')
    const answer = { text: '已改', attachments: [] }
    await oneWins(
      answerNotice(deps, wang, served, answer),
      answerNotice(deps, zhou, served, answer),
    )
    const lead = await aLead(db, 'sent')
    const receive = { verb: 'receive', reason: '' } as const
    await oneWins(stepLead(deps, wang, lead, receive), stepLead(deps, zhou, lead, receive))
    const { id } = await anApplication(house, 'county_review')
    await oneWins(
      reviewApplication(deps, wang, id, { verb: 'report', opinion: '同意', mend: [] }),
      reviewApplication(deps, zhou, id, { verb: 'reject', opinion: '不符', mend: [] }),
    )
    const scored = await anApplication(house, 'scored')
    await oneWins(
      publicize(deps, wang, scored.id, '择优'),
      publicize(deps, zhou, scored.id, '择优'),
    )
    const panel = await anApplication(house, 'city_review')
    const form = { marks: fullMarks(house), bonus: [], vetoes: [] }
    await oneWins(settleScore(deps, wang, panel.id, form), settleScore(deps, zhou, panel.id, form))
    const removal = await aRemoval(house, 'verify')
    const agree = { stage: 'verify', outcome: 'agree', reason: '' } as const
    await oneWins(signRemoval(deps, wang, removal, agree), signRemoval(deps, zhou, removal, agree))
  })
})

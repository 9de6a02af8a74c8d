import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { memberships, removalProposals } from '#shared/db/schema/index.ts'
import { ApplicationState } from '#shared/domain/application.ts'
import { LeadState, leadSteps, leadVerbs } from '#shared/domain/lead.ts'
import {
  ByHand,
  MembershipState,
  type MembershipVerb,
  transitionOf,
} from '#shared/domain/membership.ts'
import { NoticeState, noticeSteps, noticeVerbs } from '#shared/domain/notice.ts'
import { RemovalSignature, RemovalStage, removalStages } from '#shared/domain/removal-stages.ts'
import { silentLog } from '#shared/log.ts'
import { newPostgresUrl } from '#shared/testing/database.ts'
import { type House, openHouse } from '../house.ts'
import { apiOf } from '../serve.ts'
import { aLead, aNotice, anApplication, aRemoval, fullMarks, roomIn } from '../testing/case-rows.ts'

/** Every verb of every case from every state, over HTTP: what is no row of the table is refused and changes nothing. */

let dir: string
let house: House
let api: ReturnType<typeof apiOf>
const at = new Date('2026-03-12T08:00:00+08:00')
const reason = '试'

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-steps-'))
  const config = loadConfig({
    DATABASE_URL: await newPostgresUrl(),
    DATA_DIR: dir,
    ACCESS_TOKEN: 'a-token-of-length-20',
  })
  house = await openHouse(config, { log: silentLog, now: () => at, undoMinutes: 0 })
  api = apiOf(house, silentLog)
})
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true })
})

interface Refusal {
  readonly code?: string
  readonly message?: string
}

async function ask(method: string, path: string, body: unknown) {
  const answer = await api.request(`http://localhost/api${path}`, {
    method,
    headers: { authorization: 'Bearer a-token-of-length-20', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: answer.status, json: (await answer.json()) as Refusal & Record<string, unknown> }
}

/** Refused as a step that is none: by its state, or as another's to take. */
async function refused(method: string, path: string, body: unknown, what: string) {
  const { status, json } = await ask(method, path, body)
  expect(['conflict', 'forbidden'], `${what}: ${status} ${json.message}`).toContain(json.code)
}

test('notices', async () => {
  const bodies = { serve: { how: 'post' }, read: {}, answer: { text: '已改' } }
  let none = 0
  for (const from of NoticeState.options)
    for (const verb of noticeVerbs) {
      const id = await aNotice(house.deps.db, from)
      const body = verb in bodies ? bodies[verb as keyof typeof bodies] : { reason }
      const step = noticeSteps[verb]
      const path = `/notices/${id}/${verb}`
      if (!step.from.includes(from)) {
        none += 1
        await refused('POST', path, body, `${from} ${verb}`)
      } else {
        const { json, status } = await ask('POST', path, body)
        expect(json.state, `${from} ${verb} ${status} ${json.message}`).toBe(step.to ?? from)
      }
    }
  expect(none).toBe(34)
})

test('leads', async () => {
  const report = { reason, result: 'true', disposal: 'order' }
  let none = 0
  for (const from of LeadState.options)
    for (const verb of leadVerbs) {
      const id = await aLead(house.deps.db, from)
      const body = verb === 'report' ? { verb, ...report } : { verb, reason }
      const step = leadSteps[verb]
      const path = `/leads/${id}/steps`
      if (!step.from.includes(from)) {
        none += 1
        await refused('POST', path, body, `${from} ${verb}`)
      } else expect((await ask('POST', path, body)).json.state).toBe(step.to ?? from)
    }
  expect(none).toBe(28)
})

/** How each step of an application is asked for, and the step of the room it is. */
const applicationCalls = [
  { verb: 'submit', path: 'submit', body: () => ({}) },
  ...(['start_county_review', 'reject', 'report', 'start_city_review'] as const).map((verb) => ({
    ...{ verb, path: 'review', body: () => ({ verb, opinion: reason }) },
  })),
  {
    ...{ verb: 'return', path: 'review' },
    body: () => ({ verb: 'return', opinion: reason, mend: [{ what: 'staff', why: reason }] }),
  },
  { verb: 'publicize', path: 'publicize', body: () => ({ reason }) },
  { verb: 'object', path: 'objections', body: () => ({ raisedBy: '群众', text: '不实' }) },
  { verb: 'dismiss_objection', path: 'objection', body: () => ({ outcome: 'dismissed', reason }) },
  { verb: 'reject', path: 'objection', body: () => ({ outcome: 'upheld', reason }) },
  { verb: 'list', path: 'list', body: () => ({ reason }) },
  {
    ...{ verb: 'score', path: 'final' },
    body: () => ({ marks: fullMarks(house).map(({ auto: _, ...mark }) => mark) }),
  },
] as const satisfies readonly {
  verb: MembershipVerb
  path: string
  body: () => unknown
}[]

type ApplicationCall = (typeof applicationCalls)[number]

/** Steps that a row of the room's table allows and this route does not take: they are another route's. */
function taken({ verb, path }: ApplicationCall, place: MembershipState): boolean {
  if (verb === 'reject') return (path === 'objection') === (place === 'objection')
  return true
}

function pathOf(
  { path }: ApplicationCall,
  { id, objectionId }: { id: string; objectionId: string },
) {
  if (path === 'objection') return `/applications/${id}/objections/${objectionId}`
  if (path === 'final') return `/scorecards/${id}/final`
  return `/applications/${id}/${path}`
}

describe('applications', () => {
  test.each(MembershipState.options)('of a room that is %s', async (place) => {
    const drafts: MembershipState[] = ['surveyed', 'rejected', 'removed', 'withdrawn', 'expired']
    const state = drafts.includes(place) ? 'draft' : 'open'
    const kept = await anApplication(house, place, state)
    for (const call of applicationCalls) {
      const row = transitionOf(place, call.verb)
      const what = `${place} ${call.verb} by ${call.path}`
      const wanted = row && taken(call, place)
      // What is refused changes nothing, so that all of it is tried on one.
      const one = wanted ? await anApplication(house, place, state) : kept
      if (wanted) {
        const { status, json } = await ask('POST', pathOf(call, one), call.body())
        expect(status, `${what}: ${json.message}`).toBeLessThan(300)
      }
      // A further objection is one of the same check, and moves nothing.
      else if (!(place === 'objection' && call.verb === 'object'))
        await refused('POST', pathOf(call, one), call.body(), what)
      const [now] = await house.deps.db
        .select({ state: memberships.state })
        .from(memberships)
        .where(eq(memberships.roomId, one.roomId))
      expect(now?.state, what).toBe(wanted && row ? row.to : place)
    }
  })

  test.each(ApplicationState.extract(['listed', 'rejected', 'withdrawn']).options)(
    'one that is %s moves no room that is on its way by another',
    async (state) => {
      for (const call of applicationCalls)
        for (const place of MembershipState.options.filter((from) =>
          transitionOf(from, call.verb),
        )) {
          const one = await anApplication(house, place, state)
          await refused('POST', pathOf(call, one), call.body(), `${state} ${place} ${call.verb}`)
        }
    },
  )
})

test('steps by hand', async () => {
  let none = 0
  for (const from of MembershipState.options) {
    const id = await roomIn(house.deps.db, from)
    for (const verb of ByHand.options.filter((one) => !transitionOf(from, one))) {
      none += 1
      await refused('POST', `/memberships/${id}/steps`, { verb, reason }, `${from} ${verb}`)
    }
  }
  expect(none).toBe(81)
})

describe('removal cases', () => {
  const rest = [
    ['POST', 'hearing', {}],
    ['POST', 'hearing/extend', { reason }],
    ['POST', 'statement', { text: '申辩' }],
    ['POST', 'reinstate', { reason }],
  ] as const

  test.each(RemovalStage.exclude(['propose']).options)('one that waits for %s', async (waiting) => {
    const id = await aRemoval(house, waiting)
    for (const stage of RemovalStage.options)
      for (const outcome of RemovalSignature.shape.outcome.options) {
        const rule = removalStages.find((one) => one.stage === stage)
        const offered =
          outcome === 'agree' || (outcome === 'return' ? rule?.returnsTo : rule?.mayRefuse)
        if (stage === waiting && offered) continue
        const { json } = await ask('POST', `/removals/${id}/signatures`, { stage, outcome, reason })
        const code = stage === waiting ? ['invalid', 'forbidden'] : ['conflict', 'forbidden']
        expect(code, `${stage} ${outcome}: ${json.message}`).toContain(json.code)
      }
    const open: readonly string[] = waiting === 'hear' ? ['hearing'] : []
    const served = waiting !== 'verify' && waiting !== 'hear'
    const answered: readonly string[] = served ? ['statement', 'hearing/extend'] : []
    for (const [method, path, body] of rest)
      if (![...open, ...answered].includes(path))
        await refused(method, `/removals/${id}/${path}`, body, `${waiting} ${path}`)
  })

  test.each(['withdrawn', 'kept', 'published'] as const)('one that is %s', async (state) => {
    const { db } = house.deps
    const id = await aRemoval(house, 'verify')
    await db.update(removalProposals).set({ state }).where(eq(removalProposals.id, id))
    for (const stage of RemovalStage.options)
      for (const outcome of RemovalSignature.shape.outcome.options)
        await refused(
          'POST',
          `/removals/${id}/signatures`,
          { stage, outcome, reason },
          `${state} ${stage}`,
        )
    // A removal that was carried out is taken back from `removed` alone, where this room is not.
    for (const [method, path, body] of rest)
      await refused(method, `/removals/${id}/${path}`, body, `${state} ${path}`)
  })
})

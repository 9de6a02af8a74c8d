import { eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { takeOver } from '#shared/db/membership.ts'
import { memberships, removalSignatures } from '#shared/db/schema/index.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import type { Role } from '#shared/domain/role.ts'
import { aFlag, aRecording } from '#shared/testing/factories.ts'
import { operatorOf, roomOf } from '../demo/casework/applicants.ts'
import { holdFlag, judgeFlag } from '../pool/judge.ts'
import { createOperator } from '../registry/operators.ts'
import { createRoom } from '../registry/rooms.ts'
import { office, type World } from './world.ts'

const region = 'zhoushan/putuo'
const name = '六横海产直播间'

/** A listed room with a red line that two people confirmed, and everybody the case needs. */
async function aCase({ house, person, later, poolRests }: World) {
  const { deps } = house
  const applicant = { name, stop: 'listed' as const, short: 0 }
  const today = dayOf(deps.now().getTime())
  const operator = await createOperator(deps, office, operatorOf(applicant, 91, today))
  const room = await createRoom(deps, office, roomOf(applicant, 91, operator.id))
  await takeOver(deps.db, room.id, 'listed', deps.now())
  await person('初审甲', ['reviewer'], { region })
  await person('抽检乙', ['second_reviewer'])
  await person('承办丙', ['case_officer'], { region })
  await person('商家丁', ['operator'], { operatorId: operator.id })
  await person('审核戊', ['second_reviewer'])
  await person('审批己', ['approver'])
  const recording = await aRecording(deps.db, room.id, new Date(deps.now().getTime() - 7_200_000))
  const flagId = await aFlag(deps.db, recording, { severity: 5 }, deps.now())
  const as = (who: string, role: Role, where = 'zhoushan'): Actor => ({
    ...{ name: who, roles: [role], region: where },
  })
  const confirmed = { verdict: 'confirmed' as const }
  await judgeFlag(deps, flagId, confirmed, as('初审甲', 'reviewer', region))
  await holdFlag(deps, flagId, as('抽检乙', 'second_reviewer'))
  await judgeFlag(deps, flagId, confirmed, as('抽检乙', 'second_reviewer'))
  later(11 * 60_000)
  await poolRests()
  return room.id
}

const reasonGiven = async (page: Page) => page.locator('.sign textarea').last().fill('属实，同意')
const signed = (page: Page, stage: string) =>
  page.locator(`[data-testid=stage-${stage}].done`).waitFor()

/** 提出 to 公示: each of six people does what is theirs, in the browser, and the room leaves the list. */
export async function removalThroughSixStages(world: World): Promise<void> {
  const { db } = world.house.deps
  const roomId = await aCase(world)
  const stateOf = async () => {
    const [row] = await db.select().from(memberships).where(eq(memberships.roomId, roomId))
    return row?.state
  }
  expect(await stateOf()).toBe('removal_proposed')

  const officer = await world.enter('承办丙')
  await officer.goto(`${world.url}/proposals`)
  await signed(officer, 'propose')
  await reasonGiven(officer)
  await officer.getByTestId('sign-agree').click()
  await signed(officer, 'verify')
  await officer.getByTestId('serve-hearing').click()
  await officer.getByTestId('record-statement').waitFor()

  const operator = await world.enter('商家丁', { width: 390, height: 844 })
  await operator.getByRole('link', { name: `“${name}”移出事实告知` }).click()
  await operator.getByTestId('answer-text').fill('主播临时发挥，已停播培训')
  const filed = operator.waitForResponse((answer) => answer.url().endsWith('/statement'))
  await operator.getByTestId('answer-send').click()
  expect((await filed).status()).toBe(201)
  await operator.context().close()

  await officer.reload()
  for (const field of ['system', 'diligence', 'reason'])
    await officer.getByTestId(`leniency-${field}`).fill('有制度，未尽责')
  await officer.getByTestId('leniency-save').click()
  await officer.locator('.leniency legend .pill').waitFor()
  await reasonGiven(officer)
  await officer.getByTestId('sign-agree').click()
  await signed(officer, 'hear')
  await officer.context().close()

  // Who looked again at its fact may not sign it.
  const looked = await world.enter('抽检乙')
  await looked.goto(`${world.url}/proposals`)
  await reasonGiven(looked)
  await looked.getByTestId('sign-agree').click()
  await looked.locator('.sign .ant-alert-error').waitFor()
  await looked.context().close()

  const reviewer = await world.enter('审核戊')
  await reviewer.goto(`${world.url}/proposals`)
  await reasonGiven(reviewer)
  await reviewer.getByTestId('sign-agree').click()
  await signed(reviewer, 'review')
  await reviewer.context().close()

  const approver = await world.enter('审批己')
  await approver.goto(`${world.url}/proposals`)
  await reasonGiven(approver)
  await approver.getByTestId('confirm-room').fill(name)
  await approver.getByTestId('sign-agree').click()
  await signed(approver, 'approve')
  await approver.context().close()

  world.later(25 * 3_600_000)
  await world.poolRests()
  expect(await stateOf()).toBe('removed')
  const signatures = await db.select().from(removalSignatures)
  expect(signatures.map(({ stage, by }) => [stage, by])).toEqual([
    ['propose', 'system'],
    ['verify', '承办丙'],
    ['hear', '承办丙'],
    ['review', '审核戊'],
    ['approve', '审批己'],
    ['publish', 'system'],
  ])
}

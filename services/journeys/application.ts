import { eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { applications, memberships } from '#shared/db/schema/index.ts'
import { dayMs, dayOf } from '#shared/domain/calendar.ts'
import { createBatch } from '../applications/draft.ts'
import { operatorOf, roomOf } from '../demo/casework/applicants.ts'
import { createOperator } from '../registry/operators.ts'
import { createRoom } from '../registry/rooms.ts'
import { aPhoto } from '../testing/portal-case.ts'
import { office, type World } from './world.ts'

const name = '虾峙渔嫂直播间'

/** An operator with a room outside of the pool, an open batch, and the people of the county and the city. */
async function aStart({ house, person }: World): Promise<string> {
  const { deps } = house
  const today = dayOf(deps.now().getTime())
  const applicant = { name, stop: 'draft' as const, short: 0 }
  const operator = await createOperator(deps, office, operatorOf(applicant, 92, today))
  const room = await createRoom(deps, office, roomOf(applicant, 92, operator.id))
  await createBatch(deps, office, {
    // The phone goes by the real day.
    ...{ name: '本年第一批', opensOn: dayOf(Date.now()), places: null, tolerance: 0 },
    closesOn: dayOf(deps.now().getTime() + 30 * dayMs),
    sheetVersion: deps.sheets[0]?.version ?? '',
  })
  await person('商家壬', ['operator'], { operatorId: operator.id })
  await person('县审癸', ['application_officer'], { region: 'zhoushan/putuo' })
  await person('评一', ['application_officer'])
  await person('评二', ['application_officer'])
  await person('审批子', ['approver'])
  return room.id
}

/** The five steps of the form, on a phone. */
async function apply(page: Page, url: string): Promise<void> {
  const at = (id: string) => page.getByTestId(id)
  await page.goto(`${url}/portal/apply`)
  await page.getByRole('button', { name }).click()
  await at('field-staff').fill('8')
  await at('step-next').click()
  await at('field-mainGoods').fill('带鱼、虾皮')
  await at('step-next').click()
  await at('step-next').click()
  await at('field-complianceSystem').fill('设合规专员，逐场审稿')
  await at('field-promise').check()
  await at('step-next').click()
  for (const kind of ['business-licence', 'compliance-system']) {
    const file = { name: `${kind}.png`, mimeType: 'image/png', buffer: Buffer.from(aPhoto) }
    await at(`material-${kind}`).locator('input[type=file]').setInputFiles(file)
    await page.getByText(`${kind}.png`).waitFor()
  }
  await at('submit-application').click()
  await at('submit-application').waitFor({ state: 'detached' })
}

/** Gives every line of the sheet its full points and hands the card in. */
async function score(page: Page): Promise<void> {
  const card = page.getByTestId('card-form')
  const points = card.locator('.criterion [role=spinbutton]')
  await points.first().waitFor()
  for (const line of await points.all())
    if ((await line.inputValue()) === '')
      await line.fill((await line.getAttribute('aria-valuemax')) ?? '')
  await page.getByTestId('card-submit').click()
  await card.waitFor({ state: 'detached' })
}

/** From an operator's phone through county and city, blind scoring and publicity to the list anybody may see. */
export async function applicationToListing(world: World): Promise<void> {
  const { db } = world.house.deps
  const roomId = await aStart(world)
  const phone = await world.enter('商家壬', { width: 390, height: 844 })
  await apply(phone, world.url)
  await phone.context().close()
  const [row] = await db.select().from(applications).where(eq(applications.roomId, roomId))
  const sheet = `${world.url}/applications/${row?.id}`
  const open = async (who: string) => {
    const page = await world.enter(who)
    await page.goto(sheet)
    return page
  }
  const step = async (page: Page, ...verbs: readonly string[]) => {
    for (const verb of verbs) {
      await page.getByTestId(`step-${verb}`).click()
      await page.getByTestId(`step-${verb}`).waitFor({ state: 'detached' })
    }
  }

  const county = await open('县审癸')
  await step(county, 'start_county_review', 'report')
  await county.context().close()
  const first = await open('评一')
  await step(first, 'start_city_review')
  const chief = await open('审批子')
  const scorers = chief.getByRole('combobox', { name: /评分人/ })
  await scorers.fill('评一 评二 ')
  await scorers.press('Enter')
  await chief.getByTestId('panel-assign').click()
  await chief.getByTestId('panel-assign').waitFor({ state: 'detached' })
  await first.reload()
  await score(first)
  await first.context().close()
  const second = await open('评二')
  await score(second)
  await second.context().close()
  await chief.reload()
  await score(chief)
  await chief.getByTestId('application-steps').locator('textarea').fill('得分达标')
  await step(chief, 'publicize')
  await chief.context().close()

  world.later(15 * dayMs)
  const again = await open('审批子')
  await again.getByTestId('application-steps').locator('textarea').fill('公示无异议')
  await step(again, 'list')
  await again.context().close()
  const [place] = await db.select().from(memberships).where(eq(memberships.roomId, roomId))
  expect(place?.state).toBe('listed')
  expect(await (await fetch(`${world.url}/public`)).text()).toContain(name)
}

import { expect } from 'vitest'
import { addDays, dayOf } from '#shared/domain/calendar.ts'
import { tabTo, type World } from './world.ts'

/** Yesterday's report reviewed by one person and signed by another, both by keyboard. */
export async function reportSigned(world: World): Promise<void> {
  const day = addDays(dayOf(world.house.deps.now().getTime()), -1)
  await world.person('科员庚', ['case_officer'])
  await world.person('局长辛', ['leader'])
  for (const [name, verb, state] of [
    ['科员庚', 'review', '已审核'],
    ['局长辛', 'sign', '已签发'],
  ] as const) {
    const page = await world.enter(name)
    await page.goto(`${world.url}/reports?day=${day}`)
    await page.getByTestId(`report-${verb}`).waitFor()
    await tabTo(page, `report-${verb}`)
    await page.keyboard.press('Enter')
    const shown = page.getByTestId('report-state')
    await expect.poll(() => shown.textContent(), { timeout: 10_000 }).toContain(state)
    await page.context().close()
  }
}

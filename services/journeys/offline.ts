import { and, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { flagOpenings, flags } from '#shared/db/schema/index.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import type { World } from './world.ts'

/** A grave lead is opened, heard and judged while the network is away; the verdict stands when it is back. */
export async function graveVerdictOffline(world: World): Promise<void> {
  const { db, now } = world.house.deps
  const name = '初审三'
  const region = 'zhoushan/daishan'
  const room = await aRoom(db, '断网直播间', { region })
  for (const [n, quote] of ['这款鱼油能根治痛风', '喝它三天彻底治好失眠'].entries()) {
    const startedAt = new Date(now().getTime() - (n + 1) * 2 * 86_400_000)
    const words = { quote, quoteStart: 4, quoteEnd: quote.length, phrase: quote.slice(4) }
    await aFlag(db, await aRecording(db, room.id, startedAt), { severity: 5, ...words }, now())
  }
  await world.person(name, ['reviewer'], { region })
  const page = await world.enter(name)
  const fetched = new Set<string>()
  page.on('requestfinished', (request) => {
    const flagId = /\/api\/flags\/([0-9a-f-]{36})$/.exec(request.url())?.[1]
    if (flagId) fetched.add(flagId)
  })
  await page.goto(`${world.url}/review`)
  const inHand = page.locator('[data-testid=flag-row][aria-current=true]')
  await inHand.waitFor()
  const before = await inHand.getAttribute('data-flag-id')
  await expect.poll(() => fetched.size).toBe(2)

  await page.context().setOffline(true)
  await page.keyboard.press('j')
  await expect.poll(() => inHand.getAttribute('data-flag-id')).not.toBe(before)
  const flagId = (await inHand.getAttribute('data-flag-id')) ?? ''
  const toHear = page.getByTestId('to-hear')
  await toHear.waitFor()
  await page.keyboard.press('a')
  expect(await page.getByTestId('unsent').count()).toBe(0)
  await toHear.waitFor({ state: 'detached' })
  await page.keyboard.press('a')
  await page.getByTestId('unsent').waitFor()
  const [flag] = await db.select().from(flags).where(eq(flags.id, flagId))
  expect(flag?.state).toBe('open')

  await page.context().setOffline(false)
  await page.getByTestId('unsent').waitFor({ state: 'detached' })
  // As the person sees it: where a colleague looks a second time, the decision is sealed until then.
  const answer = await page.request.get(`${world.url}/api/flags/${flagId}`)
  expect(await answer.json()).toMatchObject({ state: 'confirmed' })
  const mine = and(eq(flagOpenings.flagId, flagId), eq(flagOpenings.by, name))
  const [opening] = await db.select().from(flagOpenings).where(mine)
  expect(opening?.saidAt?.getTime()).toBeLessThan((opening?.at.getTime() ?? 0) - 3_000)
  await page.context().close()
}

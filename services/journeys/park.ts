import { eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { flagMoves } from '#shared/db/schema/index.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import type { World } from './world.ts'

/** A lead is set aside by keyboard: not without a reason, and then for a day. */
export async function parkedWithReason(world: World): Promise<void> {
  const { db, now } = world.house.deps
  const region = 'zhoushan/shengsi'
  const room = await aRoom(db, '搁置直播间', { region })
  const recording = await aRecording(db, room.id, new Date(now().getTime() - 86_400_000))
  const flagId = await aFlag(db, recording, {}, now())
  await world.person('初审四', ['reviewer'], { region })
  const page = await world.enter('初审四')
  await page.goto(`${world.url}/review`)
  await page.getByTestId('flag-wording').waitFor()
  await page.keyboard.press('p')
  const field = page.getByTestId('verdict-reason')
  await expect.poll(() => field.evaluate((it) => it === document.activeElement)).toBe(true)
  const moves = () => db.select().from(flagMoves).where(eq(flagMoves.flagId, flagId))
  expect(await moves()).toEqual([])
  await page.keyboard.type('等检测报告')
  await page.keyboard.press('Escape')
  await page.keyboard.press('p')
  await page.getByText('线索已复核完').waitFor()
  expect(await moves()).toMatchObject([{ kind: 'parked', reason: '等检测报告' }])
  await page.context().close()
}

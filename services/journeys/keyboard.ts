import { and, eq, inArray } from 'drizzle-orm'
import type { CDPSession, Page } from 'playwright-core'
import { expect } from 'vitest'
import { auditEvents, flags, verdicts } from '#shared/db/schema/index.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import type { World } from './world.ts'

/** Long enough to be known for one script. */
const scriptOf = (mark: string) => `${mark}家的这一款紫菜是全网最低价今天不买明天就要恢复原价了`
const copies = 4

/** Rooms with `alone` leads of their own words, and one script that several rooms read out. */
async function leads({ house }: World, mark: string, alone: number) {
  const { db, now } = house.deps
  const startedAt = (n: number) => new Date(now().getTime() - 86_400_000 + n * 60_000)
  for (let n = 0; n < alone + copies; n++) {
    const room = await aRoom(db, `${mark}${n}号直播间`)
    const quote = n < alone ? `${mark}第${n}款全网最低` : scriptOf(mark)
    const start = quote.indexOf('全网最低')
    await aFlag(
      db,
      await aRecording(db, room.id, startedAt(n)),
      {
        ...{ quote, quoteStart: start, quoteEnd: start + 4 },
        phrase: n < alone ? `${mark}${n}全网最低` : '全网最低价',
      },
      now(),
    )
  }
}

/** How a key reaches the page: as itself, or as an input method at work hands it on (key 229, "Process"). */
type Press = (code: string, shift?: boolean) => Promise<void>

const plainly =
  (page: Page): Press =>
  (code, shift = false) =>
    page.keyboard.press(shift ? `Shift+${code}` : code)

const throughIme =
  (cdp: CDPSession): Press =>
  async (code, shift = false) => {
    const key = {
      ...{ code, key: 'Process', windowsVirtualKeyCode: 229, modifiers: shift ? 8 : 0 },
    }
    await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key })
    await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key })
  }

const inHand = (page: Page) => page.locator('[data-testid=flag-row][aria-current=true]')
const idInHand = (page: Page) => inHand(page).getAttribute('data-flag-id')

/** Presses a verdict's key and waits until the next lead is in hand. */
async function decide(page: Page, press: Press, code: string): Promise<void> {
  const before = await idInHand(page)
  await page.getByTestId('flag-wording').waitFor()
  await press(code)
  await expect.poll(() => idInHand(page), { interval: 20 }).not.toBe(before)
}

/** Takes the newest decision back and waits until its lead is in hand again. */
async function takeBack(page: Page, press: Press): Promise<void> {
  const before = await idInHand(page)
  await press('KeyZ')
  await expect.poll(() => idInHand(page), { interval: 20 }).not.toBe(before)
}

/** What is typed into the reason while the input method composes is its own; the verdict then carries the words. */
async function composedReason(page: Page, cdp: CDPSession, press: Press): Promise<void> {
  const before = await idInHand(page)
  const field = page.getByTestId('verdict-reason')
  const focused = () => field.evaluate((it) => it === document.activeElement)
  // Again until the lead that was taken back is on the page and takes keys.
  const asked = async () => {
    await press('KeyC')
    return focused()
  }
  await expect.poll(asked, { timeout: 15_000 }).toBe(true)
  await cdp.send('Input.imeSetComposition', { text: 'nihao', selectionStart: 5, selectionEnd: 5 })
  for (const code of ['KeyD', 'KeyA', 'Escape']) await press(code)
  expect(await idInHand(page)).toBe(before)
  expect(await focused()).toBe(true)
  await cdp.send('Input.insertText', { text: '你好' })
  await page.keyboard.press('Escape')
  expect(await focused()).toBe(false)
}

/**
 * Twenty verdicts, two of them taken back and given anew, and one for all copies of a script, without a mouse. With `ime`
 * every key comes as an input method hands it on, and one reason is composed.
 */
export async function keyboardRun(world: World, name: string, ime: boolean): Promise<void> {
  const { db } = world.house.deps
  await leads(world, name, 20)
  await world.person(name, ['reviewer'])
  const page = await world.enter(name)
  const cdp = await page.context().newCDPSession(page)
  const press = ime ? throughIme(cdp) : plainly(page)
  await page.goto(`${world.url}/review`)
  await inHand(page).waitFor()

  // To the row that stands for all copies: by keyboard, one lead after the other.
  const isGroup = () => inHand(page).getByText(`同话术 ${copies} 条`).count()
  for (let n = 0; n < 20 && (await isGroup()) === 0; n++) {
    const before = await idInHand(page)
    await press('KeyJ')
    await expect.poll(() => idInHand(page), { interval: 20 }).not.toBe(before)
  }
  await page.getByTestId('copies').waitFor()
  const group = await idInHand(page)
  const opened = async () =>
    Number(/(\d)\/3/.exec((await page.getByTestId('samples-opened').textContent()) ?? '')?.[1])
  for (let n = 0; n < 6 && (await opened()) < 3; n++) {
    const before = await opened()
    await press('KeyG')
    await expect.poll(opened, { timeout: 8_000 }).toBeGreaterThan(before)
  }
  await press('KeyD', true)
  await expect.poll(() => idInHand(page)).not.toBe(group)
  const batched = await db
    .select()
    .from(flags)
    .where(eq(flags.quote, scriptOf(name)))
  const ids = batched.map(({ id }) => id)
  const done = () => db.select().from(verdicts).where(inArray(verdicts.flagId, ids))
  await expect.poll(async () => (await done()).length).toBe(copies)
  expect(new Set((await done()).map(({ batch }) => batch)).size).toBe(1)

  for (let n = 0; n < 9; n++) await decide(page, press, ['KeyD', 'KeyX', 'KeyA'][n % 3] ?? '')
  await takeBack(page, press)
  await takeBack(page, press)
  if (ime) await composedReason(page, cdp, press)
  for (let n = 0; n < 12; n++) await decide(page, press, 'KeyD')
  await page.getByTestId('flag-wording').waitFor()
  await press('KeyD')
  await page.getByText('线索已复核完').waitFor()

  const mine = and(eq(auditEvents.actor, name), inArray(auditEvents.action, ['verdict', 'undo']))
  const acts = async () => (await db.select().from(auditEvents).where(mine)).map((a) => a.action)
  await expect.poll(async () => (await acts()).length).toBe(copies + 20 + 2 + 2)
  expect((await acts()).filter((action) => action === 'undo')).toHaveLength(2)
  if (ime) {
    const said = await db.select().from(verdicts).where(eq(verdicts.reason, '你好'))
    expect(said).toHaveLength(1)
  }
  await page.context().close()
}

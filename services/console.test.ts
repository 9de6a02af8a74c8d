import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { eq } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { listRooms } from '#shared/db/room-list.ts'
import { auditEvents, flags } from '#shared/db/schema/index.ts'
import { silentLog } from '#shared/log.ts'
import { openChromium } from '#shared/testing/chromium.ts'
import { type House, openHouse } from './house.ts'
import { registerRecording } from './intake/register.ts'
import { type Server, serveHouse } from './serve.ts'

const sample = 'samples/东海渔嫂海鲜_2026-03-11_19-09-52.mp4'
const now = new Date('2026-03-12T09:00:00+08:00')

let dir: string
let house: House
let server: Server
let browser: Browser
let page: Page
const foreign: string[] = []

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-console-'))
  const config = loadConfig({ DATABASE_URL: `pglite:${dir}/db`, DATA_DIR: dir, PORT: '0' })
  house = await openHouse(config, {
    log: silentLog,
    now: () => now,
    undoMinutes: 0,
    screenEverySeconds: 30,
  })
  house.start()
  await registerRecording(house.deps.db, sample, { region: 'zhoushan' }, now)
  await house.settle()
  server = await serveHouse(house, silentLog)
  browser = await openChromium()
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } })
  page = await context.newPage()
  page.on('request', (request) => {
    if (!/^(blob:|data:)/.test(request.url()) && !request.url().startsWith(server.url))
      foreign.push(request.url())
  })
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await house?.close()
  await rm(dir, { recursive: true, force: true })
})

test('a flag confirmed by click lowers the room’s score, and the page asks no other host', async () => {
  const score = async () =>
    (await listRooms(house.deps.db, { region: 'zhoushan' }, { limit: 5 })).rows[0]?.score
  expect(await score()).toBe(100)
  await page.goto(`${server.url}/review`)
  const rows = page.getByTestId('flag-row')
  await rows.first().waitFor()
  const before = await rows.count()
  expect(before).toBeGreaterThanOrEqual(6)
  await page.locator('video').first().waitFor()
  // A grave lead is confirmed only once its marked place was heard.
  await page.getByTestId('to-hear').waitFor({ state: 'detached', timeout: 60_000 })
  await page.getByTestId('verdict-confirmed').click()
  await expect.poll(score, { timeout: 20_000 }).toBeLessThan(100)
  const shown = page.getByTestId('room-score').first()
  await expect
    .poll(async () => Number(/\d+(\.\d+)?/.exec((await shown.textContent()) ?? '')?.[0]), {
      timeout: 20_000,
    })
    .toBe(await score())
  expect(foreign).toEqual([])
})

const selected = () => new URL(page.url()).searchParams.get('id')

test('the law and what was decided before are one key away, and the keys go on', async () => {
  await page.goto(`${server.url}/review`)
  await page.getByTestId('flag-wording').waitFor()
  await page.keyboard.press('o')
  const law = page.getByTestId('sheet-law')
  await law.getByText('起有效').first().waitFor()
  expect(await law.textContent()).toContain('《')
  await page.keyboard.press('h')
  await page.getByTestId('sheet-history').getByTestId('past-room').waitFor()
  expect(await law.count()).toBe(0)
  const asked = () =>
    house.deps.db.select().from(auditEvents).where(eq(auditEvents.action, 'flag.history'))
  expect(await asked()).toHaveLength(1)
  await page.keyboard.press('h')
  await page.getByTestId('sheet-history').waitFor({ state: 'detached' })
  const before = selected()
  await page.keyboard.press('j')
  await expect.poll(selected).not.toBe(before)
})

test('beneath a lead stands its whole broadcast: another lead, or any other moment, is a press away', async () => {
  const strip = page.getByTestId('strip')
  const box = await strip.boundingBox()
  const [flag] = await house.deps.db.select().from(flags)
  const answer = await page.request.get(`${server.url}/api/broadcasts/${flag?.broadcastId}`)
  const { ledger, flags: marks } = (await answer.json()) as {
    ledger: { fromMs: number; toMs: number }
    flags: { id: string; saidAt: string }[]
  }
  const width = box?.width ?? 0
  const x = (ms: number) => ((ms - ledger.fromMs) / (ledger.toMs - ledger.fromMs)) * width
  const places = marks.map((mark) => ({ ...mark, x: x(Date.parse(mark.saidAt)) }))
  const alone = (at: number, px: number) => places.every((it) => Math.abs(it.x - at) > px)
  const other = places.find(
    (it) => it.id !== selected() && places.every((o) => o === it || Math.abs(o.x - it.x) > 8),
  )
  if (!other) throw new Error('no lead stands by itself')
  await strip.click({ position: { x: other.x, y: 20 } })
  await expect.poll(selected).toBe(other.id)
  await page.getByTestId('flag-wording').waitFor()
  const far = Array.from({ length: Math.floor(width) }, (_, px) => px).toSorted(
    (a, b) => Math.abs(b - other.x) - Math.abs(a - other.x),
  )
  const empty = far.find((px) => alone(px, 8)) ?? 0
  await strip.click({ position: { x: empty, y: 20 } })
  await page.getByTestId('broadcast-page').waitFor()
})

test.each(['light', 'dark'])(
  'the review page by %s has no serious fault for those who read differently',
  async (theme) => {
    await page.goto(`${server.url}/about`)
    await page.evaluate((name) => localStorage.setItem('lvbo.theme', name), theme)
    await page.goto(`${server.url}/review`)
    await page.getByTestId('strip').waitFor()
    for (const sheet of ['law', 'history']) {
      await page.keyboard.press(sheet === 'law' ? 'o' : 'h')
      await page.getByTestId(`sheet-${sheet}`).locator('ul, ol').first().waitFor()
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze()
      const faults = violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      )
      expect(faults.map(({ id, nodes }) => `${id} ${nodes[0]?.target}`)).toEqual([])
    }
  },
)

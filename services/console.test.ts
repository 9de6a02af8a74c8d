import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { listRooms } from '#shared/db/room-list.ts'
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
  page = await browser.newPage({ viewport: { width: 1366, height: 768 } })
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

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { listRooms } from '#shared/db/room-list.ts'
import { saveTranscript } from '#shared/db/transcripts.ts'
import { creditCheckDigit } from '#shared/domain/operator.ts'
import { silentLog } from '#shared/log.ts'
import { openChromium } from '#shared/testing/chromium.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import { sections } from './console/frame/places.ts'
import { type House, openHouse } from './house.ts'
import { type Server, serveHouse } from './serve.ts'

const startedAt = new Date('2026-03-11T19:00:00+08:00')
const first17 = '91330902MA0000001'
const code = `${first17}${creditCheckDigit(first17)}`

let dir: string
let house: House
let server: Server
let browser: Browser
let context: BrowserContext
let page: Page
let roomId: string
let broadcastId: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-pages-'))
  const config = loadConfig({ DATABASE_URL: newLiteUrl(), DATA_DIR: dir, PORT: '0' })
  house = await openHouse(config, { log: silentLog })
  const { db } = house.deps
  const room = await aRoom(db, '东海渔嫂')
  const recording = await aRecording(db, room.id, startedAt)
  await aFlag(db, recording)
  const said = ['大黄鱼', '这条鱼全网最低价', '三二一上链接'].map((text, i) => ({
    ...{ text, startMs: i * 600_000, endMs: i * 600_000 + 3_000, timing: 'segment' as const },
  }))
  await saveTranscript(db, recording.id, 'sidecar', said)
  roomId = room.id
  broadcastId = recording.broadcastId
  server = await serveHouse(house, silentLog)
  browser = await openChromium()
  context = await browser.newContext({ viewport: { width: 1366, height: 768 } })
  page = await context.newPage()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await house?.close()
  await rm(dir, { recursive: true, force: true })
})

const at = (name: string) => page.getByTestId(name)

test('a room by its link: read, held against those there are, saved with its new operator', async () => {
  await page.goto(`${server.url}/register`)
  await at('register-link').fill('来看直播 https://live.douyin.com/123456789 复制打开')
  await expect.poll(() => at('register-id').inputValue()).toBe('123456789')
  await at('register-name').fill('东海渔嫂2')
  await at('similar').first().waitFor()
  await at('register-code').fill(code.slice(0, 17) + (code.endsWith('0') ? '1' : '0'))
  await page.getByText('校验位不符').waitFor()
  await at('register-code').fill(code)
  await at('register-operator').fill('东海渔业公司')
  await at('register-save').click()
  await expect.poll(() => at('register-id').inputValue()).toBe('')
  const { rows } = await listRooms(house.deps.db, { region: 'zhoushan' }, { limit: 9 })
  expect(rows.find(({ name }) => name === '东海渔嫂2')).toMatchObject({
    ...{ platform: 'douyin', platformId: '123456789', operator: '东海渔业公司' },
  })
})

test('a ledger is tried first and leaves nothing, then filed; its refused lines come back as a workbook', async () => {
  await page.goto(`${server.url}/register?tab=import`)
  const ledger = '直播间名称,平台,账号ID\n=新店,抖音,n-1\n坏行,没有的平台,1\n'
  const file = { name: '台账.csv', mimeType: 'text/csv', buffer: Buffer.from(ledger) }
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByText('试跑结果').waitFor()
  const count = async () =>
    (await listRooms(house.deps.db, { region: 'zhoushan' }, { limit: 1 })).total
  const before = await count()
  await at('import-file').click()
  const [workbook] = await Promise.all([page.waitForEvent('download'), at('import-errors').click()])
  expect(workbook.suggestedFilename()).toBe('台账-未导入的行.xlsx')
  expect(await count()).toBe(before + 1)
})

test('words are found in any broadcast, and the hit opens it at that moment', async () => {
  await page.goto(`${server.url}/transcripts`)
  await at('sentences-text').fill('全网最低价')
  await page.keyboard.press('Enter')
  await at('sentence').getByRole('link').click()
  await at('broadcast-page').waitFor()
  await expect
    .poll(() => page.locator('li[aria-current=true] mark').textContent())
    .toBe('全网最低价')
  expect(await at('timeline').getAttribute('aria-valuetext')).toBe('19:10:00')
})

test('an upload that a reload cut off goes on where it was, and arrives as it left', async () => {
  const path = join(dir, '东海渔嫂_2026-03-11_19-00-00.mp4')
  await writeFile(path, randomBytes(24_000_000))
  const offsets: number[] = []
  page.on('request', (request) => {
    const offset = request.headers()['upload-offset']
    if (request.method() === 'PATCH' && offset !== undefined) offsets.push(Number(offset))
  })
  const network = await context.newCDPSession(page)
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 4_000_000 }
  await network.send('Network.emulateNetworkConditions', slow)
  await page.goto(`${server.url}/uploads`)
  await page.locator('input[type=file]').setInputFiles(path)
  const sent = async () =>
    Number((await at('sending').locator('progress').getAttribute('value')) ?? 0)
  await expect.poll(sent, { timeout: 30_000 }).toBeGreaterThan(6_000_000)
  page.once('dialog', (dialog) => void dialog.accept())
  await page.reload()
  const fast = { ...slow, uploadThroughput: -1 }
  await network.send('Network.emulateNetworkConditions', fast)
  await page.locator('input[type=file]').setInputFiles(path)
  await page.locator('[data-testid=sending][data-state=done]').waitFor({ timeout: 30_000 })
  expect(offsets[0]).toBe(0)
  expect(offsets.at(-1)).toBeGreaterThan(0)
})

test.each(['light', 'dark'])(
  'no page of the console has a serious fault for those who read differently, %s',
  async (theme) => {
    // The review page is looked at with its clips, in console.test.ts.
    const pages = sections
      .flatMap(({ places }) => places.map(({ name }) => `/${name}`))
      .filter((path) => path !== '/review')
    const others = [
      ...[`/rooms/${roomId}`, `/broadcasts/${broadcastId}`, '/register?tab=import', '/account'],
      ...['/applications?tab=changes', '/cultivation?tab=guides', '/cultivation?tab=measures'],
    ]
    const faults: string[] = []
    await page.goto(`${server.url}/home`)
    await page.evaluate((name) => localStorage.setItem('lvbo.theme', name), theme)
    for (const path of new Set([...pages, ...others])) {
      await page.goto(server.url + path)
      await page.locator('.main > *').first().waitFor()
      const waits = page.locator('.main .state[role=status]')
      await expect.poll(() => waits.count(), { timeout: 20_000, message: path }).toBe(0)
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .options({ resultTypes: ['violations'] })
        .analyze()
      for (const { id, impact, nodes } of violations)
        if (impact === 'serious' || impact === 'critical')
          faults.push(`${path} ${id} ${nodes[0]?.target}`)
    }
    expect(faults).toEqual([])
  },
  300_000,
)

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { endSessions } from '#shared/db/logins.ts'
import { getUserNamed } from '#shared/db/users.ts'
import { silentLog } from '#shared/log.ts'
import { openChromium } from '#shared/testing/chromium.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { type House, openHouse } from './house.ts'
import { type Server, serveHouse } from './serve.ts'

const password = 'Aa1-keyboard-only'

let dir: string
let house: House
let server: Server
let browser: Browser
let page: Page

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-sign-in-'))
  const config = loadConfig({ DATABASE_URL: newLiteUrl(), DATA_DIR: dir, PORT: '0' })
  house = await openHouse(config, { log: silentLog })
  server = await serveHouse(house, silentLog)
  browser = await openChromium()
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } })
  page = await context.newPage()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await house?.close()
  await rm(dir, { recursive: true, force: true })
})

/** Types into what has the focus and goes on to the next, past the eye that shows a password. */
async function type(...texts: readonly string[]) {
  for (const [i, text] of texts.entries()) {
    await page.keyboard.type(text)
    if (i < texts.length - 1) await page.keyboard.press('Tab')
  }
}
const field = (name: string) => page.getByTestId(name)
const seriousIn = async () => {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
}

test('by keyboard: the first accounts are opened, one signs in, is timed out, comes back to the draft', async () => {
  await page.goto(`${server.url}/first-run`)
  await field('first-system_admin-name').waitFor()
  expect(await seriousIn()).toEqual([])
  await type('xitong', '系统管理员甲', password)
  await field('first-again').focus()
  await type(password)
  await field('first-security_admin-name').focus()
  await type('anquan', '安全管理员乙', 'shenji', '审计员丙')
  await page.keyboard.press('Enter')
  await page.getByText('账号已建立').waitFor()
  const drawn = await page.locator('code').allTextContents()
  expect(drawn).toHaveLength(2)
  await page.getByRole('button', { name: '去登录' }).press('Enter')

  await field('sign-in-name').waitFor()
  expect(await seriousIn()).toEqual([])
  await type('xitong', 'Wrong-password-1')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  expect(await page.getByRole('alert').textContent()).toContain('账号或口令不对')
  await field('sign-in-password').fill('')
  await field('sign-in-password').focus()
  await type(password)
  await page.keyboard.press('Enter')
  await field('person').waitFor()
  expect(await field('person').textContent()).toContain('xitong')

  await page.goto(`${server.url}/users`)
  await field('user-new').press('Enter')
  await field('user-name').waitFor()
  await type('zhangsan', '张三')
  const { deps } = house
  const me = await getUserNamed(deps.db, { region: 'zhoushan' }, 'xitong')
  await endSessions(deps.db, me?.id ?? '')
  await page.keyboard.press('Enter')
  const back = page.locator('dialog.back')
  await back.waitFor()
  await back.getByTestId('sign-in-password').focus()
  await type(password)
  await page.keyboard.press('Enter')
  await back.waitFor({ state: 'detached' })
  expect(await field('user-name').inputValue()).toBe('zhangsan')
  await field('user-display').press('Enter')
  await field('user-file').waitFor()
  expect(await getUserNamed(deps.db, { region: 'zhoushan' }, 'zhangsan')).toBeDefined()

  // The security officer's first password opens nothing but its change.
  await page.context().clearCookies()
  await page.goto(server.url)
  await field('sign-in-name').waitFor()
  await type('anquan', drawn[0] ?? '')
  await page.keyboard.press('Enter')
  await field('password-next').waitFor()
  await type(password)
  await field('password-again').focus()
  await type(password)
  await page.keyboard.press('Enter')
  await field('person').waitFor()
  expect(new URL(page.url()).pathname).toBe('/users')
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { operatorFile } from '#shared/db/operators.ts'
import { rowsOf } from '#shared/db/rows.ts'
import { everyRole } from '#shared/domain/rights.ts'
import { createLog } from '#shared/log.ts'
import { openChromium } from '#shared/testing/chromium.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { type House, openHouse } from './house.ts'
import { decideChange } from './registry/changes.ts'
import { apiOf, type Server, serveHouse } from './serve.ts'
import { aPhoto, aPortalCase } from './testing/portal-case.ts'

let dir: string
let house: House
let server: Server
let api: ReturnType<typeof apiOf>
let own: Awaited<ReturnType<typeof aPortalCase>>
let other: typeof own
/** Sessions run by the real clock; a link's end is reached by going ahead of it. */
let aheadMs = 0
const lines: string[] = []

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-portal-'))
  const config = loadConfig({
    ...{ DATABASE_URL: newLiteUrl(), DATA_DIR: dir, PORT: '0' },
    ACCESS_TOKEN: 'a-token-of-length-20',
  })
  const log = createLog({ level: 'trace', to: { write: (line: string) => lines.push(line) } })
  const now = () => new Date(Date.now() + aheadMs)
  house = await openHouse(config, { log, now, undoMinutes: 0 })
  own = await aPortalCase(house, 1, '桃花岛茶园')
  other = await aPortalCase(house, 2, '别家渔铺')
  api = apiOf(house, log)
  server = await serveHouse(house, log)
})
afterAll(async () => {
  await server?.close()
  await house?.close()
  await rm(dir, { recursive: true, force: true })
})

async function ask(path: string, { token } = own, body?: unknown) {
  const answer = await api.request(`/api${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, text: await answer.text() }
}

test('a script that is checked leaves no row, no audit line, no log line', async () => {
  const secret = '绝密话术八五二一'
  const { db } = house.deps
  const audited = () => rowsOf(db, sql`select count(*) from audit_events`)
  const before = await audited()
  const { status, text } = await ask('/portal/talk-check', own, {
    text: `${secret}。这是全国最好的虾皮。`,
  })
  expect(status).toBe(200)
  const { marks } = JSON.parse(text)
  expect(marks).toMatchObject([{ category: 'absolute-terms', wording: '疑似绝对化用语' }])
  expect(`${secret}。这是全国最好的虾皮。`.slice(marks[0].start, marks[0].end)).toContain('最好')
  expect(marks[0].articles.length).toBeGreaterThan(0)

  expect(await audited()).toEqual(before)
  const tables = await rowsOf(
    db,
    sql`select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  expect(tables.length).toBeGreaterThan(40)
  for (const { name } of tables) {
    const holding = sql`select 1 from ${sql.raw(String(name))} t where t::text like ${`%${secret}%`}`
    expect(await rowsOf(db, holding), String(name)).toEqual([])
  }
  expect(lines.some((line) => line.includes('/api/portal/talk-check'))).toBe(true)
  expect(lines.filter((line) => line.includes(secret) || line.includes('虾皮'))).toEqual([])
})

test('an operator sees nothing of another and nobody of the bureau', async () => {
  for (const path of [
    '/portal',
    '/portal/trainings',
    '/applications',
    `/applications/${own.applicationId}`,
    '/notices',
    `/notices/${own.noticeId}`,
    `/portal/notices/${own.noticeId}/facts`,
    '/removals',
    '/guides',
  ]) {
    const { status, text } = await ask(path)
    expect(status, path).toBe(200)
    expect(text, path).not.toContain('别家')
    expect(text, path).not.toContain(own.officer)
    expect(text, path).not.toMatch(/"score"/)
  }
  for (const path of [
    `/notices/${other.noticeId}`,
    `/portal/notices/${other.noticeId}/facts`,
    `/applications/${other.applicationId}`,
  ])
    expect((await ask(path)).status, path).toBe(404)
})

test('a clip opens by a link of the own paper, for this operator, for ten minutes', async () => {
  const link = (paper: string, flag: string, who = own) =>
    ask(`/portal/notices/${paper}/clips/${flag}`, who, {})
  expect((await link(other.noticeId, other.flagId)).status).toBe(404)
  expect((await link(own.noticeId, other.flagId)).status).toBe(404)
  const { url } = JSON.parse((await link(own.noticeId, own.flagId)).text)
  const path = url.replace('/api', '')
  expect((await ask(path)).status).toBe(200)
  expect((await ask(path, other)).status).toBe(403)
  expect((await ask(`${path.slice(0, -2)}xx`)).status).toBe(403)
  aheadMs = 11 * 60_000
  expect((await ask(path)).status).toBe(403)
  aheadMs = 0
})

test('what changed is told once, decided by the bureau, and then stands in the file', async () => {
  const form = {
    what: 'operator',
    change: { contact: '新联系人', phone: '0580-1' },
    reason: '换人',
  }
  expect((await ask('/changes', own, { ...form, change: {} })).status).toBe(400)
  const told = await ask('/changes', own, form)
  expect(told.status).toBe(201)
  expect((await ask('/changes', own, form)).status).toBe(409)
  const foreign = { what: 'room', roomId: other.roomId, change: { name: '改' }, reason: '试' }
  expect((await ask('/changes', own, foreign)).status).toBe(404)
  expect(JSON.parse((await ask('/changes', other)).text).rows).toEqual([])
  const { id } = JSON.parse(told.text)
  expect((await ask(`/changes/${id}/withdraw`, other, {})).status).toBe(404)
  const bureau = { name: '承办', roles: everyRole, region: 'zhoushan' }
  const decision = { outcome: 'granted' as const, opinion: '已电话核实' }
  await decideChange(house.deps, bureau, id, decision)
  await expect(decideChange(house.deps, bureau, id, decision)).rejects.toThrow('已经办结')
  const mine = JSON.parse((await ask('/changes', own)).text).rows[0].request
  expect(mine).toMatchObject({ state: 'granted', opinion: '已电话核实', decidedBy: '' })
  expect(mine.before).toEqual({ contact: '', phone: '' })
  const file = await operatorFile(house.deps.db, bureau, mine.operatorId)
  expect(file).toMatchObject({ contact: '新联系人', phone: '0580-1' })
})

test('more time is asked for once', async () => {
  const asked = () =>
    ask(`/portal/notices/${other.noticeId}/extension`, other, { reason: '主播休假' })
  expect((await asked()).status).toBe(201)
  expect((await asked()).status).toBe(409)
})

test('on a phone: signs in, mends what was returned, answers a notice', async () => {
  const browser = await openChromium()
  try {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
    const page = await (await browser.newContext(phone)).newPage()
    const at = (id: string) => page.getByTestId(id)
    const serious = async () =>
      (await new AxeBuilder({ page }).analyze()).violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      )
    await page.goto(server.url)
    await at('sign-in-name').fill(own.user)
    await at('sign-in-password').fill(own.password)
    await at('sign-in-enter').tap()
    for (const id of ['password-next', 'password-again']) await at(id).fill('Aa1-on-a-phone')
    await at('sign-in-enter').tap()

    await at('todo-mend').tap()
    await at('mending').waitFor()
    // Two things were returned, and only they can be changed.
    expect(await page.locator('[data-testid^="field-"]').count()).toBe(1)
    expect(await page.locator('[data-testid^="material-"]').count()).toBe(1)
    expect(await serious()).toEqual([])
    await at('field-complianceSystem').fill('设合规专员一名，逐场审稿，每月培训一次')
    await at('material-business-licence')
      .locator('input[type=file]')
      .setInputFiles({
        name: '执照.png',
        mimeType: 'image/png',
        buffer: Buffer.from([...aPhoto, 1]),
      })
    await page.getByText('执照.png').waitFor()
    await at('submit-application').tap()
    await at('mending').waitFor({ state: 'detached' })
    const { application } = JSON.parse((await ask(`/applications/${own.applicationId}`)).text)
    expect(application.mend).toEqual([])
    expect(application.fields.complianceSystem).toContain('每月培训')

    await at('portal-papers').tap()
    await at('notice-row').tap()
    await expect.poll(() => at('notice-state').textContent()).toBe('已阅')
    expect(await at('fact').textContent()).toContain('全网最低价')
    expect(await serious()).toEqual([])
    await at('answer-text').fill('已更正标价并培训主播')
    await page.reload()
    expect(await at('answer-text').inputValue()).toBe('已更正标价并培训主播')
    await at('answer-send').tap()
    await at('receipt').waitFor()
    expect(await at('notice-state').textContent()).toBe('已答复')

    await page.goto(`${server.url}/review`)
    await at('portal-home').waitFor()
    expect(await page.locator('.nav').count()).toBe(0)
  } finally {
    await browser.close()
  }
})

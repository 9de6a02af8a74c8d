import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aRoom } from '#shared/testing/factories.ts'
import { publicRoutes } from './public.ts'

const at = new Date('2026-03-11T19:00:00+08:00')
let house: OpenDb
let app: Hono

const routes = () =>
  new Hono().route(
    '/public',
    publicRoutes({
      access: { proxies: new Set() },
      db: house.db,
      now: () => at,
      city: 'zhoushan',
      words: { bureau: '舟山市市场监督管理局', region: (path) => path },
    }),
  )

beforeAll(async () => {
  house = await openDb(newLiteUrl())
  for (const name of ['东海渔嫂', '<script>alert(1)</script>', '=1+1'])
    await aRoom(house.db, name, { now: at })
  app = routes()
})
afterAll(() => house.close())

const text = async (path: string) => (await app.request(path)).text()

test('the page lists rooms as text, without script, and looks one up', async () => {
  const page = await text('/public')
  expect(page).toContain('在库 3 个')
  expect(page).not.toContain('<script')
  expect(page).toContain('&lt;script&gt;')
  expect(page.length).toBeLessThan(60_000)
  const found = await text(`/public?q=${encodeURIComponent('渔 嫂')}`)
  expect(found).toContain('找到 1 个')
  expect(found).not.toContain('=1+1')
  expect(await text('/public?q=nobody')).toContain('没有找到')
  expect(await text('/public?large=1&contrast=1')).toContain('class="large contrast"')
})

test('the same list as data, table and feed; a spreadsheet computes nothing', async () => {
  const { rooms } = JSON.parse(await text('/public/rooms.json'))
  expect(rooms).toHaveLength(3)
  expect(Object.keys(rooms[0])).not.toContain('score')
  expect(await text('/public/rooms.csv')).toContain("'=1+1")
  const feed = await text('/public/rooms.rss')
  expect(feed.match(/<item>/g)).toHaveLength(3)
  expect(feed).not.toContain('<script>')
})

test('one reader who asks too often is told to wait', async () => {
  const fresh = routes()
  const codes = []
  for (let i = 0; i < 61; i++) codes.push((await fresh.request('/public/rooms.json')).status)
  expect(codes.slice(0, 60).every((code) => code === 200)).toBe(true)
  expect(codes[60]).toBe(429)
})

import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { count } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { loadConfig } from '#shared/config/env.ts'
import { openDb } from '#shared/db/client.ts'
import { flags } from '#shared/db/schema/index.ts'
import { silentLog } from '#shared/log.ts'
import { openChromium } from '#shared/testing/chromium.ts'
import { startPostgres } from '#shared/testing/services.ts'
import { quantile } from '../../services/capture/testing.ts'
import { openHouse } from '../../services/house.ts'
import { serveHouse } from '../../services/serve.ts'
import { aLongBroadcast, giveClips } from './console-data.ts'
import { fillPool } from './pool-data.ts'
import { type Cell, printTable } from './table.ts'

/** 800 rooms with 125 leads each are 100,000. */
const size = { rooms: 800, flagsPerRoom: 125, eventsPerRoom: 20 }
const nowMs = Date.parse('2026-06-10T20:00:00+08:00')
const calls = 40
const swaps = 40
const opens = 5
/** Between two decisions: the next clips are fetched meanwhile, as they are while a person looks. */
const lookMs = 700

/** The review page and a long broadcast in Chromium on loopback, over 100,000 leads in PostgreSQL. */
export async function benchConsole(): Promise<void> {
  const postgres = await startPostgres()
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-bench-'))
  try {
    await (await openDb(postgres.url)).close()
    await fillPool(postgres.url, { ...size, nowMs })
    const config = loadConfig({ DATABASE_URL: postgres.url, DATA_DIR: dir, PORT: '0' })
    const house = await openHouse(config, { log: silentLog, now: () => new Date(nowMs) })
    const server = await serveHouse(house, silentLog)
    const browser = await openChromium()
    try {
      const [total] = await house.deps.db.select({ n: count() }).from(flags)
      const broadcastId = await aLongBroadcast(house)
      const queue = `${server.url}/api/worklist?limit=200`
      const { rows } = (await (await fetch(queue)).json()) as { rows: { flag: { id: string } }[] }
      await giveClips(
        house,
        rows.slice(0, swaps + 5).map(({ flag }) => flag.id),
      )
      const api = await timesOf([queue, `${server.url}/api/flags?state=confirmed&limit=200`])
      const review = await reviewTimes(browser, `${server.url}/review`)
      const long = await openTimes(browser, `${server.url}/broadcasts/${broadcastId}`)
      printTable(
        `The console over ${total?.n.toLocaleString('en')} leads in PostgreSQL, in Chromium on loopback; load of the machine ${loadavg()[0]?.toFixed(1)}`,
        ['', 'median', 'p95', 'most', 'goal', '', 'page CPU'],
        [
          line('queue API', api[0], 150),
          line('list of judged leads', api[1], 150),
          line('verdict to the next lead on the screen', review.panel, 100),
          line('verdict to the first frame of its clip', review.frame, 500, review.cpuMs),
          line('a broadcast of four hours, opened cold', long.times, 2000, long.cpuMs),
          ['first load of the console, gzip', null, null, review.gzipKb, 450, 'kB', null],
        ],
      )
    } finally {
      await browser.close()
      await server.close()
      await house.close()
    }
  } finally {
    await rm(dir, { recursive: true })
    await postgres.stop()
  }
}

const line = (
  what: string,
  ms: readonly number[] = [],
  goal: number,
  cpuMs: number | null = null,
): Cell[] => [...[what, quantile(ms, 0.5), quantile(ms, 0.95), Math.max(...ms), goal, 'ms'], cpuMs]

/** Milliseconds of each call over HTTP; the first, which fills caches, is not counted. */
async function timesOf(addresses: readonly string[]): Promise<number[][]> {
  const times: number[][] = addresses.map(() => [])
  for (let i = 0; i <= calls; i++)
    for (const [n, address] of addresses.entries()) {
      const began = performance.now()
      const answer = await fetch(address)
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
      if (i > 0) times[n]?.push(performance.now() - began)
    }
  return times
}

/** Written for the page, where no compiler has been: the time until another panel is drawn, and until its video is. */
const decide = `new Promise((resolve, reject) => {
  const panelOf = () => document.querySelector('[data-testid=verdict-panel]')
  const [oldPanel, oldVideo] = [panelOf(), document.querySelector('video')]
  const began = performance.now()
  let panel = 0
  document.dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyD', bubbles: true }))
  const look = () => {
    const ms = performance.now() - began
    const video = document.querySelector('video')
    if (panel === 0 && panelOf() && panelOf() !== oldPanel) panel = ms
    if (ms > 20000) reject(new Error('nothing came'))
    else if (panel > 0 && video && video !== oldVideo)
      video.requestVideoFrameCallback(() => resolve({ panel, frame: performance.now() - began }))
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})`

async function reviewTimes(browser: Browser, address: string) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const loaded = firstLoad(page)
  await page.goto(address)
  await page.locator('video').first().waitFor()
  const gzipKb = await loaded()
  await page.keyboard.press('q')
  const busy = await workOf(page)
  const times: { panel: number; frame: number }[] = []
  let cpuMs = 0
  for (let i = 0; i < swaps; i++) {
    await page.waitForTimeout(lookMs)
    const before = await busy()
    times.push(await page.evaluate(decide))
    cpuMs += ((await busy()) - before) / swaps
  }
  await page.close()
  return { panel: times.map((t) => t.panel), frame: times.map((t) => t.frame), gzipKb, cpuMs }
}

/** CPU milliseconds of the page's main thread so far: what others on the machine do is not in them. */
async function workOf(page: Page): Promise<() => Promise<number>> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }
}

/** Weighs the page's own code and looks, gzipped, as they come; without the API's answers and the clips. */
function firstLoad(page: Page): () => Promise<number> {
  const sizes: Promise<number>[] = []
  page.on('response', (response) => {
    if (/\/(api|healthz)/.test(new URL(response.url()).pathname)) return
    sizes.push(response.body().then((body) => gzipSync(body).length / 1000))
  })
  return async () => (await Promise.all(sizes)).reduce((sum, kb) => sum + kb, 0)
}

/** Likewise: milliseconds from the address until the axis and a line of the transcript are drawn. */
const usable = `new Promise((resolve) => {
  const there = () => document.querySelector('[data-testid=timeline]') && document.querySelector('.transcript li')
  const look = () =>
    requestAnimationFrame(there() ? () => resolve(performance.now()) : look)
  look()
})`

/** From the address to the axis and the first line of the transcript, drawn; a new visitor each time. */
async function openTimes(browser: Browser, address: string) {
  const times: number[] = []
  let cpuMs = 0
  for (let i = 0; i < opens; i++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    const busy = await workOf(page)
    await page.goto(address, { waitUntil: 'commit' })
    times.push(await page.evaluate(usable))
    cpuMs += (await busy()) / opens
    await context.close()
  }
  return { times, cpuMs }
}

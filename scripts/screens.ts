import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { openChromium } from '../shared/testing/chromium.ts'

/**
 * Pictures of a running demo for docs/screens: `node --import tsx scripts/screens.ts [address] [names…]`. Every page of
 * the console by day in a small window (`<page>.jpg`) and by night in a larger one (`<page>-dark.jpg`); what is made for a
 * phone on a phone.
 */
const [address = 'http://127.0.0.1:8787', ...names] = process.argv.slice(2)
const dir = 'docs/screens'

const office = { width: 1366, height: 768 }
const desk = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

interface Place {
  readonly name: string
  /** `:id` stands for the first row of `of`. */
  readonly path: string
  readonly of?: string
  /** What is opened on it. */
  readonly click?: string
}

const watched = `/api/rooms?limit=1&text=${encodeURIComponent('东海渔嫂海鲜')}`
const bureau: readonly Place[] = [
  { name: 'home', path: '/home' },
  { name: 'review', path: '/review' },
  { name: 'candidates', path: '/candidates?tab=signals' },
  { name: 'rooms', path: '/rooms' },
  { name: 'room', path: '/rooms/:id', of: watched },
  { name: 'register', path: '/register' },
  { name: 'import', path: '/register?tab=import' },
  { name: 'operators', path: '/operators', click: '.clickable-row' },
  { name: 'streamers', path: '/streamers', click: '.clickable-row' },
  { name: 'trainings', path: '/cultivation', click: '.clickable-row' },
  { name: 'guides', path: '/cultivation?tab=guides' },
  { name: 'measures', path: '/cultivation?tab=measures' },
  { name: 'broadcasts', path: '/broadcasts' },
  { name: 'broadcast', path: '/broadcasts/:id', of: '/api/broadcasts?limit=1' },
  { name: 'transcripts', path: `/transcripts?q=${encodeURIComponent('最低价')}` },
  { name: 'recordings', path: '/recordings' },
  { name: 'uploads', path: '/uploads' },
  { name: 'reports', path: '/reports' },
  { name: 'notices', path: '/notices', click: '[data-testid=notice-row]' },
  { name: 'proposals', path: '/proposals' },
  { name: 'leads', path: '/leads', click: '[data-testid=lead-row]' },
  { name: 'agreement', path: '/agreement' },
  { name: 'applications', path: '/applications' },
  { name: 'application', path: '/applications/:id', of: '/api/applications?limit=1&state=open' },
  { name: 'changes', path: '/applications?tab=changes' },
  { name: 'rules', path: '/rules' },
  { name: 'listed', path: '/listed' },
  { name: 'users', path: '/users' },
  { name: 'audit', path: '/audit' },
  { name: 'regions', path: '/regions' },
  { name: 'storage', path: '/storage' },
  { name: 'works', path: '/works' },
  { name: 'policies', path: '/policies' },
  { name: 'account', path: '/account' },
  { name: 'about', path: '/about' },
]
const handheld: readonly Place[] = [
  { name: 'public', path: '/public' },
  { name: 'report-phone', path: '/reports' },
]
const portal: readonly Place[] = [
  { name: 'portal', path: '/portal' },
  { name: 'portal-notice', path: '/portal/notices/:id', of: '/api/notices' },
  { name: 'portal-removal', path: '/portal/removals/:id', of: '/api/removals' },
  { name: 'portal-changes', path: '/portal/changes' },
  { name: 'portal-apply', path: '/portal/apply/:id', of: '/api/applications?state=open' },
  { name: 'portal-files', path: '/portal/files' },
  { name: 'portal-talk', path: '/portal/talk' },
]

await mkdir(dir, { recursive: true })
const browser = await openChromium()
const page = await browser.newPage({ locale: 'zh-CN' })
page.setDefaultTimeout(120_000)
await become('')
await inTheme('light')
await takeAll(bureau, office, '')
await takeAll(handheld, phone, '')
await inTheme('dark')
await takeAll(bureau, desk, '-dark')
await become('运营者子')
await inTheme('light')
await takeAll(portal, phone, '')
await browser.close()

/** Looks as one of the demo's people; the empty name is the visitor with all roles. */
async function become(name: string) {
  const headers = { origin: address }
  await page.request.post(`${address}/api/auth/demo`, { data: { name }, headers })
}

async function inTheme(theme: 'light' | 'dark') {
  await page.goto(`${address}/about`)
  await page.evaluate((to) => localStorage.setItem('lvbo.theme', to), theme)
}

async function takeAll(places: readonly Place[], window: typeof office, suffix: string) {
  await page.setViewportSize(window)
  for (const place of places)
    if (names.length === 0 || names.includes(place.name)) await take(page, place, suffix)
}

async function take(on: Page, { name, path, of, click }: Place, suffix: string) {
  const id = of && (await firstId(on, of))
  if (of && !id) return process.stderr.write(`${name}: nothing at ${of}\n`)
  await on.goto(`${address}${path.replace(':id', id ?? '')}`)
  await on.waitForLoadState('load')
  await on.waitForTimeout(1500)
  await settled(on)
  if (click) await on.locator(click).first().click()
  if (click) await settled(on)
  await on.waitForTimeout(on.frames().length > 1 ? 8000 : 1500)
  await on.screenshot({ path: `${dir}/${name}${suffix}.jpg`, type: 'jpeg', quality: 58 })
}

async function firstId(on: Page, list: string): Promise<string | undefined> {
  const text = await (await on.request.get(address + list)).text()
  return /"id":"([0-9a-f-]{36})"/.exec(text)?.[1]
}

/** The event stream never ends, so the network is never idle: what is waited for is that nothing says it is loading. */
async function settled(on: Page) {
  const waits = on.locator('.state[role=status]')
  for (let i = 0; i < 120 && (await waits.count()) > 0; i += 1) await on.waitForTimeout(500)
}

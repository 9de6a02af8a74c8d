import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { openChromium } from '../shared/testing/chromium.ts'

/** Pictures of a running demo for docs/screens: `node --import tsx scripts/screens.ts [address]`. */
const [address = 'http://127.0.0.1:8787'] = process.argv.slice(2)
const dir = 'docs/screens'

const office = { width: 1366, height: 768 }
const phone = { width: 390, height: 844 }

/** What is taken: the page, the window, and in whose place, where not the visitor's own. */
const pictures = [
  { name: 'home', path: '/home', window: office },
  { name: 'review', path: '/review', window: office },
  { name: 'rooms', path: '/rooms', window: office },
  { name: 'broadcasts', path: '/broadcasts', window: office },
  { name: 'reports', path: '/reports', window: office },
  { name: 'proposals', path: '/proposals', window: office },
  { name: 'notices', path: '/notices', window: office },
  { name: 'applications', path: '/applications', window: office },
  { name: 'register', path: '/register', window: office },
  { name: 'rules', path: '/rules', window: office },
  { name: 'policies', path: '/policies', window: office },
  { name: 'public', path: '/public', window: phone },
  { name: 'portal', path: '/portal', window: phone, as: '运营者子' },
] as const

async function take(page: Page, { name, path, window }: (typeof pictures)[number]) {
  await page.setViewportSize(window)
  await page.goto(`${address}${path}`)
  await page.waitForLoadState('load')
  // The event stream never ends, so the network is never idle: pictures of a slow machine show it loading.
  await page.waitForTimeout(4000)
  await page.screenshot({ path: `${dir}/${name}.jpg`, type: 'jpeg', quality: 72 })
}

await mkdir(dir, { recursive: true })
const browser = await openChromium()
const page = await browser.newPage({ locale: 'zh-CN' })
for (const picture of pictures) {
  const name = 'as' in picture ? picture.as : ''
  await page.request.post(`${address}/api/auth/demo`, {
    data: { name },
    headers: { origin: address },
  })
  await take(page, picture)
}
await browser.close()

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import type { Browser, Page } from 'playwright-core'
import { loadConfig } from '#shared/config/env.ts'
import { logins } from '#shared/db/schema/index.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { everyRole } from '#shared/domain/rights.ts'
import type { Role } from '#shared/domain/role.ts'
import { silentLog } from '#shared/log.ts'
import { openChromium } from '#shared/testing/chromium.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { type House, type HouseOptions, openHouse } from '../house.ts'
import { poolStage } from '../pool/stage.ts'
import { type Server, serveHouse } from '../serve.ts'
import { createUser, grantUser } from '../users/act.ts'
import { setPassword } from '../users/passwords.ts'

const password = 'Aa1-on-a-journey'
/** Who opens accounts and lays out what a journey starts from. */
export const office: Actor = { name: '开户', roles: everyRole, region: 'zhoushan' }

/** One house, served, and one browser: what all journeys share. People are kept apart by their sessions. */
export interface World {
  readonly house: House
  readonly dir: string
  readonly url: string
  /** Goes ahead of the real clock, by which sessions run. */
  later(ms: number): void
  person(
    name: string,
    roles: Role[],
    more?: { region?: string; operatorId?: string },
  ): Promise<void>
  /** A page of somebody's own, signed in through the form. */
  enter(name: string, viewport?: { width: number; height: number }): Promise<Page>
  /** Lets the pool's worker do what rows imply. */
  poolRests(): Promise<void>
  close(): Promise<void>
}

export async function openWorld(options: Partial<HouseOptions> = {}): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-journeys-'))
  const config = loadConfig({ DATABASE_URL: newLiteUrl(), DATA_DIR: dir, PORT: '0' })
  let aheadMs = 0
  const now = () => new Date(Date.now() + aheadMs)
  const house = await openHouse(config, { log: silentLog, now, ...options })
  // Nothing is drawn by chance: the journeys count what they do.
  const exact = { secondLookShare: 0, known: { share: 0, afterDays: 14 } }
  Object.assign(house.deps, { policies: house.deps.policies.map((one) => ({ ...one, ...exact })) })
  const server: Server = await serveHouse(house, silentLog)
  const browser: Browser = await openChromium()
  const { deps } = house

  return {
    ...{ house, dir, url: server.url },
    later(ms) {
      aheadMs += ms
    },
    async person(name, roles, { region = 'zhoushan', operatorId } = {}) {
      const user = await createUser(deps, office, { name, displayName: name, region })
      await grantUser(deps, office, name, {
        ...{ roles, region, operatorId: operatorId ?? null, reason: '上岗' },
      })
      await setPassword(deps, office, name, { password, dropCode: false, reason: '上岗' })
      // Their own already: the change of a first one is a test of its own (sign-in.test.ts).
      await deps.db.update(logins).set({ mustChange: false }).where(eq(logins.id, user.id))
    },
    async enter(name, viewport = { width: 1366, height: 768 }) {
      const page = await (await browser.newContext({ viewport })).newPage()
      page.setDefaultTimeout(20_000)
      await page.goto(server.url)
      await page.getByTestId('sign-in-name').fill(name)
      await page.getByTestId('sign-in-password').fill(password)
      await page.keyboard.press('Enter')
      await page.getByTestId('sign-in-name').waitFor({ state: 'detached' })
      return page
    },
    async poolRests() {
      const { signal } = new AbortController()
      for (let round = 0; round < 10; round++) {
        const todo = await poolStage.pending(deps, 500)
        if (todo.length === 0) return
        for (const job of todo) await poolStage.run(job, deps, signal)
      }
      throw new Error('the pool never comes to rest')
    },
    async close() {
      await browser.close()
      await server.close()
      await house.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** Presses Tab until the part with this test id has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, testId: string): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    const at = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))
    if (at === testId) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${testId} cannot be reached by Tab`)
}

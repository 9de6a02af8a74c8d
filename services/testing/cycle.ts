import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { loadConfig } from '#shared/config/env.ts'
import { memberships } from '#shared/db/schema/index.ts'
import { dayMs } from '#shared/domain/calendar.ts'
import { creditCheckDigit } from '#shared/domain/operator.ts'
import { everyRole } from '#shared/domain/rights.ts'
import type { Role } from '#shared/domain/role.ts'
import { silentLog } from '#shared/log.ts'
import { newPostgresUrl } from '#shared/testing/database.ts'
import { aFlag, aRecording } from '#shared/testing/factories.ts'
import { type House, openHouse } from '../house.ts'
import { poolStage } from '../pool/stage.ts'
import { apiOf } from '../serve.ts'
import { createUser, grantUser, issueToken } from '../users/act.ts'

let dir: string
/** The house the people of the cycle work in. */
export let house: House
export let api: ReturnType<typeof apiOf>
/** The wall clock of the cycle. */
export const clock = { at: Date.parse('2026-01-05T09:00:00+08:00') }
export const tokens = new Map<string, string>()

/** Opens a house on an empty PostgreSQL and gives everybody an account and a token. */
export async function openCycle(): Promise<void> {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-cycle-'))
  const config = loadConfig({
    DATABASE_URL: await newPostgresUrl(),
    DATA_DIR: dir,
    ACCESS_TOKEN: 'a-token-of-length-20',
  })
  house = await openHouse(config, { log: silentLog, now: () => new Date(clock.at), undoMinutes: 0 })
  api = apiOf(house, silentLog)
  await person('登记', 'zhoushan', ['application_officer', 'case_officer'])
  await person('普陀申报', 'zhoushan/putuo', ['application_officer'])
  await person('普陀承办', 'zhoushan/putuo', ['case_officer'])
  await person('普陀初审', 'zhoushan/putuo', ['reviewer', 'second_reviewer'])
  await person('定海全科', 'zhoushan/dinghai', [
    'reviewer',
    'second_reviewer',
    'case_officer',
    'approver',
    'application_officer',
    'leader',
  ])
  for (const name of ['评一', '评二']) await person(name, 'zhoushan', ['application_officer'])
  await person('市局复核', 'zhoushan', ['second_reviewer'])
  await person('市局审批', 'zhoushan', ['approver'])
}

export async function closeCycle(): Promise<void> {
  await house.close()
  await rm(dir, { recursive: true })
}

export function aCode(division: string, n: number): string {
  const first = `91${division}MA${String(n).padStart(7, '0')}`
  return first + creditCheckDigit(first)
}

export async function person(
  name: string,
  region: string,
  roles: Role[],
  operatorId: string | null = null,
) {
  const { deps } = house
  const admin = { name: '开户', roles: everyRole, region: 'zhoushan' }
  await createUser(deps, admin, { name, displayName: name, region })
  await grantUser(deps, admin, name, { roles, region, operatorId, reason: '上岗' })
  await renew(name)
}

export async function renew(name: string) {
  const admin = { name: '开户', roles: everyRole, region: 'zhoushan' }
  const wanted = { label: '试', days: 365, roles: null }
  tokens.set(name, (await issueToken(house.deps, admin, name, wanted)).token)
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many routes, read by the fields a test names
export type Answer = any

/** People take a second for each act, so that the log has an order. */
export async function call(who: string, method: string, path: string, body?: unknown) {
  clock.at += 1000
  const raw = body instanceof Uint8Array
  const sent =
    method === 'GET' ? {} : { body: raw ? new Uint8Array(body) : JSON.stringify(body ?? {}) }
  const response = await api.request(`/api${path}`, {
    method,
    headers: {
      authorization: `Bearer ${tokens.get(who)}`,
      'content-type': raw ? 'application/octet-stream' : 'application/json',
    },
    ...sent,
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const json: Answer = response.headers.get('content-type')?.includes('json')
    ? JSON.parse(bytes.toString('utf8'))
    : null
  return { status: response.status, json, bytes }
}

/** What rows imply for the pool, as its workers would do it; work that never ends is a fault. */
export async function settle(): Promise<void> {
  const { signal } = new AbortController()
  for (let round = 0; round < 10; round++) {
    const todo = await poolStage.pending(house.deps, 500)
    if (todo.length === 0) return
    for (const job of todo) await poolStage.run(job, house.deps, signal)
  }
  throw new Error('the pool never comes to rest')
}

export async function ok(
  who: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const { status, json } = await call(who, method, path, body)
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`)
  return json
}

export const days = (n: number) => {
  clock.at += n * dayMs
}
export const stateOf = async (roomId: string) => {
  const [row] = await house.deps.db
    .select({ state: memberships.state })
    .from(memberships)
    .where(eq(memberships.roomId, roomId))
  return row?.state
}
export const pdf = Buffer.from('%PDF-1.7 营业执照')

/** Has a flag open for as long as a grave one asks before 成立. */
export async function opened(who: string, flagId: string) {
  const { waitMs } = await ok(who, 'POST', `/flags/${flagId}/open`)
  clock.at += waitMs
}

/** Broadcasts on the day of `at` and says a flag in it; a person decides at once. */
export async function judged(roomId: string, severity: 2 | 3 | 5, phrase: string) {
  const { db } = house.deps
  const recording = await aRecording(db, roomId, new Date(clock.at - 3_600_000))
  const flagId = await aFlag(
    db,
    recording,
    { severity, phrase, quote: phrase, quoteStart: 0, quoteEnd: phrase.length },
    new Date(clock.at),
  )
  await opened('普陀初审', flagId)
  await ok('普陀初审', 'POST', `/flags/${flagId}/verdict`, { verdict: 'confirmed' })
  await settle()
  return flagId
}

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import readSheets from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { mayUse, roleConflict } from '#shared/domain/rights.ts'
import { Role } from '#shared/domain/role.ts'
import { silentLog } from '#shared/log.ts'
import { newPostgresUrl } from '#shared/testing/database.ts'
import { type House, openHouse } from '../house.ts'
import { apiOf } from '../serve.ts'
import { type DeclaredRoute, declaredRoutes, openRoutes } from './may.ts'
import { bodies, fixed, ownFixtures, queries } from './testing/cases.ts'
import { aCounty, aPerson } from './testing/county.ts'
import { fill, keyOf, paramsOf } from './testing/walk.ts'

const mark = '普陀机密'
const business: Role[] = [
  'reviewer',
  'second_reviewer',
  'case_officer',
  'approver',
  'application_officer',
  'rule_manager',
  'leader',
]
const people = Role.options.filter((role) => role !== 'system')

let dir: string
let house: House
let api: ReturnType<typeof apiOf>
let routes: DeclaredRoute[]
let own: Record<string, Record<string, string>>
let foreign: Record<string, Record<string, string>>
let before: Map<string, string>
let dinghai: string[]
const tokens = new Map<string, string>()

const at = new Date('2026-03-12T08:00:00+08:00')

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-rights-'))
  const config = loadConfig({
    DATABASE_URL: await newPostgresUrl(),
    DATA_DIR: dir,
    ACCESS_TOKEN: 'a-token-of-length-20',
  })
  house = await openHouse(config, { log: silentLog, now: () => at })
  api = apiOf(house, silentLog)
  routes = declaredRoutes({ routes: api.routes.filter(({ path }) => path.startsWith('/api/')) })
  own = await aCounty(house, { region: 'zhoushan/dinghai', division: '330902', mark: '定海' })
  dinghai = [
    await aPerson(house, { name: '定海业务', region: 'zhoushan/dinghai', roles: business }),
    await aPerson(house, { name: '定海系统', region: 'zhoushan/dinghai', roles: ['system_admin'] }),
    await aPerson(house, {
      name: '定海安全',
      region: 'zhoushan/dinghai',
      roles: ['security_admin'],
    }),
    await aPerson(house, { name: '定海审计', region: 'zhoushan/dinghai', roles: ['auditor'] }),
    await aPerson(house, {
      ...{ name: '定海商家', region: 'zhoushan/dinghai', roles: ['operator'] as Role[] },
      operatorId: own.operators?.id ?? null,
    }),
  ]
  // Reading the day's report files it; what is read twice is settled.
  await everyAnswer()
  before = await everyAnswer()
  foreign = await aCounty(house, { region: 'zhoushan/putuo', division: '330903', mark })
  for (const role of people) {
    const operatorId = role === 'operator' ? (foreign.operators?.id ?? null) : null
    const person = { name: `普陀${role}`, region: 'zhoushan/putuo', roles: [role], operatorId }
    tokens.set(role, await aPerson(house, person))
  }
}, 600_000)
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true })
})

async function ask(method: string, path: string, token: string | null, body?: unknown) {
  const answer = await api.request(`http://localhost${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, text: await textOf(answer) }
}

/** What an answer says; of a workbook its cells, for the file also holds the second it was made in. */
async function textOf(answer: Response): Promise<string> {
  if (!answer.headers.get('content-type')?.includes('spreadsheetml')) return answer.text()
  return JSON.stringify(await readSheets(Buffer.from(await answer.arrayBuffer())))
}

/** Every answer that reading gives the people of Dinghai, on lists and on their own rows. */
async function everyAnswer() {
  const answers = new Map<string, string>()
  for (const route of routes.filter(({ method }) => method === 'GET')) {
    const path = fill(route, own)
    if (path === undefined) continue
    for (const [i, token] of dinghai.entries()) {
      const { status, text } = await ask('GET', `${path}${queries[keyOf(route)]?.own ?? ''}`, token)
      if (status === 500) throw new Error(`${keyOf(route)} failed: ${text}`)
      answers.set(`${i} ${path}`, `${status} ${text}`)
    }
  }
  return answers
}

const random = (county: Record<string, Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(county).map(([resource, params]) => [
      resource,
      Object.fromEntries(
        Object.entries(params).map(([name, value]) => [
          name,
          /^[0-9a-f-]{36}$/.test(value) ? randomUUID() : value,
        ]),
      ),
    ]),
  )

test('every route has a case: one that is added without is named here', () => {
  const waiting = (route: DeclaredRoute) =>
    ownFixtures.some((start) => keyOf(route).split(' ')[1]?.startsWith(start))
  const uncovered = routes
    .filter((route) => !waiting(route))
    .filter(
      (route) =>
        fill(route, foreign) === undefined ||
        (route.method !== 'GET' && paramsOf(route.path).length > 0 && !(keyOf(route) in bodies)),
    )
    .map(keyOf)
  expect(uncovered).toEqual([])
  expect(routes.length).toBeGreaterThan(60)
})

test('anybody may ask only what brings in and out', () => {
  expect([...openRoutes(api).keys()].sort()).toEqual([
    'GET /api/auth/state',
    'POST /api/auth/code',
    'POST /api/auth/demo',
    'POST /api/auth/password',
    'POST /api/auth/sign-in',
    'POST /api/auth/sign-out',
    'POST /api/auth/token',
  ])
})

test('nobody and a made-up token get nothing', async () => {
  for (const { method, path } of routes)
    for (const token of [null, 'no', 'lvbo_made-up']) {
      const answer = await ask(method, path, token)
      // People sign in here: nobody is asked to, where a request is not refused before anybody is asked for.
      expect([401, 403], `${method} ${path}`).toContain(answer.status)
      expect(answer.text).not.toContain(mark)
    }
})

test('a role without the verb gets the same refusal for any row', async () => {
  for (const route of routes)
    for (const role of people.filter((one) => !mayUse([one], route.verb))) {
      const token = tokens.get(role) ?? ''
      const path = fill(route, foreign) ?? route.path
      const known = await ask(route.method, path, token)
      expect(known.status, `${role} ${keyOf(route)}`).toBe(403)
      const made = await ask(route.method, fill(route, random(foreign)) ?? route.path, token)
      expect(made, `${role} ${keyOf(route)}`).toEqual(known)
    }
})

test('what another county has changes no answer: no row, no count, no order, no error', async () => {
  const after = await everyAnswer()
  for (const [key, answer] of before) expect(after.get(key), key).toBe(answer)
  for (const [key, answer] of after) expect(answer, key).not.toContain(mark)
})

test('a row of another county is answered like one that does not exist', async () => {
  const cases = routes.filter((route) => paramsOf(route.path).length > 0 && !fixed[keyOf(route)])
  let tried = 0
  for (const route of cases) {
    const [real, made] = [fill(route, foreign), fill(route, random(foreign))]
    if (real === undefined || made === undefined) continue
    for (const token of dinghai) {
      const body = route.method === 'GET' ? undefined : bodies[keyOf(route)]
      const query = queries[keyOf(route)]?.own ?? ''
      const known = await ask(route.method, real + query, token, body)
      expect([403, 404], `${keyOf(route)} ${known.text}`).toContain(known.status)
      expect(await ask(route.method, made + query, token, body), keyOf(route)).toEqual(known)
      tried++
    }
  }
  expect(tried).toBeGreaterThan(100)
})

test('a row of another county named in a query or a body is one that does not exist', async () => {
  const ids = Object.entries(foreign).flatMap(([resource, params]) => ({
    resource,
    id: params.id ?? '',
  }))
  for (const route of routes) {
    const names = queries[keyOf(route)]?.foreign ?? {}
    for (const [name, resource] of Object.entries(names)) {
      const id = ids.find((one) => one.resource === resource)?.id ?? ''
      const path = fill(route, own) ?? route.path
      const [token = ''] = dinghai
      const known = await ask('GET', `${path}?${name}=${id}`, token)
      expect(await ask('GET', `${path}?${name}=${randomUUID()}`, token), keyOf(route)).toEqual(
        known,
      )
    }
  }
  const [token = ''] = dinghai
  for (const [path, body] of [
    ['/api/rooms', { ...roomForm(), operatorId: foreign.operators?.id }],
    [`/api/guides/${own.guides?.id}/receipts`, { operatorId: foreign.operators?.id }],
    [`/api/support/${own.support?.id}/offers`, { operatorId: foreign.operators?.id }],
  ] as const) {
    const known = await ask('POST', path, token, body)
    expect(known.status, path).toBe(404)
    expect(await ask('POST', path, token, { ...body, operatorId: randomUUID() })).toEqual(known)
  }
})

const roomForm = () => ({
  ...{ platform: 'douyin', platformId: randomUUID(), name: '新', type: 'shop', goods: [] },
  region: 'zhoushan/dinghai',
})

test('the portal of an operator shows its own things and no others of the county', async () => {
  const token = tokens.get('operator') ?? ''
  for (const route of routes.filter(
    ({ method, verb }) => method === 'GET' && mayUse(['operator'], verb),
  )) {
    const path = `${fill(route, own) ?? route.path}${queries[keyOf(route)]?.own ?? ''}`
    const { text } = await ask('GET', path, token)
    expect(text, keyOf(route)).not.toContain('定海')
  }
})

describe('三员分立', () => {
  test.each([
    [['system_admin', 'auditor'], false],
    [['security_admin', 'reviewer'], false],
    [['operator', 'reviewer'], false],
    [['system'], false],
    [['reviewer', 'case_officer'], true],
    [['auditor'], true],
  ] as const)('%j together: %s', (roles, fine) => {
    expect(roleConflict(roles) === null).toBe(fine)
  })

  test('those who keep accounts, grants and the log read no case content', () => {
    const content = routes.filter(
      ({ verb }) => !/^(user|audit|session|account|system)\./.test(verb),
    )
    for (const role of ['system_admin', 'security_admin', 'auditor'] as const)
      expect(content.filter(({ verb }) => mayUse([role], verb))).toEqual([])
  })
})

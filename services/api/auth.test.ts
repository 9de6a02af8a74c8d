import { createOTP } from '@better-auth/utils/otp'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { listAudit } from '#shared/db/audit.ts'
import type { OpenDb } from '#shared/db/client.ts'
import { lockMs } from '#shared/domain/password.ts'
import { everyRole } from '#shared/domain/rights.ts'
import { silentLog } from '#shared/log.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { createUser, grantUser, issueToken, setActive } from '../users/act.ts'
import { openAuth } from '../users/auth.ts'
import { setPassword } from '../users/passwords.ts'
import { accountRoutes } from './account.ts'
import { type ActorEnv, identify } from './actor.ts'
import { authRoutes } from './auth.ts'
import { answerFailure } from './failure.ts'
import { may } from './may.ts'
import { anAccess } from './testing/access.ts'
import { userRoutes } from './users.ts'

const first = 'Aa1-first-password'
const own = 'Aa1-my-own-password'
const admin = { name: '开户', roles: everyRole, region: 'zhoushan' }
const minute = 60_000
let visitors = 0

onBothDatabases('signing in', (openDb) => {
  let house: OpenDb
  let api: Hono
  let deps: ReturnType<typeof depsOf>

  function depsOf({ db }: OpenDb) {
    const now = () => new Date()
    const auth = openAuth({ db, now }, anAccess.secret)
    const regions = new Map([['zhoushan', '舟山市']])
    return { db, now, regions, access: anAccess, auth: async () => auth }
  }

  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-12T09:00:00+08:00') })
    house = await openDb()
    deps = depsOf(house)
    const inner = new Hono<ActorEnv>()
      .use(identify(deps))
      .get('/session', may('session.read'), (c) => c.json(c.var.actor))
      .route('/account', accountRoutes(deps))
      .route('/users', userRoutes(deps))
    api = new Hono().route('/api/auth', authRoutes(deps)).route('/api', inner)
    api.onError(answerFailure(silentLog))
  })
  afterAll(async () => {
    vi.useRealTimers()
    await house.close()
  })

  /** A browser: it keeps cookies and sends them back. */
  function browser(from = `10.9.0.${++visitors}`) {
    const jar = new Map<string, string>()
    async function ask(method: string, path: string, body?: unknown, active = true) {
      const answer = await api.request(
        `http://localhost/api${path}`,
        {
          method,
          headers: {
            cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
            ...(active && { 'x-lvbo-active': '1' }),
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        },
        { incoming: { socket: { remoteAddress: from } } },
      )
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        if (value === '' || /max-age=0/i.test(cookie)) jar.delete(name)
        else jar.set(name, value)
      }
      return {
        status: answer.status,
        json: await answer.json(),
        set: answer.headers.getSetCookie(),
      }
    }
    const enter = (name: string, password: string) =>
      ask('POST', '/auth/sign-in', { name, password })
    const who = (active = true) => ask('GET', '/session', undefined, active)
    return { jar, ask, enter, who }
  }

  /** Somebody with a first password of the house's. */
  async function person(name: string, roles = ['reviewer' as const]) {
    await createUser(deps, admin, { name, displayName: name, region: 'zhoushan' })
    await grantUser(deps, admin, name, { roles, operatorId: null, reason: '试' })
    await setPassword(deps, admin, name, { password: first, dropCode: false, reason: '开户' })
  }

  /** Signed in under a password of their own. */
  async function settled(name: string) {
    await person(name)
    const page = browser()
    await page.enter(name, first)
    await page.ask('POST', '/auth/password', { current: first, next: own })
    return page
  }

  const advance = (ms: number) => vi.setSystemTime(Date.now() + ms)

  test('who sits at the machine administers it until somebody can sign in; the log has no secret', async () => {
    const machine = browser('127.0.0.1')
    expect((await machine.who()).json.roles).toEqual(everyRole)
    const form = {
      system_admin: { name: 'xitong', displayName: '系统', password: own },
      security_admin: { name: 'anquan', displayName: '安全' },
      auditor: { name: 'shenji', displayName: '审计' },
    }
    const opened = await machine.ask('POST', '/users/first-run', form)
    expect(opened.status).toBe(201)
    expect((await machine.who()).status).toBe(401)
    const page = browser()
    expect((await page.enter('xitong', own)).json).toEqual({ next: 'in' })
    expect((await page.who()).json.roles).toEqual(['system_admin'])
    expect((await page.ask('POST', '/users/first-run', form)).status).toBe(409)
    const [security] = opened.json
    expect((await browser().enter('anquan', security.password)).json).toEqual({ next: 'change' })
    const { rows } = await listAudit(house.db, { limit: 100 })
    expect(rows.map(({ action }) => action)).toContain('account.sign_in')
    const logged = JSON.stringify(await house.db.query.auditEvents.findMany())
    for (const secret of [own, security.password, 'argon2']) expect(logged).not.toContain(secret)
  })

  test('a first password opens nothing but its own change, which ends every other session', async () => {
    await person('张三')
    const [page, other] = [browser(), browser()]
    expect((await other.enter('张三', first)).json).toEqual({ next: 'change' })
    const entered = await page.enter('张三', first)
    expect(entered.json).toEqual({ next: 'change' })
    expect(entered.set.join()).toMatch(/HttpOnly.*SameSite=Strict/i)
    expect((await page.who()).json.message).toContain('修改初始口令')
    expect((await page.ask('GET', '/account')).status).toBe(403)
    const change = (next: string) => page.ask('POST', '/auth/password', { current: first, next })
    expect((await change('short-A1')).json.message).toContain('12 位')
    expect((await change('alllowercaseletters')).json.message).toContain('三类')
    expect((await change('张三-Aa1-long-enough')).json.message).toContain('账号名')
    expect((await change(first)).status).toBe(422)
    const before = page.jar.get('lvbo.session_token')
    expect((await change(own)).status).toBe(200)
    expect(page.jar.get('lvbo.session_token')).not.toBe(before)
    expect((await page.who()).json).toMatchObject({ name: '张三', roles: ['reviewer'] })
    expect((await other.who()).status).toBe(401)
    expect((await browser().enter('张三', first)).status).toBe(403)
    expect((await browser().enter('张三', own)).json).toEqual({ next: 'in' })
  })

  test('a session is new at every sign-in, and a made-up or unsigned one is none', async () => {
    const page = await settled('李四')
    const token = page.jar.get('lvbo.session_token') ?? ''
    await page.ask('POST', '/auth/sign-out')
    expect(page.jar.has('lvbo.session_token')).toBe(false)
    page.jar.set('lvbo.session_token', token)
    expect((await page.who()).status).toBe(401)
    await page.enter('李四', own)
    expect(page.jar.get('lvbo.session_token')).not.toBe(token)
    const [plain] = decodeURIComponent(page.jar.get('lvbo.session_token') ?? '').split('.')
    page.jar.set('lvbo.session_token', plain ?? '')
    expect((await page.who()).status).toBe(401)
  })

  test('five failures shut the account and the address, whoever is meant, and a reset opens', async () => {
    await person('王五')
    const page = browser('10.0.0.9')
    const wrong = await page.enter('王五', 'Wrong-password-1')
    expect(await page.enter('没有这个人', 'Wrong-password-1')).toEqual(wrong)
    for (let i = 0; i < 4; i++) await browser(`10.0.1.${i}`).enter('王五', 'Wrong-password-1')
    const shut = await browser('10.0.2.1').enter('王五', first)
    expect(shut.status).toBe(403)
    expect(shut.json.message).toContain('15 分钟')
    for (let i = 0; i < 3; i++) await page.enter(`没有的人${i}`, 'Wrong-password-1')
    await person('赵六')
    expect((await page.enter('赵六', first)).json.message).toContain('网络地址')
    expect((await browser('10.0.2.2').enter('赵六', first)).status).toBe(200)
    await setPassword(deps, admin, '王五', { password: first, dropCode: false, reason: '忘了' })
    expect((await browser('10.0.2.3').enter('王五', first)).status).toBe(200)
    advance(lockMs)
    expect((await page.enter('赵六', first)).status).toBe(200)
  })

  test('tries at once are no more than in a row', async () => {
    await person('钱七')
    const tries = Array.from({ length: 12 }, (_, i) =>
      browser(`10.1.0.${i}`).enter('钱七', 'Wrong-password-1'),
    )
    const said = (await Promise.all(tries)).map(({ json }) => json.message)
    expect(said.filter((one) => one.includes('不对'))).toHaveLength(5)
    expect(said.filter((one) => one.includes('锁定'))).toHaveLength(7)
  })

  test('a session ends after half an hour in which the person did nothing, whatever the page asked', async () => {
    const page = await settled('孙八')
    for (let i = 0; i < 3; i++) {
      advance(20 * minute)
      expect((await page.who()).status).toBe(200)
    }
    advance(20 * minute)
    expect((await page.who(false)).status).toBe(200)
    advance(11 * minute)
    expect((await page.who()).status).toBe(401)
    await page.enter('孙八', own)
    for (let i = 0; i < 35; i++) {
      advance(20 * minute)
      expect((await page.who()).status).toBe(200)
    }
    advance(20 * minute)
    expect((await page.who()).status).toBe(401)
  })

  test('one sees and ends one’s sessions, nobody else’s; a reset and a closed account end all', async () => {
    const page = await settled('周九')
    const phone = browser('10.0.0.7')
    await phone.enter('周九', own)
    const stranger = await settled('吴十')
    const { sessions } = (await page.ask('GET', '/account')).json
    expect(sessions).toHaveLength(2)
    const other = sessions.find((one: { current: boolean }) => !one.current)
    expect(other.ipAddress).toBe('10.0.0.7')
    expect((await stranger.ask('DELETE', `/account/sessions/${other.id}`)).status).toBe(404)
    expect((await page.ask('DELETE', `/account/sessions/${other.id}`)).json).toEqual({ ended: 1 })
    expect((await phone.who()).status).toBe(401)
    await setPassword(deps, admin, '周九', { password: first, dropCode: false, reason: '试' })
    expect((await page.who()).status).toBe(401)
    await setActive(deps, admin, '吴十', false, '离职')
    expect((await stranger.who()).status).toBe(401)
    expect((await browser().enter('吴十', own)).json.message).toContain('不对')
  })

  test('with a one-time code the password alone is not enough; spare codes work once', async () => {
    const page = await settled('郑一')
    const code = async (uri: string) => {
      const secret = new URL(uri).searchParams.get('secret') ?? ''
      return createOTP(Buffer.from(fromBase32(secret)).toString()).totp()
    }
    expect((await page.ask('POST', '/account/code', { password: 'Wrong-1234567' })).status).toBe(
      403,
    )
    const begun = (await page.ask('POST', '/account/code', { password: own })).json
    expect(decodeURIComponent(begun.uri)).toMatch(/^otpauth:\/\/totp\/绿播:郑一\?/)
    expect((await browser().enter('郑一', own)).json).toEqual({ next: 'in' })
    const confirmed = await page.ask('POST', '/account/code/confirm', {
      code: await code(begun.uri),
    })
    expect(confirmed.status).toBe(200)
    expect((await page.who()).status).toBe(200)

    const again = browser()
    expect((await again.enter('郑一', own)).json).toEqual({ next: 'code' })
    expect((await again.who()).status).toBe(401)
    const enter = (given: string, spare = false) =>
      again.ask('POST', '/auth/code', { code: given, spare })
    expect((await enter('000000')).json.message).toContain('动态口令不对')
    expect((await enter(await code(begun.uri))).json).toEqual({ next: 'in' })
    expect((await again.who()).status).toBe(200)
    for (const expected of [200, 403]) {
      await again.enter('郑一', own)
      expect((await enter(begun.spareCodes[0], true)).status).toBe(expected)
    }
    expect((await page.ask('POST', '/account/code/end', { password: own })).status).toBe(200)
    expect((await browser().enter('郑一', own)).json).toEqual({ next: 'in' })
  })

  test('a token of the API is no session: it changes nobody’s login', async () => {
    const page = await settled('冯二')
    const { token } = await issueToken(deps, admin, '冯二', { label: '试', days: 1, roles: null })
    const answer = await api.request('http://localhost/api/account', {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(answer.status).toBe(403)
    expect((await page.ask('GET', '/account')).json).toMatchObject({
      name: '冯二',
      mustChange: false,
    })
  })
})

function fromBase32(text: string): number[] {
  const bits = [...text.replace(/=+$/, '')]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('')
  return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
}

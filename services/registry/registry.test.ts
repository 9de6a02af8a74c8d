import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstBrokenLine, listAudit } from '#shared/db/audit.ts'
import type { OpenDb } from '#shared/db/client.ts'
import { operatorFile } from '#shared/db/operators.ts'
import { registryTasks } from '#shared/db/registry-tasks.ts'
import { listRooms } from '#shared/db/room-list.ts'
import { sealedIdentity, streamerFile } from '#shared/db/streamers.ts'
import { actorOfToken } from '#shared/db/tokens.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { everyRole } from '#shared/domain/rights.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import type { ActorEnv } from '../api/actor.ts'
import { importRoutes } from '../api/imports.ts'
import { createUser, grantUser, issueToken, setActive } from '../users/act.ts'
import { errorSheet, exportRooms } from './export.ts'
import { confirmRead, publishGuide } from './guides.ts'
import { importRooms } from './import/run.ts'
import { openRegistry } from './open.ts'
import { editOperator, fileLicence } from './operators.ts'
import { checkRealName, editRoom, similarRooms } from './rooms.ts'
import { toCsv, toXlsx } from './sheet.ts'
import { createStreamer, editStreamer, revealIdentity } from './streamers.ts'
import { fileAttendance, holdTraining } from './trainings.ts'

const at = new Date('2026-03-12T08:00:00+08:00')
const today = '2026-03-12'
const registry = await openRegistry(Buffer.alloc(32, 7))
const city: Actor = { name: '市局', roles: everyRole, region: 'zhoushan' }
const putuo: Actor = { name: '普陀', roles: everyRole, region: 'zhoushan/putuo' }
const dinghai: Actor = { name: '定海', roles: everyRole, region: 'zhoushan/dinghai' }
const head = '直播间名称,平台,账号ID,区划,主体名称,统一社会信用代码\n'
const lines = [
  '东海渔嫂海鲜,抖音,745964462470,普陀区,舟山渔嫂有限公司,91330903MA28K00005',
  '=1+1,抖音,2,定海,,',
  '坏行,抖音,,普陀,,',
]

onBothDatabases('registry', (open) => {
  let house: OpenDb
  const deps = () => ({ ...registry, db: house.db, now: () => at })
  const bring = (actor: Actor, text: string | Buffer, dryRun = false) =>
    importRooms(deps(), actor, { name: 't.csv', bytes: Buffer.from(text) }, { dryRun })
  const rooms = async (actor: Actor = city) =>
    (await listRooms(house.db, actor, { limit: 100 })).rows
  const tasks = (
    actor: Actor = city,
    kind?: 'lookup-abnormal' | 'guide-unread' | 'licence-expired',
  ) =>
    registryTasks(house.db, actor, policyOn(registry.registry, at.getTime()), today, {
      limit: 100,
      kind,
    })
  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())

  test('a trial writes nothing; the import is one act; the same file again changes nothing', async () => {
    const trial = await bring(city, head + lines.join('\n'), true)
    expect(trial).toMatchObject({ id: null, created: 2, refused: 1, operatorsCreated: 1 })
    expect(await rooms()).toEqual([])
    const done = await bring(city, head + lines.join('\n'))
    expect(done).toMatchObject({ rows: 3, created: 2, updated: 0, unchanged: 0, refused: 1 })
    expect(await bring(city, head + lines.join('\n'))).toMatchObject({ created: 0, unchanged: 2 })
    const { rows } = await listAudit(house.db, { limit: 10, action: 'room.import' })
    expect(rows).toHaveLength(2)
    expect(await firstBrokenLine(house.db)).toBeNull()
  })

  test('while an import runs, those of its region are told how far it is, and nobody else', async () => {
    const asked: (Response | Promise<Response>)[] = []
    const now = () => {
      for (const who of ['普陀', '定海']) asked.push(app.request(`/running?who=${who}`))
      return at
    }
    const app = new Hono<ActorEnv>()
      .use(async (c, next) => {
        c.set('actor', c.req.query('who') === '定海' ? dinghai : putuo)
        await next()
      })
      .route('/', importRoutes({ ...deps(), now }))
    const body = `${head}东极渔家,抖音,31,普陀,,`
    const done = await app.request('/rooms?fileName=a.csv&dryRun=true', { method: 'POST', body })
    expect(done.status).toBe(200)
    const told = await Promise.all(asked.slice(0, 2).map(async (answer) => (await answer).json()))
    const running = { fileName: 'a.csv', by: '普陀', step: 'comparing', total: 1 }
    expect(told).toMatchObject([{ rows: [running] }, { rows: [] }])
    expect(await (await app.request('/running')).json()).toEqual({ rows: [] })
  })

  test('refused lines come back as they stood, with what is wrong and what to do', async () => {
    const { header, errors } = await bring(city, head + lines.join('\n'), true)
    const sheet = await readSheet(await toXlsx(errorSheet(header, errors)))
    expect(sheet[1]?.slice(0, 2)).toEqual(['坏行', '抖音'])
    expect(sheet[1]?.slice(6)).toEqual([
      '4',
      expect.stringContaining('缺少'),
      expect.stringMatching(/^请/),
    ])
  })

  test('what is exported is imported as the same, formulas and long ids stay text', async () => {
    const sheet = await exportRooms(deps(), city, {})
    const csv = toCsv(sheet).toString()
    expect(csv).toContain("'=1+1")
    expect(csv).toContain("'745964462470")
    for (const bytes of [toCsv(sheet), await toXlsx(sheet)])
      expect(await bring(city, bytes)).toMatchObject({
        created: 0,
        updated: 0,
        unchanged: 2,
        refused: 0,
      })
  })

  test('blank cells change nothing, others bring the room up to date', async () => {
    const text =
      '直播间名称,平台,账号ID,区划,主体名称,统一社会信用代码\n新名字,抖音,745964462470,普陀,,\n'
    expect(await bring(putuo, text)).toMatchObject({ created: 0, updated: 1 })
    expect((await rooms(putuo))[0]).toMatchObject({
      name: '新名字',
      operator: '舟山渔嫂有限公司',
      version: 2,
    })
  })

  test('a county cannot take or learn of a room elsewhere; its own file on an operator is its own', async () => {
    const done = await bring(dinghai, '直播间名称,平台,账号ID\n抢,抖音,745964462470\n')
    expect(done).toMatchObject({ created: 0, updated: 0, refused: 1 })
    expect(done.errors[0]?.problems.join()).not.toContain('普陀')
    const own = `${head}分号,抖音,77,定海,渔嫂定海分部,91330903MA28K00005\n`
    expect(await bring(dinghai, own)).toMatchObject({ created: 1, operatorsCreated: 1 })
    expect((await rooms(putuo))[0]?.operator).toBe('舟山渔嫂有限公司')
  })

  test('look-alikes while typing, by id, code and name, within the region', async () => {
    const [room] = await rooms(putuo)
    const found = await similarRooms(deps(), putuo, {
      ...{ name: '新名字(官方)', code: '91330903MA28K00005', platformId: '745964462470' },
    })
    expect(found).toMatchObject([
      { id: room?.id, why: ['platform-id', 'code', 'name'], likeness: 1 },
    ])
    expect(await similarRooms(deps(), dinghai, { name: '新名字' })).toEqual([])
    expect(await similarRooms(deps(), putuo, { name: '新名字', except: room?.id })).toEqual([])
  })

  test('two who edit what they saw: one wins, the other is told', async () => {
    const [room] = await rooms(putuo)
    if (!room) throw new Error('no room')
    const edit = (title: string) =>
      editRoom(deps(), putuo, room.id, { seen: room.version, name: title, reason: '更名' })
    const outcomes = await Promise.allSettled([edit('甲'), edit('乙')])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find((one) => one.status === 'rejected')?.reason).toMatchObject({
      code: 'conflict',
    })
  })

  test('pages neither skip nor repeat while rows are written', async () => {
    const first = await listRooms(house.db, city, { limit: 1, sort: 'name' })
    await bring(city, '直播间名称,平台,账号ID,区划\n!最前,抖音,1001,普陀\n')
    const seen = [...first.rows]
    for (let after = first.next; after; ) {
      const page = await listRooms(house.db, city, { limit: 1, sort: 'name', after })
      seen.push(...page.rows)
      after = page.next
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length)
    expect(seen).toHaveLength(3)
  })

  test('stale look-ups, licences, sheets and unread guides are tasks until they are done', async () => {
    const [room] = await rooms(putuo)
    const operatorId = (await rooms(putuo)).find((one) => one.operatorId)?.operatorId ?? ''
    const operator = await operatorFile(house.db, putuo, operatorId)
    if (!operator || !room) throw new Error('no operator')
    expect((await tasks(putuo, 'lookup-abnormal')).total).toBe(1)
    const look = (lookedUpOn: string, seen: number) =>
      editOperator(deps(), putuo, operator.id, {
        ...{ seen, abnormal: { listed: false, lookedUpOn, source: '国家企业信用信息公示系统' } },
      })
    await look('2026-01-01', operator.version)
    expect((await tasks(putuo, 'lookup-abnormal')).rows[0]?.due).toBe('2026-01-31')
    await look('2026-03-01', operator.version + 1)
    expect((await tasks(putuo, 'lookup-abnormal')).total).toBe(0)
    const licence = {
      kind: 'food-business',
      number: '1',
      scope: '',
      issuer: '',
      issuedOn: null,
    } as const
    await fileLicence(deps(), putuo, operator.id, { ...licence, validUntil: '2026-03-11' })
    expect((await tasks(putuo, 'licence-expired')).total).toBe(1)
    await fileLicence(deps(), putuo, operator.id, { ...licence, validUntil: '2029-03-11' })
    expect((await tasks(putuo, 'licence-expired')).total).toBe(0)
    const text = { region: 'zhoushan', kind: 'responsibility', title: '责任清单' } as const
    const v1 = await publishGuide(deps(), city, { ...text, body: '一' }, '')
    await confirmRead(deps(), putuo, v1.id, { operatorId: operator.id, readBy: '' })
    expect((await tasks(putuo, 'guide-unread')).total).toBe(0)
    const v2 = await publishGuide(deps(), city, { ...text, body: '二' }, '')
    expect([v1.version, v2.version]).toEqual([1, 2])
    expect((await tasks(putuo, 'guide-unread')).rows[0]?.detail).toBe('责任清单 v2')
    const { items } = policyOn(registry.realName, at.getTime())
    const answers = items.map(({ id }) => ({ item: id, answer: 'yes' as const, note: '' }))
    const check = { checkedOn: today, note: '', answers }
    const short = checkRealName(deps(), putuo, room.id, { ...check, answers: answers.slice(1) })
    await expect(short).rejects.toThrow(/还没有填写/)
    const before = (await tasks(putuo)).rows.filter(({ subject }) => subject === room.id)
    expect(before.map(({ kind }) => kind)).toEqual(['real-name-missing'])
    await checkRealName(deps(), putuo, room.id, check)
    expect((await tasks(putuo)).rows.filter(({ subject }) => subject === room.id)).toEqual([])
  })

  test('an identity number is sealed, masked, found twice, and revealed for a reason that stays', async () => {
    const identity = '11010519491231002X'
    const form = { name: '王五', alias: '', region: 'zhoushan/putuo', operatorId: null, phone: '' }
    const made = await createStreamer(deps(), putuo, { ...form, identity })
    expect(JSON.stringify(made)).not.toContain(identity)
    expect((await sealedIdentity(house.db, putuo, made.id))?.sealed).not.toContain('19491231')
    await expect(createStreamer(deps(), putuo, { ...form, identity })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await revealIdentity(deps(), putuo, made.id, '核验')).toEqual({ identity })
    const [line] = (await listAudit(house.db, { limit: 1, action: 'streamer.reveal' })).rows
    expect(line).toMatchObject({ actor: '普陀', subject: made.id, reason: '核验' })
    const session = {
      region: 'zhoushan/putuo',
      title: '培训',
      heldOn: today,
      place: '',
      host: '',
      note: '',
    }
    const training = await holdTraining(deps(), putuo, { ...session, hours: 3 })
    const was = { streamerId: made.id, hours: 2.5, score: 90, passed: true }
    await fileAttendance(deps(), putuo, training.id, [was])
    await expect(
      fileAttendance(deps(), putuo, training.id, [{ ...was, hours: 4 }]),
    ).rejects.toThrow(/学时/)
    expect(await streamerFile(house.db, putuo, made.id)).toMatchObject({ hours: 2.5 })
    const edit = { seen: made.version, operatorId: randomUUID() }
    await expect(editStreamer(deps(), putuo, made.id, edit)).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('an account has no right until it is granted one, by another; a token does no more and ends', async () => {
    const user = await createUser(deps(), city, {
      name: 'li',
      displayName: '李',
      region: 'zhoushan/putuo',
    })
    const { token } = await issueToken(deps(), city, 'li', { label: '试', days: 1, roles: null })
    expect(await actorOfToken(house.db, token, at)).toMatchObject({ name: 'li', roles: [] })
    const grant = { roles: ['reviewer' as const], operatorId: null, reason: '任命' }
    await grantUser(deps(), city, 'li', grant)
    expect(await actorOfToken(house.db, token, at)).toMatchObject({
      roles: ['reviewer'],
      region: 'zhoushan/putuo',
    })
    await expect(grantUser(deps(), { ...city, name: 'li' }, 'li', grant)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(
      issueToken(deps(), city, 'li', { label: '试', days: 1, roles: ['approver'] }),
    ).rejects.toMatchObject({ code: 'invalid' })
    expect(await actorOfToken(house.db, token, new Date(at.getTime() + 86_400_001))).toBeNull()
    await setActive(deps(), city, user.id, false, '调离')
    await setActive(deps(), city, user.id, true, '调回')
    expect(await actorOfToken(house.db, token, at)).toBeNull()
    await expect(setActive(deps(), dinghai, user.id, false, '试')).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})

import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstBrokenLine } from '#shared/db/audit.ts'
import { lockMembership, roomEvents } from '#shared/db/pool.ts'
import { poolEvents } from '#shared/db/schema/index.ts'
import { standing } from '#shared/domain/standing.ts'
import {
  type Answer,
  api,
  call,
  clock,
  closeCycle,
  days,
  house,
  judged,
  ok,
  openCycle,
  pdf,
  person,
  renew,
  settle,
  stateOf,
  tokens,
} from './testing/cycle.ts'
import { nothingLeaks } from './testing/cycle-foreign.ts'
import { theLoopCloses } from './testing/cycle-leads.ts'
import { toTheList } from './testing/cycle-listing.ts'

/** 六 and 七 of 舟市监发〔2024〕36号 from the survey to the return of a room, by API, on PostgreSQL. */

beforeAll(openCycle)
afterAll(closeCycle)

let roomIds: string[]
let listed: string[]

test('200 rooms are imported; those that apply go through county, scoring, publicity to the list', async () => {
  ;({ roomIds, listed } = await toTheList())
})

let removedRoom: string
let removalId: string
let firstFlag: string
let noticeId: string

test('60 days of broadcasts: notice, rectification, points restored', async () => {
  removedRoom = listed[0] ?? ''
  const { operatorId } = await ok('登记', 'GET', `/rooms/${removedRoom}`)
  await person('运营者', 'zhoushan/putuo', ['operator'], operatorId)
  for (let day = 0; day < 20; day++) {
    days(1)
    const room = listed[1 + (day % 5)] ?? ''
    if (day % 4 === 0) await judged(room, 2, `顺口一说${day}`)
  }
  firstFlag = await judged(removedRoom, 3, '全网最低价')
  expect((await ok('登记', 'GET', `/rooms/${removedRoom}`)).score).toBe(97)

  const drafted = await ok('普陀承办', 'POST', '/notices', {
    roomId: removedRoom,
    flagIds: [firstFlag],
  })
  noticeId = drafted.id
  expect(drafted.items[0]).toMatchObject({ quote: '全网最低价', flagId: firstFlag })
  expect((await call('运营者', 'GET', `/notices/${noticeId}`)).status).toBe(404)
  const served = await ok('普陀承办', 'POST', `/notices/${noticeId}/serve`, { how: 'portal' })
  expect(served.number).toMatch(/^舟市监绿播整告〔2026〕1号$/)
  expect(await stateOf(removedRoom)).toBe('rectifying')
  const twice = await call('普陀承办', 'POST', '/notices', {
    roomId: removedRoom,
    flagIds: [firstFlag],
  })
  expect(twice.status).toBe(409)
  await ok('运营者', 'POST', `/notices/${noticeId}/read`)
  await ok('普陀承办', 'POST', `/notices/${noticeId}/extend`, { reason: '主播休假' })
  expect(
    (await call('普陀承办', 'POST', `/notices/${noticeId}/extend`, { reason: '再延' })).status,
  ).toBe(409)
  const upload = await ok('运营者', 'POST', `/notices/${noticeId}/files?fileName=c.pdf`, pdf)
  const attachments = [{ name: '整改.pdf', sha256: upload.sha256 }]
  await ok('运营者', 'POST', `/notices/${noticeId}/answer`, { text: '已停播培训', attachments })
  expect(
    (await call('运营者', 'POST', `/notices/${noticeId}/accept`, { reason: '好' })).status,
  ).toBe(403)
  days(1)
  await ok('普陀承办', 'POST', `/notices/${noticeId}/accept`, { reason: '整改到位' })
  await settle()
  expect(await ok('登记', 'GET', `/rooms/${removedRoom}`)).toMatchObject({
    score: 98.5,
    state: 'listed',
  })
  const [paper] = (await ok('运营者', 'GET', `/notices/${noticeId}`)).documents
  const document = await api.request(`/api/notices/documents/${paper.id}`, {
    headers: { authorization: `Bearer ${tokens.get('运营者')}` },
  })
  expect(
    Buffer.from(await document.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK')
  await ok('普陀承办', 'POST', '/notices/talks', {
    roomId: removedRoom,
    heldAt: new Date(clock.at - 3_600_000).toISOString(),
    place: '普陀分局',
    present: ['承办人', '运营者'],
    content: '约谈提醒',
  })
})

test('a red line overturned at a late stage withdraws its case, both versions of the paper stay', async () => {
  const room = listed[5] ?? ''
  const flag = await judged(room, 5, '野生动物')
  const { rows } = await ok('普陀承办', 'GET', `/removals?roomId=${room}`)
  const id = rows[0].proposal.id
  const agree = { outcome: 'agree', reason: '属实' }
  await ok('普陀承办', 'POST', `/removals/${id}/signatures`, { stage: 'verify', ...agree })
  await ok('普陀承办', 'POST', `/removals/${id}/hearing`)
  expect(await stateOf(room)).toBe('statement')
  days(1)
  await ok('市局复核', 'POST', `/flags/${flag}/verdict`, {
    verdict: 'dismissed',
    reason: '系连线观众所说',
  })
  const late = await call('普陀承办', 'POST', `/removals/${id}/signatures`, {
    stage: 'hear',
    ...agree,
  })
  expect(late.status).toBe(409)
  await settle()
  expect(await stateOf(room)).toBe('listed')
  const file = await ok('普陀承办', 'GET', `/removals/${id}`)
  expect(file.proposal).toMatchObject({ state: 'withdrawn' })
  expect(file.documents.map((d: Answer) => [d.kind, d.version])).toEqual([
    ['removal-notice', 1],
    ['removal-notice', 2],
  ])
})

test('three in thirty days: proposal, six stages by different people, hold, removed, no return before its day', async () => {
  days(10)
  await judged(removedRoom, 3, '史上最低')
  days(10)
  await judged(removedRoom, 3, '再无更低')
  expect(await stateOf(removedRoom)).toBe('removal_proposed')
  const { rows } = await ok('普陀承办', 'GET', `/removals?roomId=${removedRoom}&state=drafted`)
  removalId = rows[0].proposal.id
  const sign = (who: string, stage: string, more: object = {}) =>
    call(who, 'POST', `/removals/${removalId}/signatures`, {
      stage,
      outcome: 'agree',
      reason: '同意',
      ...more,
    })
  expect((await sign('市局复核', 'review')).status).toBe(409)
  expect((await sign('普陀承办', 'verify')).status).toBe(201)
  expect((await call('运营者', 'GET', `/removals/${removalId}`)).status).toBe(404)
  await ok('普陀承办', 'POST', `/removals/${removalId}/hearing`)
  expect((await sign('普陀承办', 'hear')).status).toBe(409)
  await ok('运营者', 'POST', `/removals/${removalId}/statement`, { text: '主播临时发挥，已停播。' })
  const two = await Promise.all([sign('普陀承办', 'hear'), sign('登记', 'hear')])
  expect(two.map(({ status }) => status).sort()).toEqual([201, 409])
  expect((await sign('市局复核', 'review')).json.message).toContain('合规尽责')
  const box = {
    system: '有制度。',
    diligence: '未尽责。',
    grounds: [],
    outcome: 'none',
    reason: '多次。',
  }
  await ok('普陀承办', 'PUT', `/removals/${removalId}/leniency`, box)
  expect((await sign('普陀初审', 'review')).status).toBe(403)
  expect((await sign('市局复核', 'review')).status).toBe(201)
  expect((await sign('市局审批', 'approve')).status).toBe(422)

  // The database holds the same pairs: each barred person tries past the API.
  const raw = (by: string, stage: string) =>
    house.deps.db.execute(
      sql`insert into removal_signatures (proposal_id, seq, stage, outcome, by, reason, clock.at)
        values (${removalId}, (select count(*) + 1 from removal_signatures where proposal_id = ${removalId}), ${stage}, 'agree', ${by}, '', now())`,
    )
  for (const by of ['普陀初审', '普陀承办', '市局复核', 'system'])
    await expect(raw(by, 'approve'), by).rejects.toThrow()
  for (const stage of ['propose', 'verify', 'hear', 'review', 'publish'])
    await expect(raw('某人', stage), stage).rejects.toThrow()
  await expect(
    house.deps.db.execute(sql`update removal_signatures set by = '某人'`),
  ).rejects.toThrow()

  const name = (await ok('登记', 'GET', `/rooms/${removedRoom}`)).name
  expect((await sign('市局审批', 'approve', { confirm: name })).status).toBe(201)
  expect((await sign('市局审批', 'publish')).status).toBe(409)
  await settle()
  expect(await stateOf(removedRoom)).toBe('statement')
  clock.at += 25 * 3_600_000
  await settle()
  expect(await stateOf(removedRoom)).toBe('removed')
  const file = await ok('运营者', 'GET', `/removals/${removalId}`)
  expect(file.documents.map((d: Answer) => d.kind).sort()).toEqual([
    'removal-letter',
    'removal-notice',
    'removal-public-notice',
  ])
  expect(file.signatures).toEqual([])
  expect((await ok('普陀申报', 'GET', '/memberships/listed')).total).toBe(5)

  const next = {
    sheetVersion: house.deps.sheets[0]?.version,
    opensOn: '2026-01-01',
    closesOn: '2027-12-31',
  }
  const batch = await ok('市局审批', 'POST', '/batches', { name: '常年', ...next })
  const apply = () =>
    call('普陀申报', 'POST', '/applications', { batchId: batch.id, roomId: removedRoom })
  const refused = await apply()
  expect(refused.status).toBe(409)
  expect(refused.json.message).toContain(file.proposal.reapplyFrom)
  const now = clock.at
  clock.at = Date.parse(`${file.proposal.reapplyFrom}T00:00:00+08:00`) - 60_000
  await renew('普陀申报')
  expect((await apply()).status).toBe(409)
  clock.at += 60_000
  const back = await apply()
  expect(back.status).toBe(201)
  clock.at = now
  await house.deps.db.execute(sql`delete from applications where id = ${back.json.id}`)
})

test('the first verdict is overturned: everything that rested on it moves, both versions stay', async () => {
  days(5)
  await ok('市局复核', 'POST', `/flags/${firstFlag}/verdict`, {
    verdict: 'dismissed',
    reason: '系引用他人',
  })
  await settle()
  const file = await ok('市局审批', 'GET', `/removals/${removalId}`)
  expect(file.proposal.state).toBe('published')
  expect(file.proposal.unfoundedWhy).toContain('不再成立')
  expect(await stateOf(removedRoom)).toBe('removed')
  expect((await ok('普陀承办', 'GET', `/notices/${noticeId}`)).fallen).toEqual([firstFlag])
  expect((await ok('登记', 'GET', `/rooms/${removedRoom}`)).score).toBe(94)
  expect(
    (await call('普陀承办', 'POST', `/removals/${removalId}/reinstate`, { reason: '恢复' })).status,
  ).toBe(403)
  const { documents } = await ok('市局审批', 'POST', `/removals/${removalId}/reinstate`, {
    reason: '事实不再成立',
  })
  expect(documents.map((d: Answer) => `${d.kind} ${d.version}`).sort()).toEqual([
    'removal-letter 1',
    'removal-letter 2',
    'removal-notice 1',
    'removal-public-notice 1',
    'removal-public-notice 2',
  ])
  expect(await stateOf(removedRoom)).toBe('listed')
  const history = await ok('登记', 'GET', `/memberships/${removedRoom}/history`)
  const moves = history.rows.flatMap((r: Answer) => (r.kind === 'moved' ? [r.body.verb] : []))
  expect(moves).toEqual([
    'submit',
    'start_county_review',
    'return',
    'submit',
    'start_county_review',
    'report',
    'start_city_review',
    'score',
    'publicize',
    'object',
    'dismiss_objection',
    'list',
    'order_rectification',
    'accept_rectification',
    'propose_removal',
    'notify_removal',
    'remove',
    'reinstate',
  ])
})

test('confirmed flags are handed over, complaints come in, the loop closes', () =>
  theLoopCloses(listed[1] ?? ''))

test('another county has none of it, in lists, rows, counts or verbs', () =>
  nothingLeaks({ removedRoom, removalId, noticeId, firstFlag }))

test('every stored standing is what its log gives, and the audit chain holds', async () => {
  const { db, policies } = house.deps
  await settle()
  for (const roomId of roomIds) {
    const row = await db.transaction((tx) => lockMembership(tx, roomId))
    const stored = row?.standing
    if (!stored) throw new Error('no standing')
    const fresh = standing(await roomEvents(db, roomId), policies, stored.onMs)
    expect(stored).toEqual(JSON.parse(JSON.stringify(fresh)))
    const now = standing(await roomEvents(db, roomId), policies, clock.at)
    expect(row.score).toBe(now.score)
  }
  const actors = await db.selectDistinct({ actor: poolEvents.actor }).from(poolEvents)
  expect(actors.every(({ actor }) => actor !== '')).toBe(true)
  expect(await firstBrokenLine(db)).toBeNull()
})

import { asc, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { saveCoverage } from '#shared/db/coverage.ts'
import { rooms } from '#shared/db/schema/index.ts'
import { dayMs } from '#shared/domain/calendar.ts'
import { itemsOf } from '#shared/domain/score-sheet.ts'
import { aRecording } from '#shared/testing/factories.ts'
import { textInZip } from '#shared/testing/zip.ts'
import {
  type Answer,
  aCode,
  api,
  call,
  clock,
  days,
  house,
  ok,
  pdf,
  stateOf,
  tokens,
} from './cycle.ts'

/**
 * The survey of 200 rooms, and eight applications of which one is rejected by the county, one falls to an objection and
 * six are listed: everything on the way is expected here.
 */
export async function toTheList(): Promise<{ roomIds: string[]; listed: string[] }> {
  const { db, sheets } = house.deps
  const [sheet] = sheets
  if (!sheet) throw new Error('no sheet')
  const lines = Array.from({ length: 200 }, (_, i) => {
    const [name, division] = i % 2 === 0 ? ['普陀区', '330903'] : ['定海区', '330902']
    const code = aCode(division ?? '', i)
    return `第${i}直播间,抖音,room${i},${name},第${i}公司,${code},2020-05-01`
  })
  const csv = `直播间名称,平台,账号ID,区划,经营主体,统一社会信用代码,成立日期\n${lines.join('\n')}\n`
  const imported = await ok(
    '登记',
    'POST',
    '/imports/rooms?fileName=%E6%91%B8%E5%BA%95.csv',
    Buffer.from(csv),
  )
  expect(imported, JSON.stringify(imported.errors?.slice(0, 2))).toMatchObject({
    created: 200,
    refused: 0,
  })
  const putuo = await db
    .select({ id: rooms.id, operatorId: rooms.operatorId, name: rooms.name })
    .from(rooms)
    .where(eq(rooms.region, 'zhoushan/putuo'))
    .orderBy(asc(rooms.platformId))
  const applying = putuo.slice(0, 8)
  const roomIds = applying.map(({ id }) => id)

  const batch = await ok('市局审批', 'POST', '/batches', {
    name: '2026 年第一批',
    sheetVersion: sheet.version,
    opensOn: '2026-01-05',
    closesOn: '2026-01-31',
    places: 5,
    tolerance: 0.5,
  })
  expect((await call('普陀申报', 'POST', '/batches', { ...batch })).status).toBe(403)

  const applications: string[] = []
  for (const { id: roomId, operatorId } of applying) {
    const { id } = await ok('普陀申报', 'POST', '/applications', { batchId: batch.id, roomId })
    applications.push(id)
    const again = await call('普陀申报', 'POST', '/applications', { batchId: batch.id, roomId })
    expect(again.status).toBe(409)
    await ok('普陀申报', 'PATCH', `/applications/${id}/fields`, { staff: 12, mainGoods: '海鲜' })
    const bad = await call(
      '普陀申报',
      'POST',
      `/applications/${id}/materials?kind=other&fileName=a.pdf`,
      Buffer.from('<script>'),
    )
    expect(bad.status).toBe(422)
    const early = await call('普陀申报', 'POST', `/applications/${id}/submit`)
    expect(early.json.message).toContain('营业执照')
    await ok('普陀申报', 'PATCH', `/applications/${id}/fields`, {
      complianceSystem: '设合规专员，逐场审稿。',
      promise: true,
    })
    for (const kind of ['business-licence', 'compliance-system'])
      await ok('普陀申报', 'POST', `/applications/${id}/materials?kind=${kind}&fileName=a.pdf`, pdf)
    const stopped = await call('普陀申报', 'POST', `/applications/${id}/submit`)
    expect(stopped.json.message).toContain('尚未查询')
    const { version } = await ok('登记', 'GET', `/operators/${operatorId}`)
    const lookup = { listed: false, lookedUpOn: '2026-01-04', source: '公示系统' }
    await ok('登记', 'PATCH', `/operators/${operatorId}`, {
      seen: version,
      registeredPlace: 'zhoushan/putuo',
      abnormal: lookup,
      dishonest: lookup,
    })
    const sent = await ok('普陀申报', 'POST', `/applications/${id}/submit`)
    expect(sent).toMatchObject({ state: 'open', clock: 'county-review' })
  }
  const review = (who: string, id: string, body: unknown) =>
    call(who, 'POST', `/applications/${id}/review`, body)
  const [first = '', second = '', third = ''] = applications
  for (const id of applications)
    expect((await review('普陀申报', id, { verb: 'start_county_review' })).status).toBe(200)
  const mend = [{ what: 'business-licence', why: '照片不清' }]
  expect((await review('普陀申报', first, { verb: 'return' })).status).toBe(422)
  expect(
    (await review('普陀申报', first, { verb: 'return', opinion: '请补正', mend })).status,
  ).toBe(200)
  expect(
    (await call('普陀申报', 'PATCH', `/applications/${first}/fields`, { staff: 3 })).status,
  ).toBe(409)
  const other = Buffer.from('%PDF-1.7 清晰')
  await ok(
    '普陀申报',
    'POST',
    `/applications/${first}/materials?kind=business-licence&fileName=b.pdf`,
    other,
  )
  await ok('普陀申报', 'POST', `/applications/${first}/submit`)
  await review('普陀申报', first, { verb: 'start_county_review' })
  expect((await review('普陀申报', third, { verb: 'reject' })).status).toBe(422)
  expect((await review('普陀申报', third, { verb: 'reject', opinion: '不从事直播' })).status).toBe(
    200,
  )

  const going = applications.filter((id) => id !== third)
  for (const id of going) {
    expect((await review('普陀申报', id, { verb: 'report' })).status).toBe(200)
    expect((await review('普陀申报', id, { verb: 'start_city_review' })).status).toBe(403)
    expect((await review('评一', id, { verb: 'start_city_review' })).status).toBe(200)
  }
  // One room was heard long enough for monitoring to propose points, the others are 样本不足.
  const heard = await aRecording(db, applying[1]?.id ?? '', new Date(clock.at - dayMs))
  await saveCoverage(
    db,
    heard.id,
    ['transcribed'],
    [{ kind: 'transcribed', fromMs: 0, toMs: 21 * 3_600_000, gap: null }],
  )
  const proposed = await ok('评一', 'GET', `/scorecards/${second}/proposed`)
  expect(proposed.hours).toBe(21)
  const of = (answer: Answer, item: string) => answer.proposals.find((p: Answer) => p.item === item)
  expect(of(proposed, '2.3b').points).toBe(5)
  expect(of(await ok('评一', 'GET', `/scorecards/${first}/proposed`), '2.3b').why).toContain(
    '样本不足',
  )

  for (const [n, id] of going.entries()) {
    const marks = itemsOf(sheet).map(({ id: item, points }) => ({
      item,
      points,
      evidence: [],
      note: '',
    }))
    const lower = (points: number, note: string) =>
      marks.map((mark) => (mark.item === '1.2d' ? { ...mark, points, note } : mark))
    const panel = (...scorers: string[]) =>
      call('市局审批', 'POST', `/scorecards/${id}/panel`, { scorers })
    // Nobody of that name; no right to score; another county's.
    for (const wrong of ['评三', '市局复核', '定海全科'])
      expect((await panel('评一', wrong)).status, wrong).toBe(422)
    expect((await panel('评一', '评二')).status).toBe(201)
    expect((await call('登记', 'POST', `/scorecards/${id}/card`, { marks })).status).toBe(403)
    const explained = n === 1 ? marks.map((m) => ({ ...m, note: '现场检查' })) : marks
    await ok('评一', 'POST', `/scorecards/${id}/card`, { marks: explained })
    const blind = await ok('评二', 'GET', `/scorecards/${id}`)
    expect(blind.cards.find((c: Answer) => c.scorer === '评一').card).toBeNull()
    expect((await call('市局审批', 'POST', `/scorecards/${id}/final`, { marks })).status).toBe(409)
    const second = explained.map((m) => (m.item === '1.2d' ? { ...m, points: 1 } : m))
    await ok('评二', 'POST', `/scorecards/${id}/card`, { marks: second })
    const open = await ok('评一', 'GET', `/scorecards/${id}`)
    expect(open.differences).toEqual([{ item: '1.2d', low: 1, high: 3 }])
    const plain = await call('市局审批', 'POST', `/scorecards/${id}/final`, { marks: explained })
    if (n !== 1) expect(plain.status).toBe(422)
    // The last three tie at the cut.
    const points = n < 4 ? 3 - n * 0.5 : 1
    if (plain.status !== 201)
      await ok('市局审批', 'POST', `/scorecards/${id}/final`, {
        marks: lower(points, '以抽查三场为准'),
      })
    expect(await stateOf(roomIds[applications.indexOf(id)] ?? '')).toBe('scored')
  }
  const ranking = await ok('市局审批', 'GET', `/batches/${batch.id}/ranking`)
  expect(ranking.rows).toHaveLength(7)
  expect(ranking.rows.filter((r: Answer) => r.within)).toHaveLength(4)
  expect(ranking.rows.filter((r: Answer) => r.tied)).toHaveLength(3)
  const again = encodeURIComponent(sheet.version)
  const simulated = await ok('市局审批', 'GET', `/batches/${batch.id}/simulation?sheet=${again}`)
  expect(simulated.rows.every((r: Answer) => !r.moved)).toBe(true)

  const because = { reason: '择优' }
  for (const id of going) await ok('市局审批', 'POST', `/applications/${id}/publicize`, because)
  expect((await call('市局审批', 'POST', `/applications/${first}/list`, because)).status).toBe(409)
  const paper = await api.request(`/api/batches/${batch.id}/publicity`, {
    headers: { authorization: `Bearer ${tokens.get('市局审批')}` },
  })
  const text = textInZip(Buffer.from(await paper.arrayBuffer()), 'word/document.xml')
  for (const { name } of applying.filter(({ id }) => id !== roomIds[2]))
    expect(text).toContain(name)
  expect(text).not.toContain(applying[2]?.name)
  const upheld = going.at(-1) ?? ''
  const object = { raisedBy: '群众', text: '资料不实' }
  const one = await ok('评一', 'POST', `/applications/${first}/objections`, object)
  const two = await ok('评一', 'POST', `/applications/${upheld}/objections`, object)
  const place = (id: string, objection: Answer) => `/applications/${id}/objections/${objection.id}`
  await ok('市局审批', 'POST', place(first, one), { outcome: 'dismissed', reason: '查无实据' })
  await ok('市局审批', 'POST', place(upheld, two), { outcome: 'upheld', reason: '查实' })
  days(9)
  const winners = going.filter((id) => id !== upheld)
  for (const id of winners) {
    const done = await ok('市局审批', 'POST', `/applications/${id}/list`, because)
    expect(done).toMatchObject({
      state: 'listed',
      listedOn: '2026-01-14',
      validUntil: '2028-01-14',
    })
  }
  const papers = async (id: string) =>
    (await ok('市局审批', 'GET', `/applications/${id}`)).documents.map((d: Answer) => d.kind)
  expect(await papers(first)).toEqual(['mend-letter', 'listing-publicity', 'listing-letter'])
  expect(await papers(third)).toEqual(['rejection-letter'])
  expect(await papers(upheld)).toEqual(['listing-publicity', 'rejection-letter'])
  const listed = winners.map((id) => roomIds[applications.indexOf(id)] ?? '')
  const publicly = await ok('普陀申报', 'GET', '/memberships/listed')
  expect(publicly.total).toBe(6)
  expect(new Set(publicly.rows.map((r: Answer) => r.certificate)).size).toBe(6)
  expect(Object.keys(publicly.rows[0])).not.toContain('score')
  expect(await stateOf(roomIds[2] ?? '')).toBe('rejected')
  return { roomIds, listed }
}

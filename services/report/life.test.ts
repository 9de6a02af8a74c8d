import { count, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDb } from '#shared/db/client.ts'
import { findReport, type ReportKey } from '#shared/db/reports.ts'
import { auditEvents, dailyReports } from '#shared/db/schema/index.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { figureText, isFigureId } from '#shared/domain/figure.ts'
import { reportState } from '#shared/domain/report-life.ts'
import { onPostgres } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import { judgeFlag } from '../pool/judge.ts'
import { actOnReport } from './act.ts'
import { buildReport } from './build.ts'
import { documentOf } from './document.ts'
import { rowsBehind } from './rows.ts'
import { reportStage } from './stage.ts'
import { numbersOf, plainNames, reportDeps } from './testing.ts'

const zhang: Actor = { name: '张', roles: ['case_officer'], region: 'zhoushan' }
const li: Actor = { name: '李', roles: ['leader'], region: 'zhoushan' }
const wang: Actor = { name: '王', roles: ['reviewer', 'second_reviewer'], region: 'zhoushan' }
const regions = new Map([
  ['zhoushan', '舟山市'],
  ['zhoushan/putuo', '普陀区'],
])
const key = (day: string, region = 'zhoushan'): ReportKey => ({ period: 'day', day, region })
const time = (text: string) => new Date(`2026-03-${text}+08:00`)

onPostgres('the life of a report', (open) => {
  const at = { now: time('12T06:00:00') }
  let house: OpenDb
  let deps: Awaited<ReturnType<typeof reportDeps>> & {
    region: string
    regions: typeof regions
  }
  let flagId: string
  beforeAll(async () => {
    house = await open()
    deps = { ...(await reportDeps(house.db, at)), region: 'zhoushan', regions }
    const room = await aRoom(house.db, '渔嫂', { now: time('11T08:00:00') })
    const recording = await aRecording(house.db, room.id, time('11T19:00:00'))
    flagId = await aFlag(house.db, recording, {}, time('11T20:30:00'))
  })
  afterAll(() => house.close())

  const { signal } = new AbortController()
  const filed = async (day: string) => {
    const [row] = await house.db
      .select({ n: count() })
      .from(dailyReports)
      .where(eq(dailyReports.day, day))
    return row?.n
  }
  const auditLines = async () => {
    const [row] = await house.db
      .select({ n: count() })
      .from(auditEvents)
      .where(eq(auditEvents.action, 'report'))
    return row?.n ?? 0
  }
  const step = async (verb: 'review' | 'sign' | 'unsign' | 'correct', who: Actor, reason = '') => {
    const { version, builtAt } = (await findReport(house.db, key('2026-03-11'))) ?? {}
    if (!version || !builtAt) throw new Error('no report')
    return actOnReport(deps, key('2026-03-11'), { verb, version, builtAt, reason }, who)
  }

  test('what is due at six is yesterday, in the city and in the county that has rooms', async () => {
    at.now = time('12T05:59:59')
    expect(await reportStage.pending(deps, 10)).toEqual([])
    at.now = time('12T06:00:00')
    expect(await reportStage.pending(deps, 10)).toEqual([
      key('2026-03-11'),
      key('2026-03-11', 'zhoushan/putuo'),
    ])
  })

  test('stopped in the middle of filing, nothing is there and the day is still due', async () => {
    const stop = new AbortController()
    let asked = 0
    const now = () => {
      asked += 1
      // The last time it asks it holds the lock and is about to write.
      if (asked === 3) stop.abort()
      return at.now
    }
    const lines = await auditLines()
    const run = reportStage.run(key('2026-03-11'), { ...deps, now }, stop.signal)
    await expect(run).rejects.toThrow()
    expect(asked).toBe(3)
    expect([await filed('2026-03-11'), await auditLines()]).toEqual([0, lines])
    expect(await reportStage.pending(deps, 10)).toContainEqual(key('2026-03-11'))
  })

  test('three builders at once make one report and one line in the log', async () => {
    const lines = await auditLines()
    const made = await Promise.all([1, 2, 3].map(() => buildReport(deps, key('2026-03-11'))))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect([await filed('2026-03-11'), await auditLines()]).toEqual([1, lines + 1])
  })

  test('the first day ever has nothing to compare with and says so', async () => {
    const { figures } = await buildReport(deps, key('2026-03-11'))
    expect(figures.values).toMatchObject({ 'flags.all': 1, 'flags.open': 1 })
    expect(figures.comparisons.map(({ values }) => values)).toEqual([null, null])
    expect(figures.miss.enough).toBe(false)
  })

  test('every number opens the list behind it, which says the same number', async () => {
    const report = await buildReport(deps, key('2026-03-11'))
    const numbers = numbersOf(documentOf(report, 'draft', plainNames))
    expect(numbers.length).toBeGreaterThan(60)
    expect(numbers.filter(({ figure }) => !figure).map(({ text }) => text)).toEqual([])
    // One of each figure: the lines of a table are the same question asked of other rows.
    const isCount = (text: string) => /^[\d.]+$/.test(text)
    const kinds = new Map(
      numbers.map((it) => [`${it.figure?.id} ${it.figure?.over} ${isCount(it.text)}`, it]),
    )
    for (const { text, figure } of kinds.values()) {
      const { id, narrowed = {}, over = [] } = figure ?? { id: '' }
      if (!isFigureId(id)) throw new Error(id)
      const ask = { id, narrowed, over: over.filter(isFigureId), limit: 1, offset: 0 }
      const found = await rowsBehind(deps, key('2026-03-11'), ask, { region: 'zhoushan' })
      if (isCount(text) && over.length === 0) expect(figureText(id, found.value)).toBe(text)
      expect(found.over.map((one) => one.id)).toEqual(over)
    }
  })

  test('a day with nothing on air is an empty report, a day to come is none', async () => {
    const { figures, annex } = await buildReport(deps, key('2026-02-01'))
    expect(figures.values).toMatchObject({ 'air.hours': 0, 'flags.all': 0, 'recordings.all': 0 })
    expect(annex).toEqual({ flags: [], gaps: [] })
    await expect(buildReport(deps, key('2026-03-13'))).rejects.toMatchObject({ code: 'invalid' })
  })

  test('a day that nothing was recorded of says how much is missing', async () => {
    const { figures, annex } = await buildReport(deps, key('2026-03-11'))
    expect(figures.values).toMatchObject({
      'air.hours': 3_600_000,
      'air.recorded': 0,
      'air.missing': 3_600_000,
      'air.scanned': 0,
      'gaps.rooms': 1,
    })
    expect(annex.gaps).toMatchObject([{ kind: 'recorded', reason: '没有录像' }])
  })

  test('a draft counted by a clock that ran ahead is counted again when the clock is right', async () => {
    at.now = time('20T06:00:00')
    const ahead = await buildReport(deps, key('2026-03-12'))
    expect(ahead.figures.partial).toBe(false)
    at.now = time('12T12:00:00')
    const right = await buildReport(deps, key('2026-03-12'))
    expect([right.id, right.version, right.builtAt]).toEqual([ahead.id, 1, at.now])
    expect(right.figures.partial).toBe(true)
    at.now = time('13T06:00:00')
    expect(await reportStage.pending(deps, 10)).toContainEqual(key('2026-03-12'))
    await reportStage.run(key('2026-03-12'), deps, signal)
    expect(await findReport(house.db, key('2026-03-12'))).toMatchObject({
      version: 1,
      builtAt: at.now,
    })
    expect(await reportStage.pending(deps, 10)).not.toContainEqual(key('2026-03-12'))
  })

  test('draft, reviewed, signed by another person, frozen: from then on no count touches it', async () => {
    await judgeFlag(deps, flagId, { verdict: 'confirmed' }, wang)
    await buildReport(deps, key('2026-03-11'))
    await expect(step('sign', li)).rejects.toMatchObject({ code: 'conflict' })
    expect(await step('review', zhang)).toMatchObject({ state: 'reviewed', reviewedBy: '张' })
    await expect(step('sign', { ...zhang, roles: ['leader'] })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const signed = await step('sign', li)
    expect(signed).toMatchObject({ state: 'signed', signedBy: '李' })
    expect(signed.figures.values['flags.confirmed']).toBe(1)
    at.now = time('13T06:11:00')
    const { state, reviewedBy, signedBy, signedAt } = signed
    const life = { state, reviewedBy, signedBy, signedAtMs: signedAt?.getTime() ?? null }
    expect(reportState(life, at.now.getTime(), 10)).toBe('frozen')
    await expect(step('unsign', li)).rejects.toMatchObject({ code: 'conflict' })
    expect(await buildReport(deps, key('2026-03-11'))).toEqual(signed)
    expect(await reportStage.pending(deps, 10)).not.toContainEqual(key('2026-03-11'))
  })

  test('a verdict corrected afterwards makes one second version with what differs; the first stays', async () => {
    const first = await findReport(house.db, key('2026-03-11'))
    at.now = time('13T09:00:00')
    await judgeFlag(deps, flagId, { verdict: 'dismissed', reason: '已出示依据' }, wang)
    expect(await reportStage.pending(deps, 10)).toContainEqual(key('2026-03-11'))
    await Promise.all([1, 2].map(() => reportStage.run(key('2026-03-11'), deps, signal)))
    const second = await findReport(house.db, key('2026-03-11'))
    expect(second).toMatchObject({ version: 2, state: 'draft', correction: '签发后有判定更正' })
    expect(second?.differences).toContainEqual({ name: '成立（涉嫌）', before: '1', after: '0' })
    expect(second?.differences).toContainEqual(
      expect.objectContaining({ before: '成立（涉嫌）', after: '排除' }),
    )
    expect(await findReport(house.db, key('2026-03-11'), 1)).toEqual(first)
    expect(await reportStage.pending(deps, 10)).not.toContainEqual(key('2026-03-11'))
    const versions = await house.db
      .select({ version: dailyReports.version })
      .from(dailyReports)
      .where(eq(dailyReports.day, '2026-03-11'))
    expect(versions.map(({ version }) => version).sort()).toEqual([1, 2])
  })
})

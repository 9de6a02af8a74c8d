import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDb } from '#shared/db/client.ts'
import { stepIn } from '#shared/db/membership.ts'
import { addPoolEvent } from '#shared/db/pool.ts'
import {
  broadcasts,
  coverage,
  flags,
  memberships,
  missSamples,
  recordings,
  removalProposals,
  rooms,
  verdicts,
} from '#shared/db/schema/index.ts'
import { clockOf, deadlineOf } from '#shared/domain/clock.ts'
import { figureIds } from '#shared/domain/figure.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { fillCity } from '../demo/big-city/fill.ts'
import { buildReport } from './build.ts'
import { windowFor } from './count.ts'
import { readTables, type SlowRequest, slowCount } from './recount/count.ts'
import { drawSamples } from './samples.ts'
import { reportDeps, smallCity } from './testing.ts'

const day = '2026-06-10'
const dayMs = Date.parse('2026-06-10T00:00:00+08:00')
const hour = 3_600_000
const at8 = (hours: number) => new Date(dayMs + hours * hour)

onBothDatabases('a day counted twice', (open) => {
  let house: OpenDb
  const at = { now: new Date('2026-06-11T06:00:00+08:00') }
  beforeAll(async () => {
    house = await open()
    const { policies, reporting } = await reportDeps(house.db, at)
    await fillCity(house.db, smallCity(policies))
    await whatTheCityLacks(house)
    const rules = policyOn(reporting.reports, dayMs)
    for (const county of ['putuo', 'dinghai', 'daishan'])
      await drawSamples(house.db, day, `zhoushan/${county}`, rules, at.now)
    await lookAtSome(house)
    await whatPeopleDid(house)
  })
  afterAll(() => house.close())

  test.each(['zhoushan', 'zhoushan/putuo'])('%s: every figure is the same', async (region) => {
    const deps = await reportDeps(house.db, at)
    const { reporting } = deps
    const report = await buildReport(deps, { period: 'day', day, region })
    const policy = policyOn(reporting.reports, dayMs)
    const clock = clockOf(policyOn(reporting.clocks, dayMs), policy.noticeClock)
    const { seasonCategories } = windowFor({
      period: { kind: 'day', from: day, to: day },
      region,
      now: at.now,
      rules: reporting,
    })
    const ask: SlowRequest = {
      region,
      dayMs,
      nowMs: at.now.getTime(),
      reviewWithinMs: policy.reviewWithinHours * hour,
      lowCoverage: policy.lowCoverage,
      seasonCategories,
      noticeDueMs: (servedMs) => {
        const due = deadlineOf(clock, servedMs, reporting.holidays)
        return due.known ? due.dueMs : Number.POSITIVE_INFINITY
      },
    }
    const slow = slowCount(await readTables(house.db), ask)
    const fast = report.figures.values
    const rounded = (of: Readonly<Record<string, number>>) =>
      Object.fromEntries(figureIds.map((id) => [id, Math.round((of[id] ?? -1) * 1000) / 1000]))
    expect(rounded(fast)).toEqual(rounded(slow))
    // A city in which most figures are nothing would prove nothing.
    const none = figureIds.filter((id) => slow[id] === 0)
    expect(none.filter((id) => region === 'zhoushan' || !/^recordings|season/.test(id))).toEqual([])
  })
})

/** What happens to real rows and not to generated ones: midnight, a stepped clock, doubles, what came in too late. */
async function whatTheCityLacks({ db }: OpenDb): Promise<void> {
  const of = await db
    .select()
    .from(recordings)
    .where(sql`${recordings.startedAt} >= ${new Date(dayMs).toISOString()}::timestamptz`)
    .orderBy(recordings.startedAt, recordings.id)
  const [late, stepped, doubled, refused, waiting] = of
  if (!late || !stepped || !doubled || !refused || !waiting)
    throw new Error('a city without recordings')
  await db
    .update(recordings)
    .set({ createdAt: new Date('2026-06-11T07:00:00+08:00') })
    .where(eq(recordings.id, late.id))
  const startMs = stepped.startedAt.getTime()
  const line = { errorMs: 0, lost: null }
  const lines = [
    { contentMs: 0, atMs: startMs, ...line },
    { contentMs: 1_200_000, atMs: startMs + 1_500_000, ...line },
  ]
  const clock = { lines, anchors: [], danmakuSkewMs: 0, lag: null }
  await db.update(recordings).set({ clock }).where(eq(recordings.id, stepped.id))
  await db.update(recordings).set({ ingestState: 'refused' }).where(eq(recordings.id, refused.id))
  await db
    .update(recordings)
    .set({ transcriptState: 'waiting' })
    .where(eq(recordings.id, waiting.id))
  // The same session recorded by a second recorder half an hour later, over midnight.
  const id = '00000000-0000-4000-8000-00000000d0b1'
  const startedAt = new Date(doubled.startedAt.getTime() + 1_800_000)
  const durationMs = 14 * hour + 1_700_000
  await db
    .insert(recordings)
    .values({ ...doubled, id, sha256: 'd'.repeat(64), startedAt, durationMs })
  await db.insert(coverage).values([
    { recordingId: id, kind: 'recorded', fromMs: 0, toMs: durationMs, gap: null },
    { recordingId: id, kind: 'audible', fromMs: 60_000, toMs: 5 * hour, gap: null },
    { recordingId: id, kind: 'transcribed', fromMs: 90_001, toMs: 4 * hour, gap: null },
  ])
  // Yesterday's last session ran into the day; another one turned out to be part of it.
  const nights = await db
    .select()
    .from(broadcasts)
    .where(sql`${broadcasts.startedAt} < ${new Date(dayMs).toISOString()}::timestamptz`)
    .orderBy(sql`${broadcasts.startedAt} desc`, broadcasts.id)
  const [night, part] = nights
  if (!night || !part) throw new Error('a city without nights')
  await db
    .update(broadcasts)
    .set({ endedAt: new Date(dayMs + 2 * hour + 1) })
    .where(eq(broadcasts.id, night.id))
  await db.update(broadcasts).set({ mergedInto: night.id }).where(eq(broadcasts.id, part.id))
  // Two rooms that capture failed on both days, some words ruled out by context, a lead counted elsewhere.
  const failed = [...new Set(of.slice(5).map(({ roomId }) => roomId))].slice(0, 6)
  for (const roomId of failed)
    await db.execute(sql`delete from coverage using recordings r where r.id = coverage.recording_id and kind = 'recorded'
      and from_ms < duration_ms / 2 and r.room_id = ${roomId}::uuid`)
  await db.execute(
    sql`update hits set suppressed = '{"by":"exception","reason":"引用他人"}'::jsonb where seq % 7 = 3`,
  )
  const todays = await db
    .select()
    .from(flags)
    .where(sql`${flags.saidAt} >= ${new Date(dayMs).toISOString()}::timestamptz`)
    .orderBy(flags.saidAt, flags.id)
  const [first, second, third, fourth] = todays
  if (!first || !second || !third || !fourth) throw new Error('a city without leads')
  await db.update(flags).set({ duplicateOf: second.id }).where(eq(flags.id, first.id))
  await db.update(flags).set({ hitCount: 0 }).where(eq(flags.id, third.id))
  await db
    .update(flags)
    .set({ category: 'moratorium-catch' })
    .where(sql`${flags.id} in (
    select v.flag_id from verdicts v where v.verdict = 'confirmed'
      and not exists (select 1 from verdicts u where u.flag_id = v.flag_id and u.id <> v.id) limit 200)`)
  // A verdict given after the report was counted.
  await db
    .insert(verdicts)
    .values({
      id: '00000000-0000-4000-8000-00000000d0b2',
      flagId: third.id,
      verdict: 'invalid',
      reason: '',
      by: '迟',
      at: new Date('2026-06-11T06:00:01+08:00'),
      effectiveAt: new Date('2026-06-11T06:10:01+08:00'),
      supersedes: null,
    })
    .onConflictDoNothing()
}

async function lookAtSome({ db }: OpenDb): Promise<void> {
  // By county, so that each has some of every kind whatever ids the draw gave.
  const drawn = await db.select().from(missSamples).orderBy(missSamples.region, missSamples.id)
  for (const [i, { id }] of drawn.entries())
    if (i % 3 > 0)
      await db
        .update(missSamples)
        .set({
          missed: i % 6 === 1,
          reviewedBy: '甲',
          reviewedAt: new Date('2026-06-11T05:00:00+08:00'),
        })
        .where(eq(missSamples.id, id))
}

/** Colours, notices, proposals and verdicts of each kind, which five days of thirty rooms may not bring about. */
async function whatPeopleDid({ db }: OpenDb): Promise<void> {
  const listed = await db
    .select({ id: memberships.roomId, region: rooms.region })
    .from(memberships)
    .innerJoin(rooms, eq(rooms.id, memberships.roomId))
    .where(sql`${memberships.state} = 'listed'`)
    .orderBy(rooms.region, memberships.roomId)
  const putuo = listed.filter(({ region }) => region === 'zhoushan/putuo')
  for (const [i, colour] of (['blue', 'yellow', 'red'] as const).entries())
    for (const { id } of [listed[i], putuo[i]].flatMap((it) => it ?? []))
      await db.update(memberships).set({ colour }).where(eq(memberships.roomId, id))
  for (const [i, { id: roomId }] of [listed[0], putuo[0], putuo[1]]
    .flatMap((it) => it ?? [])
    .entries()) {
    const step = (verb: 'propose_removal' | 'notify_removal') =>
      db.transaction((tx) => stepIn(tx, { roomId, verb, reason: '依规', by: 'system' }, at8(9)))
    await step('propose_removal')
    if (i < 2) await step('notify_removal')
    const flagIds = [randomUUID()]
    const noticeId = `告知${i}`
    const event = (kind: 'noticed' | 'rectified', atMs: number, id = noticeId) =>
      addPoolEvent(db, roomId, { kind, id: randomUUID(), atMs, noticeId: id, flagIds }, '丁')
    await event('noticed', dayMs + 9 * hour)
    await event('noticed', Date.parse('2026-04-10T14:00:00+08:00'), `${noticeId}旧`)
    await event('noticed', Date.parse('2026-05-07T10:00:00+08:00'), `${noticeId}过`)
    await event('rectified', dayMs + 10 * hour)
    const reverses = randomUUID()
    const atMs = dayMs + 11 * hour
    await addPoolEvent(db, roomId, { kind: 'self_reported', id: reverses, atMs, flagIds }, '丁')
    await addPoolEvent(db, roomId, { kind: 'self_reported', id: randomUUID(), atMs, flagIds }, '丁')
    if (i > 0) {
      const id = randomUUID()
      const reversal = { kind: 'reversed' as const, id, atMs, reverses, reason: '登记错' }
      await addPoolEvent(db, roomId, reversal, '丁')
    }
    const base = { roomId, state: 'drafted' as const, body: {} as never }
    await db.insert(removalProposals).values([
      { ...base, key: 'a', createdAt: at8(8) },
      { ...base, key: 'b', createdAt: at8(-30), withdrawnAt: at8(12), withdrawnWhy: '依据变化' },
    ])
  }
  await judgeAnew(db)
}

/** Three more of today's leads: one that cannot be judged, one doubted, taken back and confirmed, one doubted. */
async function judgeAnew(db: OpenDb['db']): Promise<void> {
  for (const region of ['zhoushan/putuo', 'zhoushan/dinghai']) {
    const [found] = await db
      .select({ flag: flags })
      .from(flags)
      .innerJoin(rooms, eq(rooms.id, flags.roomId))
      .innerJoin(broadcasts, eq(broadcasts.id, flags.broadcastId))
      .where(
        sql`${rooms.region} = ${region} and not ${flags.audience} and ${broadcasts.mergedInto} is null
          and ${flags.saidAt} between ${at8(0).toISOString()}::timestamptz and ${at8(20).toISOString()}::timestamptz`,
      )
      .orderBy(flags.id)
      .limit(1)
    if (!found) throw new Error('a county without leads')
    const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()]
    for (const id of [a, b, c])
      await db.insert(flags).values({
        ...found.flag,
        id,
        phrase: id,
        hitCount: 2,
        duplicateOf: null,
        createdAt: at8(20.5),
      })
    const say = async (
      flagId: string,
      at: Date,
      verdict: 'invalid' | 'confirmed' | 'doubtful' | 'undone',
      supersedes: string | null,
    ) => {
      const id = randomUUID()
      const line = { id, flagId, verdict, reason: '', by: '乙', at, effectiveAt: at, supersedes }
      await db.insert(verdicts).values(line)
      return id
    }
    await say(a, at8(21), 'invalid', null)
    const taken = await say(b, at8(22), 'doubtful', null)
    const back = await say(b, at8(23), 'undone', taken)
    await say(b, at8(23.5), 'confirmed', back)
    await say(c, at8(22), 'doubtful', null)
  }
}

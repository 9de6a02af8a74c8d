import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OpenDb } from '#shared/db/client.ts'
import { saveClip } from '#shared/db/clips.ts'
import { givenUp, tryAgain } from '#shared/db/given-up.ts'
import { markFailed, updateRecording } from '#shared/db/recordings.ts'
import { flags, notices } from '#shared/db/schema/index.ts'
import { appendVerdict } from '#shared/db/verdicts.ts'
import { IntakePolicy } from '#shared/domain/intake-policy.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { RegionFile, regionsOf } from '#shared/domain/region.ts'
import { RetentionPolicy } from '#shared/domain/retention.ts'
import { loadPolicy, parsePolicy } from '#shared/policy/load.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import { openPolicyFiles } from './policies.ts'
import { previewPool } from './preview.ts'
import { regionsFor } from './regions.ts'
import { nextDeletions, storageOf } from './storage.ts'

const now = new Date('2026-03-12T09:00:00+08:00')
const retention = (await loadPolicy('policies/retention.yaml', policyFile(RetentionPolicy)))
  .versions
const intakePolicy = await loadPolicy('policies/intake.yaml', IntakePolicy)

onBothDatabases('the system’s own pages', (open) => {
  let house: OpenDb
  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())

  test('it is counted by class, and a clip that an unfinished notice rests on is held', async () => {
    const { db } = house
    const disk = async () => ({ freeBytes: 5e9, totalBytes: 100e9 })
    const look = () => storageOf({ db, now: () => now, retention, intakePolicy, disk })
    const room = await aRoom(db, '甲', { now })
    const said = new Date(now.getTime() - 86_400_000)
    await aRecording(db, room.id, new Date(said.getTime() - 86_400_000), '/bare.mp4')
    const flagId = await aFlag(db, await aRecording(db, room.id, said, '/led.mp4'), {}, said)
    const file = { role: 'preview' as const, mime: 'video/mp4', bytes: 70, sha256: '0', key: 'k' }
    await saveClip(db, {
      ...{ flagId, fromMs: 0, toMs: 1, markStartMs: 0, markEndMs: 1, tools: '', createdAt: said },
      files: [file, { ...file, bytes: 30 }],
    })
    const before = await look()
    const of = (view: typeof before, name: string) => view.kept.find(({ thing }) => thing === name)
    expect(of(before, 'media-brought')).toMatchObject({ n: 1, days: 15, byHouse: false })
    expect(of(before, 'media-led')).toMatchObject({ n: 1, days: 1096, floorDays: 1096 })
    expect(of(before, 'clips-waiting')).toMatchObject({ n: 1, bytes: 100, freeFromMs: null })
    expect(before.held.notices).toEqual({ cases: 0, n: 0, bytes: 0 })
    expect(before.disk).toMatchObject({ keepBytes: 10e9, refusal: expect.stringContaining('10.0') })

    await db.update(flags).set({ state: 'confirmed' }).where(eq(flags.id, flagId))
    const item = { flagId, verdictId: '', category: '', quote: '', saidAtMs: 0, articles: [] }
    const notice = { roomId: room.id, items: [{ ...item, demand: '', clipId: null }] }
    const paper = { demand: '', clock: 'notice-rectify', draftedBy: '甲', draftedAt: now }
    await db.insert(notices).values({ ...notice, ...paper })
    const after = await look()
    expect(of(after, 'clips-confirmed')).toMatchObject({ n: 1, bytes: 100 })
    expect(after.held.notices).toEqual({ cases: 1, n: 1, bytes: 100 })
  })

  test('a region has what is below it, sees nobody beside it, and rows of a lost region are told', async () => {
    const { db } = house
    const file = await loadPolicy('policies/regions.yaml', RegionFile)
    const tree = regionsOf(file.city)
    const look = () => regionsFor(db, { region: 'zhoushan' }, tree)
    const [before] = await look()
    await aRoom(db, '定海一', { region: 'zhoushan/dinghai', state: 'surveyed', now })
    await aRoom(db, '旧区一', { region: 'zhoushan/gone', now })
    const whole = await look()
    const of = (path: string) => whole.find((row) => row.path === path)
    const city = { rooms: (before?.rooms ?? 0) + 2, listed: (before?.listed ?? 0) + 1 }
    expect(of('zhoushan')).toMatchObject({ depth: 0, known: true, ...city })
    expect(of('zhoushan/dinghai')).toMatchObject({ depth: 1, rooms: 1, listed: 0, openFlags: 0 })
    expect(of('zhoushan/gone')).toMatchObject({ rooms: 1, known: false })
    expect(await regionsFor(db, { region: 'zhoushan/dinghai' }, tree)).toEqual([
      of('zhoushan/dinghai'),
    ])
  })

  test('it is told by reason, and one try more puts back what could end otherwise', async () => {
    const { db } = house
    const room = await aRoom(db, '甲')
    const made: { id: string }[] = []
    for (const day of [1, 2, 3, 4, 5]) {
      const said = new Date(now.getTime() - day * 86_400_000)
      made.push(await aRecording(db, room.id, said, `/${day}.mp4`))
    }
    const [first, second, third, fourth, fifth] = made.map(({ id }) => id)
    await markFailed(db, first ?? '', 'detect', '超时')
    await markFailed(db, second ?? '', 'detect', '超时')
    await updateRecording(db, third ?? '', { transcriptState: 'failed', failure: '听不清' })
    await updateRecording(db, fourth ?? '', { ingestState: 'refused', failure: '不是录像' })
    await updateRecording(db, fifth ?? '', { screenState: 'failed', failure: '没有画面' })
    expect(await givenUp(db)).toEqual([
      { stage: 'detect', why: '超时', n: 2, again: true },
      { stage: 'transcribe', why: '听不清', n: 1, again: true },
      { stage: 'screen', why: '没有画面', n: 1, again: true },
      { stage: 'ingest', why: '不是录像', n: 1, again: false },
    ])
    expect(await tryAgain(db, 'detect', now)).toBe(2)
    expect(await tryAgain(db, 'detect', now)).toBe(0)
    for (const stage of ['transcribe', 'screen'] as const)
      expect(await tryAgain(db, stage, now)).toBe(1)
    expect((await givenUp(db)).map(({ stage }) => stage)).toEqual(['ingest'])
  })

  test('of an edited pool policy one is told whose colour would change, and nothing changes', async () => {
    const { db } = house
    const text = await readFile('policies/pool.yaml', 'utf8')
    const { versions } = parsePolicy(text, policyFile(PoolPolicy), 'pool.yaml')
    const room = await aRoom(db, '乙', { now })
    await aRoom(db, '丙', { now })
    await aRoom(db, '未入库', { state: 'surveyed', now })
    const said = new Date(now.getTime() - 2 * 86_400_000)
    const flagId = await aFlag(
      db,
      await aRecording(db, room.id, said, '/b.mp4'),
      { severity: 4 },
      said,
    )
    const at = new Date(said.getTime() + 3_600_000)
    const line = { id: randomUUID(), flagId, reason: '', by: '甲', batch: null, supersedes: null }
    const times = { atMs: at.getTime(), effectiveAtMs: at.getTime() }
    await appendVerdict(db, { ...line, ...times, verdict: 'confirmed' }, room.id)
    await db.update(flags).set({ state: 'confirmed' }).where(eq(flags.id, flagId))

    const city = { region: 'zhoushan' }
    const same = await previewPool(db, city, text, versions, now)
    expect(same).toMatchObject({ day: '2026-03-12', moved: [] })
    const dearer = text.replace('assert: [0, 1, 3, 8, 41]', 'assert: [0, 1, 3, 30, 41]')
    const { rooms, moved } = await previewPool(db, city, dearer, versions, now)
    expect(rooms).toBe(same.rooms)
    expect(moved).toEqual([
      {
        id: room.id,
        name: '乙',
        before: { score: 92, colour: 'green' },
        after: { score: 70, colour: 'yellow' },
      },
    ])
    expect(
      (await previewPool(db, { region: 'zhoushan/dinghai' }, dearer, versions, now)).rooms,
    ).toBe(0)
    await expect(previewPool(db, city, 'versions: []', versions, now)).rejects.toThrow(
      'pool.yaml:1',
    )
  })
})

test('pieces go the day after their days are over, those overdue today, and no further ahead than is shown', () => {
  const [policy] = retention
  if (!policy) throw new Error('no retention policy')
  const piece = { n: 1, bytes: 5 }
  const bare = ['2026-02-01', '2026-02-20', '2026-02-25', '2026-03-11'].map((day) => ({
    day,
    ...piece,
  }))
  expect(nextDeletions(bare, policy, now)).toEqual([
    { day: '2026-03-12', n: 2, bytes: 10 },
    { day: '2026-03-13', n: 1, bytes: 5 },
  ])
})

describe('policy files', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lvbo-policies-'))
    await cp('policies', dir, { recursive: true })
  })
  afterEach(() => rm(dir, { recursive: true }))

  test('every file of policies/ is shown, sound, with the version that rules', async () => {
    const rows = await (await openPolicyFiles(dir))(now)
    const files = (await readdir(dir, { recursive: true })).filter((name) => name.endsWith('.yaml'))
    expect(rows.map(({ file }) => file).sort()).toEqual(files.sort())
    expect(rows.filter(({ faults, changed }) => faults.length > 0 || changed)).toEqual([])
    const pool = rows.find(({ file }) => file === 'pool.yaml')
    expect(pool?.versions.filter(({ inForce }) => inForce)).toHaveLength(1)
  })

  test('a file edited since the start says so, and a faulty one where', async () => {
    const look = await openPolicyFiles(dir)
    const path = join(dir, 'clocks.yaml')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace(/effectiveFrom: .*/, 'effectiveFrom: 昨天'))
    const row = (await look(now)).find(({ file }) => file === 'clocks.yaml')
    expect(row?.changed).toBe(true)
    expect(row?.faults[0]).toMatch(/^clocks\.yaml:\d+: versions\.0\.effectiveFrom/)
  })
})

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256File } from '#shared/blob/hash.ts'
import { loadConfig } from '#shared/config/env.ts'
import { clipOf } from '#shared/db/clips.ts'
import { listFlags } from '#shared/db/flags.ts'
import { listRecordings } from '#shared/db/recordings.ts'
import { findReport } from '#shared/db/reports.ts'
import { listRooms } from '#shared/db/room-list.ts'
import { silentLog } from '#shared/log.ts'
import { type House, openHouse } from './house.ts'
import { registerRecording } from './intake/register.ts'
import { judgeFlag } from './pool/judge.ts'
import { buildReport } from './report/build.ts'

interface Truth {
  readonly recordings: readonly {
    readonly file: string
    readonly sentences: number
    readonly comments: number
    readonly durationMs: number
    readonly findings: readonly {
      readonly category: string
      readonly quote: string
      readonly channel: string
      readonly count: number
      readonly mentions: readonly { readonly startMs: number; readonly endMs: number }[]
    }[]
    readonly lookAlikes: readonly { readonly quote: string }[]
  }[]
}

const truth = JSON.parse(await readFile('samples/truth.json', 'utf8')) as Truth
const city = { region: 'zhoushan' }
const page = { limit: 200, offset: 0 }
const now = new Date('2026-03-12T08:00:00+08:00')
let dir: string
let house: House

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-job-'))
  const config = loadConfig({ DATABASE_URL: `pglite:${dir}/db`, DATA_DIR: dir })
  house = await openHouse(config, {
    log: silentLog,
    now: () => now,
    undoMinutes: 0,
    screenEverySeconds: 15,
  })
  house.start()
  for (const { file } of truth.recordings)
    await registerRecording(house.deps.db, join('samples', file), city, now)
  await house.settle()
})
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true })
})

test('the same file again is the same row', async () => {
  const [first] = truth.recordings
  const again = await registerRecording(
    house.deps.db,
    join('samples', first?.file ?? ''),
    city,
    now,
  )
  expect(again.created).toBe(false)
  expect(await listRecordings(house.deps.db, city, 10)).toHaveLength(truth.recordings.length)
})

test('every planted finding is a flag with its place, count and clip, and nothing else is', async () => {
  const { rows } = await listFlags(house.deps.db, city, page)
  const planted = truth.recordings.flatMap(({ findings }) => findings)
  for (const { category, quote, count, mentions } of planted) {
    const flag = rows.find((row) => row.category === category)
    expect(flag, category).toMatchObject({ hitCount: count, state: 'open', clipFailure: null })
    // A rule may take in more or fewer of the words, but it is these that it stands on.
    const from = flag?.quote.indexOf(quote) ?? -1
    expect(from, `${flag?.quote} / ${quote}`).toBeGreaterThanOrEqual(0)
    expect(flag?.quoteStart).toBeLessThan(from + quote.length)
    expect(flag?.quoteEnd).toBeGreaterThan(from)
    const [first] = mentions
    expect(flag?.startMs).toBeGreaterThanOrEqual((first?.startMs ?? 0) - 1)
    expect(flag?.clipId).toBeTruthy()
  }
  expect(rows.map((row) => row.category).sort()).toEqual(planted.map((f) => f.category).sort())
})

test('the clip holds the phrase with ten seconds either side, and its files have the hashes it says', async () => {
  const { rows } = await listFlags(house.deps.db, city, page)
  for (const flag of rows) {
    const clip = await clipOf(house.deps.db, flag.id)
    expect(clip?.fromMs).toBeLessThanOrEqual(Math.max(0, flag.startMs - 10_000))
    expect(clip?.files.map(({ role }) => role)).toEqual([
      'original',
      'preview',
      'still',
      'still',
      'still',
    ])
    for (const { key, sha256 } of clip?.files ?? []) {
      expect(await sha256File(house.deps.blobs.path(key))).toBe(sha256)
    }
  }
})

test('verdicts move the room, and the day adds up', async () => {
  const { rows } = await listFlags(house.deps.db, city, { ...page, state: 'open' })
  const actor = { name: '张', roles: ['reviewer' as const], region: 'zhoushan' }
  for (const flag of rows) await judgeFlag(house.deps, flag.id, { verdict: 'confirmed' }, actor)
  await house.settle()
  const { rows: rooms } = await listRooms(house.deps.db, city, page)
  const worst = rooms[0]
  expect(worst).toMatchObject({ name: '东海渔嫂海鲜', openFlags: 0 })
  expect(worst?.score).toBeLessThan(100)
  expect(rooms.find(({ name }) => name === '岱衢紫菜铺')?.score).toBe(100)
  const of11 = { period: 'day', day: '2026-03-11', region: 'zhoushan' } as const
  const { figures } = await buildReport(house.deps, of11)
  expect(figures).toMatchObject({
    values: {
      'air.broadcasts': 2,
      'recordings.all': 2,
      'air.rooms': 2,
      'recordings.refused': 0,
      'flags.all': rows.length,
      'flags.confirmed': rows.length,
    },
  })
  expect(figures.values['air.transcribed'] / 60_000).toBeCloseTo(
    truth.recordings.reduce((sum, { durationMs }) => sum + durationMs, 0) / 60_000,
    0,
  )
  const again = await buildReport(house.deps, of11)
  expect(again.version).toBe((await findReport(house.deps.db, of11))?.version)
})

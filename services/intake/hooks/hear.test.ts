import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { intakeByPath } from '#shared/db/intake.ts'
import { listIntake } from '#shared/db/intake-list.ts'
import { listRecordings } from '#shared/db/recordings.ts'
import { IntakeState } from '#shared/domain/intake.ts'
import { newPostgresUrl } from '#shared/testing/database.ts'
import { anIntake } from '../testing.ts'
import { hearHook, hooks, placeBelow } from './hear.ts'
import { readDelivery } from './hint.ts'
import { fixtures } from './testing.ts'

const everyone = { region: 'zhoushan' }
let house: OpenDb
let dir: string
let it: Awaited<ReturnType<typeof anIntake>>

beforeAll(async () => {
  house = await openDb(await newPostgresUrl())
})
afterAll(() => house.close())
const afresh = async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-hooks-'))
  await house.db.execute(sql`truncate intake, recordings, memberships, rooms cascade`)
  it = await anIntake(house.db, dir)
}
beforeEach(async () => {
  await afresh()
  return () => rm(dir, { recursive: true, force: true })
})

test.each(fixtures)(
  '$recorder: $body',
  ({ recorder, type = 'application/json', body, ...said }) => {
    const hints = hooks.get(recorder)?.(readDelivery(body, type)) ?? []
    expect(hints.map(({ path }) => path)).toEqual(said.paths)
    for (const hint of hints) expect(hint.closed).toBe(said.closed)
    if (said.facts) expect(hints[0]?.facts).toEqual(said.facts)
  },
)

test('every recorder has a fixture, and no delivery makes any of them fall', () => {
  expect(new Set(fixtures.map(({ recorder }) => recorder))).toEqual(new Set(hooks.keys()))
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .constantFrom(...fixtures.map(({ body }) => body))
      .chain((it) => fc.nat(it.length).map((at) => it.slice(0, at))),
  )
  fc.assert(
    fc.property(body, fc.constantFrom(...hooks.values()), (text, read) => {
      for (const hint of read(readDelivery(text, 'text/plain')))
        expect(hint.path).not.toContain('\0')
    }),
    { numRuns: 2000 },
  )
})

const maps = [
  { recorder: 'blrec', from: '/rec', to: 'blrec' },
  { recorder: '*', from: 'D:\\录播', to: '' },
  { recorder: 'srs', from: '/usr/local/srs/objs', to: 'srs' },
]
test.each([
  ['blrec', '/rec/a/b.flv', 'blrec/a/b.flv'],
  ['biliup', '/rec/a/b.flv', null],
  ['biliup', 'D:\\录播\\渔嫂\\a.flv', '渔嫂/a.flv'],
  ['biliup', 'C:\\录播\\a.flv', null],
  ['srs', '/usr/local/srs/objs/../objs/a.flv', 'srs/a.flv'],
  ['generic', 'a/b.flv', 'a/b.flv'],
  ['generic', './a/../b.flv', 'b.flv'],
  ['generic', '/in/root/a.flv', 'a.flv'],
  ['generic', '/in/rootless/a.flv', null],
  ['generic', '../a.flv', null],
  ['generic', 'a/../../b.flv', null],
  ['generic', '/etc/passwd', null],
  ['blrec', '/rec/../etc/passwd.flv', null],
  ['blrec', '/recorder/a.flv', null],
  ['generic', '..\\..\\a.flv', null],
])('%s: %s is %s', (recorder, path, place) => {
  expect(placeBelow(path, recorder, '/in/root', { paths: maps })).toBe(place)
})

const generic = (fields: object) => hearHook(it.deps, 'generic', JSON.stringify(fields), '')

test('a hook announces a file, shortens its wait, and a file that never comes is given up', async () => {
  expect(await generic({ event: 'closed', video: ['a.flv', '../out.flv', 'x.exe'] })).toEqual({
    files: 3,
    ignored: 2,
  })
  const path = join(it.root, 'a.flv')
  expect(await intakeByPath(house.db, path)).toMatchObject({ state: 'announced', bytes: null })
  await it.write('a.flv', 'video')
  await it.sweep()
  it.pass(4)
  await it.take()
  expect(await intakeByPath(house.db, path)).toMatchObject({ state: 'taken' })
  await generic({ event: 'opened', video: 'never.flv' })
  it.pass(25 * 3600)
  await it.sweep()
  expect(await intakeByPath(house.db, join(it.root, 'never.flv'))).toMatchObject({
    state: 'vanished',
    note: /没有出现/,
  })
})

test('what a hook says fills what nothing else says, also when it comes late', async () => {
  await it.write('rec1.flv', 'video')
  await it.settle()
  expect(await listRecordings(house.db, everyone, 9)).toMatchObject([{ room: '未登记直播间' }])
  const said = { event: 'closed', video: 'rec1.flv', room_id: 'ks-7', anchor: { name: '渔嫂' } }
  await generic({ ...said, opened_at: '2026-03-11T19:09:52+08:00', platform: 'kuaishou' })
  await it.take()
  expect(await listRecordings(house.db, everyone, 9)).toMatchObject([
    { room: '渔嫂', startedAt: new Date('2026-03-11T19:09:52+08:00') },
  ])
})

test('deliveries in any order, repeated or lost, between sweeps or not, give the same rows', async () => {
  const name = (second: number) => `渔嫂/录制-95708679-20260311-1909${second}-412-清仓.flv`
  const files = [name(10), name(20), name(30)]
  const delivery = (event: string, file: string, at: string) => ({
    recorder: 'bililive-recorder',
    body: JSON.stringify({
      EventType: event,
      EventTimestamp: at,
      EventData: {
        RoomId: 95708679,
        Name: '渔嫂',
        Title: '清仓',
        RelativePath: file,
        FileOpenTime: at,
      },
    }),
  })
  const deliveries = files.flatMap((file, i) => [
    delivery('FileOpening', file, `2026-03-11T19:09:${i + 1}0+08:00`),
    delivery('FileClosed', file, `2026-03-11T19:19:${i + 1}0+08:00`),
    delivery('SessionEnded', file, `2026-03-11T19:29:${i + 1}0+08:00`),
  ])
  const step = fc.oneof(
    fc.constantFrom(...deliveries).map((it) => ({ kind: 'hook' as const, ...it })),
    fc.constantFrom(...files).map((file) => ({ kind: 'write' as const, file })),
    fc.constant({ kind: 'sweep' as const }),
    fc.integer({ min: 1, max: 40 }).map((seconds) => ({ kind: 'pass' as const, seconds })),
  )
  const result = async () => {
    const recordings = await listRecordings(house.db, everyone, 99)
    const rows = await listIntake(house.db, everyone, { states: IntakeState.options, limit: 99 })
    const below = (path: string) => path.slice(it.root.length)
    return {
      recordings: recordings.map((r) => [below(r.path), r.room, r.startedAt, r.bytes]).toSorted(),
      rows: rows.map((r) => [below(r.path), r.state, r.note]).toSorted(),
    }
  }
  const finish = async () => {
    for (const file of files) await it.write(file, `whole ${file}`)
    await it.settle()
    await it.settle()
  }
  await finish()
  const wanted = await result()
  expect(wanted.recordings).toHaveLength(3)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await rm(dir, { recursive: true })
      await afresh()
      for (const at of steps) {
        if (at.kind === 'hook') await hearHook(it.deps, at.recorder, at.body, '')
        else if (at.kind === 'write') await it.write(at.file, at.file.slice(0, steps.length))
        else if (at.kind === 'pass') it.pass(at.seconds)
        else {
          await it.sweep()
          await it.take()
        }
      }
      await finish()
      expect(await result()).toEqual(wanted)
    }),
    { numRuns: 40 },
  )
})

import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { getIntake, intakeByPath } from '#shared/db/intake.ts'
import { listIntake } from '#shared/db/intake-list.ts'
import { getRecording, listRecordings } from '#shared/db/recordings.ts'
import { IntakeState } from '#shared/domain/intake.ts'
import { GiveUp } from '#shared/errors.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { anIntake } from '../testing.ts'
import { startFakeS3 } from './fake-s3.ts'
import { fetchObject } from './fetch.ts'
import { type Bucket, openBucket } from './open.ts'
import { pollBucket } from './poll.ts'
import { spoolPath } from './spool.ts'

const everyone = { region: 'zhoushan' }
const { signal } = new AbortController()
const video = '录播/渔嫂_2026-03-11_19-09-52.flv'
let house: OpenDb
let dir: string
let s3: Awaited<ReturnType<typeof startFakeS3>>
let bucket: Bucket
let it: Awaited<ReturnType<typeof anIntake>>

const config = (url: string) => ({
  ...{ url, bucket: 'b', prefix: '录播/', region: 'us-east-1', key: 'key', secret: 'secret' },
})

beforeAll(async () => {
  house = await openDb(newLiteUrl())
  s3 = await startFakeS3()
})
afterAll(async () => {
  await house.close()
  await s3.stop()
})
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-bucket-'))
  await house.db.execute(sql`truncate intake, recordings, memberships, rooms cascade`)
  s3.objects.clear()
  s3.asked.length = 0
  bucket = openBucket(config(s3.url), join(dir, 'spool'), { allowPrivate: true, everySeconds: 60 })
  it = await anIntake(house.db, dir, { bucket })
})
afterEach(async () => {
  bucket.close()
  await rm(dir, { recursive: true })
})

const poll = () => pollBucket(it.deps, bucket, it.deps.now(), signal)
const settle = async () => {
  await poll()
  it.pass(60)
  await poll()
  await it.take()
}

test('objects of all pages are listed, stand still, are brought here and taken with what lies beside them', async () => {
  s3.objects.set(video, Buffer.from('picture'))
  s3.objects.set(video.replace('.flv', '.xml'), Buffer.from('<i></i>'))
  for (const n of [1, 2, 3]) s3.objects.set(`录播/${n}/cover.jpg`, Buffer.from('x'))
  s3.objects.set('else/b.flv', Buffer.from('not ours'))
  expect(await poll()).toEqual({ objects: 5, changed: 2, vanished: 0 })
  await it.take()
  expect(await listRecordings(house.db, everyone, 9)).toEqual([])
  it.pass(60)
  expect(await poll()).toEqual({ objects: 5, changed: 0, vanished: 0 })
  await it.take()
  const [taken] = await listRecordings(house.db, everyone, 9)
  expect(taken).toMatchObject({ room: '渔嫂', startedAt: new Date('2026-03-11T19:09:52+08:00') })
  expect(await readFile(taken?.path ?? '', 'utf8')).toBe('picture')
  expect((await getRecording(house.db, taken?.id ?? ''))?.danmakuPath).toMatch(/\.xml$/)
  expect(s3.asked.every((line) => line.startsWith('GET '))).toBe(true)
  await settle()
  expect(await listRecordings(house.db, everyone, 9)).toHaveLength(1)
})

/** Bytes of the unfinished download beside a path. */
async function partOf(path: string): Promise<number> {
  const names = await readdir(dirname(path)).catch(() => [])
  const part = names.find((name) => name.startsWith(basename(path)) && name.endsWith('.part'))
  return part ? (await stat(join(dirname(path), part))).size : 0
}

test('a download that breaks off goes on from where it stopped', async () => {
  s3.objects.set(video, Buffer.alloc(200_000, 'abcdefg'))
  await poll()
  it.pass(60)
  const path = spoolPath(bucket.spool, video)
  const row = await intakeByPath(house.db, path)
  if (!row) throw new Error('not listed')
  s3.faults.cutAfter = 50_000
  // What had not reached the disk when the line broke is asked for again: let some of it get there.
  s3.faults.cutWhen = () =>
    expect
      .poll(() => partOf(path))
      .toBeGreaterThan(0)
      .then(() => undefined)
  await expect(fetchObject(row, bucket, signal)).rejects.toMatchObject({ code: 'unavailable' })
  await fetchObject(row, bucket, signal)
  expect(await readFile(path)).toEqual(s3.objects.get(video))
  expect(s3.asked.at(-1)).toMatch(/bytes=[1-9]\d*-$/)
  const asked = s3.asked.length
  await fetchObject(row, bucket, signal)
  expect(s3.asked).toHaveLength(asked)
})

test('an object larger than the listing told is not taken', async () => {
  s3.objects.set(video, Buffer.alloc(200_000, 'abcdefg'))
  await poll()
  const path = spoolPath(bucket.spool, video)
  const row = await intakeByPath(house.db, path)
  if (!row) throw new Error('not listed')
  await expect(fetchObject({ ...row, bytes: 1000 }, bucket, signal)).rejects.toBeInstanceOf(GiveUp)
  expect(await partOf(path)).toBeLessThanOrEqual(1000)
})

test('a server that asks to slow down is asked again; one that goes on asking costs a round', async () => {
  s3.objects.set(video, Buffer.from('picture'))
  s3.faults.slowDown = 2
  expect(await poll()).toMatchObject({ objects: 1 })
  s3.faults.slowDown = 99
  await expect(poll()).rejects.toMatchObject({ code: 'unavailable' })
  s3.faults.slowDown = 0
  expect(await poll()).toMatchObject({ objects: 1, vanished: 0 })
})

test('an object replaced or removed while waited for is said so, and what comes next is taken', async () => {
  s3.objects.set(video, Buffer.from('old'))
  await poll()
  it.pass(60)
  s3.objects.set(video, Buffer.from('new!'))
  await it.take()
  const path = spoolPath(bucket.spool, video)
  expect(await intakeByPath(house.db, path)).toMatchObject({ state: 'refused', note: /变了/ })
  await settle()
  expect(await listRecordings(house.db, everyone, 9)).toMatchObject([{ bytes: 4 }])
  s3.objects.set('录播/b.flv', Buffer.from('b'))
  await poll()
  s3.objects.delete('录播/b.flv')
  await poll()
  const rows = await listIntake(house.db, everyone, { states: IntakeState.options, limit: 9 })
  const gone = rows.find(({ objectKey }) => objectKey === '录播/b.flv')
  expect(await getIntake(house.db, gone?.id ?? '')).toMatchObject({ state: 'vanished' })
})

test('keys lead nowhere but into the spool, each to its own place', () => {
  const keys = [
    'a/b.flv',
    'a/../../etc/x.flv',
    '/abs.flv',
    'a//b.flv',
    'a/b?.flv',
    'a/b_.flv',
    '..',
    'C:\\x.flv',
  ]
  const paths = keys.map((key) => spoolPath('/spool', key))
  for (const path of paths) expect(path).toMatch(/^\/spool\/(?!.*\.\.\/)/)
  expect(new Set(paths).size).toBe(keys.length)
})

test.each([
  'http://s3.example.com',
  'https://127.0.0.1',
  'https://169.254.169.254',
  'https://[::1]:9000',
])('%s is refused unless the policy allows it', (url) => {
  const open = (allowPrivate: boolean) =>
    openBucket(config(url), '/spool', { allowPrivate, everySeconds: 60 })
  expect(() => open(false)).toThrow(/allowPrivate/)
  open(true).close()
})

test('a name that leads to this machine is refused while connecting', async () => {
  const own = openBucket(config('https://localhost:1'), '/spool', {
    ...{ allowPrivate: false, everySeconds: 60 },
  })
  const error: unknown = await pollBucket(it.deps, own, it.deps.now(), signal).catch((e) => e)
  expect(String((error as Error).cause)).toMatch(/private address/)
  own.close()
})

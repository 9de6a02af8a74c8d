import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import { DetailedError, Upload, type UploadOptions } from 'tus-js-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { getIntake } from '#shared/db/intake.ts'
import { listIntake } from '#shared/db/intake-list.ts'
import { getRecording, listRecordings } from '#shared/db/recordings.ts'
import { everyRole } from '#shared/domain/rights.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aRoom } from '#shared/testing/factories.ts'
import { readDisk } from '../intake/disk.ts'
import { anIntake } from '../intake/testing.ts'
import type { ActorEnv } from './actor.ts'
import { uploadRoutes } from './uploads.ts'

const bytes = Buffer.alloc(3_000_000, 'picture and sound ')
const sha256 = createHash('sha256').update(bytes).digest('hex')
const city = { region: 'zhoushan' }
let dir: string
let house: OpenDb
const servers: ServerType[] = []
let endpoint: string
let it: Awaited<ReturnType<typeof anIntake>>
const rooms = { mine: '', theirs: '' }
const policy = { maxBytes: 10_000_000 }

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-upload-'))
  house = await openDb(newLiteUrl())
  it = await anIntake(house.db, dir)
  rooms.mine = (await aRoom(house.db, '渔嫂', { region: 'zhoushan/putuo' })).id
  rooms.theirs = (await aRoom(house.db, '阿明', { region: 'zhoushan/dinghai' })).id
  const { intakePolicy } = it.deps
  const small = { ...intakePolicy.uploads, maxGb: policy.maxBytes / 1e9 }
  const deps = {
    ...it.deps,
    intakePolicy: { ...intakePolicy, uploads: small },
    arrived: async () => {},
  }
  endpoint = await listen(deps)
})

async function listen(deps: Parameters<typeof uploadRoutes>[0]): Promise<string> {
  const app = new Hono<ActorEnv>()
    .use(async (c, next) => {
      const region = c.req.header('x-region') ?? 'zhoushan/putuo'
      c.set('actor', { name: '张三', roles: everyRole, region })
      await next()
    })
    .route('/api/uploads', uploadRoutes(deps))
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}/api/uploads`),
    )
    servers.push(server)
  })
}
afterAll(async () => {
  for (const server of servers) server.close()
  await house.close()
  await rm(dir, { recursive: true })
})

/** Uploads to the end; answers the id, or the refusal. */
function send(
  file: Buffer,
  metadata: Record<string, string>,
  options: Partial<UploadOptions> = {},
): Promise<{ id: string; refused: { status: number; sentence: string } | null }> {
  return new Promise((resolve) => {
    const id = () => upload.url?.split('/').at(-1) ?? ''
    const upload = new Upload(file, {
      endpoint,
      metadata,
      chunkSize: 500_000,
      // A connection kept alive may be closed just as it is used again.
      retryDelays: [0, 0],
      onSuccess: () => resolve({ id: id(), refused: null }),
      onError: (error) => {
        const answer = error instanceof DetailedError ? error.originalResponse : null
        const refused = { status: answer?.getStatus() ?? 0, sentence: answer?.getBody() ?? '' }
        resolve({ id: id(), refused })
      },
      ...options,
    })
    upload.start()
  })
}

test('an upload that breaks off goes on where it stopped, and is taken once it is whole', async () => {
  const metadata = {
    filename: '渔嫂_2026-03-11_19-09-52.flv',
    room: rooms.mine,
    title: '开渔',
    goods: 'seafood',
    startedAt: '2026-03-11T19:09:52+08:00',
    sha256,
  }
  const url = await new Promise<string>((resolve) => {
    const upload = new Upload(bytes, {
      ...{ endpoint, metadata, chunkSize: 500_000, retryDelays: null },
      onChunkComplete: (_, accepted) => {
        if (accepted >= 1_000_000) void upload.abort().then(() => resolve(upload.url ?? ''))
      },
    })
    upload.start()
  })
  const id = url.split('/').at(-1) ?? ''
  expect(await getIntake(house.db, id)).toMatchObject({ state: 'growing', bytes: bytes.length })
  await it.take()
  let first = -1
  const done = await send(bytes, metadata, {
    uploadUrl: url,
    onProgress: (sent) => {
      if (first < 0) first = sent
    },
  })
  expect(done).toEqual({ id, refused: null })
  expect(first).toBeGreaterThanOrEqual(1_000_000)
  await it.take()
  const [taken] = await listRecordings(house.db, city, 10)
  expect(taken).toMatchObject({ room: '渔嫂', bytes: bytes.length })
  expect(await readFile(taken?.path ?? '')).toEqual(bytes)
  expect(await getRecording(house.db, taken?.id ?? '')).toMatchObject({
    ...{ title: '开渔', goods: 'seafood', startedAtSource: 'option', sha256 },
    startedAt: new Date('2026-03-11T19:09:52+08:00'),
  })

  const danmaku = Buffer.from('<i><d p="1,1,25,0,1773227394049,0,1,0">有货吗</d></i>')
  const beside = { filename: '别的名字.xml', companion: 'danmaku', recording: id }
  expect(await send(danmaku, beside)).toMatchObject({ refused: null })
  await it.take()
  const { danmakuPath } = (await getRecording(house.db, taken?.id ?? '')) ?? {}
  expect(await readFile(danmakuPath ?? '')).toEqual(danmaku)
})

test('another hash than the one given is refused, and nothing stays', async () => {
  const wrong = { filename: 'a.flv', sha256: '0'.repeat(64) }
  const { id, refused } = await send(Buffer.from('other'), wrong)
  expect(refused).toMatchObject({ status: 422, sentence: /SHA-256/ })
  expect(await getIntake(house.db, id)).toMatchObject({ state: 'refused', reason: 'checksum' })
  expect(await readdir(join(dir, 'data/uploads/open'))).not.toContain(id)
})

test.each([
  ['a room of another county', { filename: 'a.flv', room: 'theirs' }, 404],
  ['a room that is no id', { filename: 'a.flv', room: '1 or 1=1' }, 422],
  ['a program', { filename: 'a.exe' }, 415],
  ['no name', {}, 422],
  ['a companion of nothing', { filename: 'a.xml', companion: 'danmaku' }, 422],
  ['a companion by its name only', { filename: 'a.xml' }, 415],
] as const)('%s is refused', async (_, metadata, status) => {
  const room = 'room' in metadata && metadata.room === 'theirs' ? { room: rooms.theirs } : {}
  const { refused } = await send(Buffer.from('x'), { ...metadata, ...room })
  expect(refused?.status).toBe(status)
})

test('too large is refused before a byte is sent', async () => {
  const { refused } = await send(Buffer.alloc(policy.maxBytes + 1), { filename: 'a.flv' })
  expect(refused?.status).toBe(413)
})

test.each([
  '../../../etc/cron.d/x.flv',
  '..\\..\\windows\\x.flv',
  '/etc/passwd\0.flv',
  '\u202evlf.x.flv',
  `${'长'.repeat(300)}.flv`,
  'CON.flv',
])('a hostile name stays in its folder: %j', async (filename) => {
  const { id, refused } = await send(Buffer.from(filename), { filename })
  expect(refused).toBeNull()
  const row = await getIntake(house.db, id)
  expect(row?.path.startsWith(join(dir, 'data/uploads', id))).toBe(true)
  expect(await readdir(row?.folder ?? '')).toHaveLength(1)
})

test('nobody of another county sees, goes on with or ends an upload', async () => {
  const { id } = await send(Buffer.from('mine'), { filename: 'b.flv' })
  for (const method of ['HEAD', 'PATCH', 'DELETE']) {
    const answer = await fetch(`${endpoint}/${id}`, {
      method,
      headers: {
        'tus-resumable': '1.0.0',
        'x-region': 'zhoushan/dinghai',
        ...(method === 'PATCH' && {
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
        }),
      },
    })
    expect(answer.status).toBe(404)
  }
  const theirs = await listIntake(house.db, { region: 'zhoushan/dinghai' }, { limit: 10 })
  expect(theirs).toEqual([])
})

test('uploads under way at once have room together or are refused', async () => {
  const { intakePolicy, dataDir } = it.deps
  const { freeBytes } = await readDisk(dataDir)
  // Room for one and a half; what others write to this disk meanwhile is far less than half of one.
  const bytes = Math.floor(freeBytes / 4)
  const tight = {
    ...intakePolicy,
    disk: { minFreeGb: (freeBytes - 1.5 * bytes) / 1e9, minFreePercent: 0 },
    uploads: { ...intakePolicy.uploads, maxGb: freeBytes / 1e9 },
    quota: { perDayGb: 1e6, perRoomPerDayGb: 1e6 },
  }
  const url = await listen({ ...it.deps, intakePolicy: tight, arrived: async () => {} })
  const create = () =>
    fetch(url, {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(bytes),
        'upload-metadata': `filename ${Buffer.from('a.flv').toString('base64')}`,
      },
    })
  expect((await create()).status).toBe(201)
  const second = await create()
  expect(second.status).toBe(507)
  expect(await second.text()).toMatch(/磁盘可用/)
})

import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OpenDb } from '#shared/db/client.ts'
import { intakeByPath } from '#shared/db/intake.ts'
import { listRecordings, updateRecording } from '#shared/db/recordings.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { registerRecording } from './register.ts'
import { anIntake } from './testing.ts'

onBothDatabases('whose recording a content is', (open) => {
  let dir: string
  let house: OpenDb
  let it: Awaited<ReturnType<typeof anIntake>>

  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lvbo-known-'))
    await house.db.execute(sql`truncate intake, recordings, memberships, rooms cascade`)
    it = await anIntake(house.db, dir)
  })
  afterEach(async () => {
    await rm(dir, { recursive: true })
  })

  const recordings = () => listRecordings(house.db, { region: 'zhoushan' }, 100)
  const row = async (name: string) => intakeByPath(house.db, join(it.root, name))

  test('what two rooms send alike is a recording of each, and of each only one', async () => {
    await it.write('渔嫂/a.flv', 'simulcast')
    await it.write('阿明/a.flv', 'simulcast')
    await it.settle()
    const both = await recordings()
    expect(both.map(({ room }) => room).toSorted()).toEqual(['渔嫂', '阿明'])
    await it.write('阿明/again.flv', 'simulcast')
    await it.settle()
    expect(await row('阿明/again.flv')).toMatchObject({ state: 'taken', note: /内容相同/ })
    const ofMing = both.find(({ room }) => room === '阿明')
    expect(await row('阿明/again.flv')).toMatchObject({ recordingId: ofMing?.id })
    expect(await recordings()).toEqual(both)
  })

  test('a file that changes folders before it is judged changes rooms, afterwards it is the other room’s too', async () => {
    await it.write('渔嫂/a.flv', 'one')
    await it.settle()
    const [first] = await recordings()
    await mkdir(join(it.root, '阿明'))
    await rename(join(it.root, '渔嫂/a.flv'), join(it.root, '阿明/a.flv'))
    await it.settle()
    expect(await recordings()).toMatchObject([{ id: first?.id, room: '阿明' }])
    await updateRecording(house.db, first?.id ?? '', { detectedKey: 'v1:-' })
    await rename(join(it.root, '阿明/a.flv'), join(it.root, '渔嫂/back.flv'))
    await it.settle()
    const rooms = (await recordings()).map(({ id, room }) => [id === first?.id, room])
    expect(rooms.toSorted()).toEqual([
      [false, '渔嫂'],
      [true, '阿明'],
    ])
  })

  test('a room that is told late gets the recording that had none, unless it has the content', async () => {
    await it.write('a.flv', 'one')
    await it.settle()
    expect(await recordings()).toMatchObject([{ room: '未登记直播间' }])
    await it.write('渔嫂/a.flv', 'one')
    await it.settle()
    expect(await recordings()).toMatchObject([{ room: '渔嫂', path: join(it.root, 'a.flv') }])
    await it.write('b.flv', 'one')
    await it.settle()
    expect(await recordings()).toHaveLength(1)
  })

  test('a file registered by hand keeps its recording when it has gone on, and one that became a copy is that other', async () => {
    const register = (path: string) =>
      registerRecording(house.db, path, { region: 'zhoushan' }, it.deps.now())
    const path = await it.write('渔嫂/a.flv', 'one')
    const first = await register(path)
    await updateRecording(house.db, first.recording.id, { ingestState: 'done' })
    await it.write('渔嫂/a.flv', 'one and the rest')
    expect((await register(path)).recording.id).toBe(first.recording.id)
    expect(await recordings()).toMatchObject([{ bytes: 16, ingestState: 'registered' }])
    const other = await register(await it.write('渔嫂/b.flv', 'another'))
    await it.write('渔嫂/a.flv', 'another')
    expect((await register(path)).recording.id).toBe(other.recording.id)
    expect(await recordings()).toHaveLength(2)
  })
})

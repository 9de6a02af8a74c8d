import { mkdtemp, rename, rm, symlink, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OpenDb } from '#shared/db/client.ts'
import { intakeByPath } from '#shared/db/intake.ts'
import { listIntake } from '#shared/db/intake-list.ts'
import { getRecording, listRecordings } from '#shared/db/recordings.ts'
import { IntakeState } from '#shared/domain/intake.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { keepUp } from './keep.ts'
import { anIntake } from './testing.ts'

const everyone = { region: 'zhoushan' }

onBothDatabases('the intake folder', (open) => {
  let dir: string
  let house: OpenDb
  let it: Awaited<ReturnType<typeof anIntake>>

  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lvbo-intake-'))
    await house.db.execute(sql`truncate intake, recordings, memberships, rooms cascade`)
    it = await anIntake(house.db, dir)
  })
  afterEach(async () => {
    await rm(dir, { recursive: true })
  })

  const recordings = () => listRecordings(house.db, everyone, 100)
  const row = async (name: string) => intakeByPath(house.db, join(it.root, name))
  const rows = () => listIntake(house.db, everyone, { states: IntakeState.options, limit: 1000 })

  test('a file is taken when it has stood still, and not before', async () => {
    await it.write('渔嫂_2026-03-11_19-09-52.flv', 'one')
    await it.sweep()
    await it.take()
    it.pass(20)
    await it.write('渔嫂_2026-03-11_19-09-52.flv', 'one two')
    await it.sweep()
    expect(await row('渔嫂_2026-03-11_19-09-52.flv')).toMatchObject({ state: 'growing', bytes: 7 })
    it.pass(20)
    await it.sweep()
    await it.take()
    expect(await row('渔嫂_2026-03-11_19-09-52.flv')).toMatchObject({ state: 'settling' })
    expect(await recordings()).toEqual([])
    it.pass(10)
    await it.take()
    expect(await row('渔嫂_2026-03-11_19-09-52.flv')).toMatchObject({ state: 'taken' })
    expect(await recordings()).toMatchObject([
      { room: '渔嫂', startedAt: new Date('2026-03-11T19:09:52+08:00'), bytes: 7 },
    ])
    await it.settle()
    expect(await recordings()).toHaveLength(1)
  })

  test('one that moves between the look and the taking waits', async () => {
    await it.write('a.flv', 'one')
    await it.sweep()
    it.pass(40)
    await it.write('a.flv', 'one more')
    await it.take()
    expect(await row('a.flv')).toMatchObject({ state: 'growing' })
    await it.settle()
    expect(await recordings()).toMatchObject([{ bytes: 8 }])
  })

  test('a recorder that goes on after a pause keeps its recording', async () => {
    await it.write('a.flv', 'one')
    await it.settle()
    const [before] = await recordings()
    await it.write('a.flv', 'one and the rest')
    await it.settle()
    const after = await recordings()
    expect(after).toMatchObject([{ id: before?.id, bytes: 16, ingestState: 'registered' }])
  })

  test('a closed sidecar shortens the wait and says what the name does not', async () => {
    const head =
      '<i><BililiveRecorderRecordInfo roomid="95708679" name="渔嫂" title="开渔" start_time="2026-03-11T19:09:52+08:00" />'
    await it.write('x.flv', 'video')
    await it.write('x.xml', `${head}</i>`)
    await it.sweep()
    it.pass(4)
    await it.sweep()
    await it.take()
    const [taken] = await recordings()
    expect(taken).toMatchObject({ room: '渔嫂', startedAt: new Date('2026-03-11T19:09:52+08:00') })
    expect(await getRecording(house.db, taken?.id ?? '')).toMatchObject({
      title: '开渔',
      startedAtSource: 'sidecar',
      danmakuPath: join(it.root, 'x.xml'),
    })
  })

  test('danmaku and captions that come late are tied to the recording, once', async () => {
    await it.write('x.flv', 'video')
    await it.settle()
    const [{ id = '' } = {}] = await recordings()
    expect(await getRecording(house.db, id)).toMatchObject({
      danmakuPath: null,
      captionsPath: null,
    })
    await it.write('x.xml', '<i><d p="1,1,25,0,1773227394049,0,1,0">有货吗</d></i>')
    await it.write('x.srt', '1\n00:00:01,000 --> 00:00:02,000\n家人们\n')
    await it.write('readme.txt', 'nothing')
    await it.settle()
    expect(await getRecording(house.db, id)).toMatchObject({
      danmakuPath: join(it.root, 'x.xml'),
      captionsPath: join(it.root, 'x.srt'),
      ingestState: 'registered',
    })
    const states = Object.fromEntries(
      (await rows()).map((r) => [r.path.split('/').at(-1), r.state]),
    )
    expect(states).toEqual({
      'x.flv': 'taken',
      'x.xml': 'taken',
      'x.srt': 'taken',
      'readme.txt': 'unpaired',
    })
    const before = await rows()
    await it.settle()
    expect(await rows()).toEqual(before)
  })

  test('what is still written is visible, becomes another name, or was left behind', async () => {
    await it.write('渔嫂2026-03-11T19_09_52.flv.part', 'one')
    await it.settle()
    expect(await rows()).toMatchObject([{ state: 'growing' }])
    await rename(
      join(it.root, '渔嫂2026-03-11T19_09_52.flv.part'),
      join(it.root, '渔嫂2026-03-11T19_09_52.flv'),
    )
    await it.write('b.mp4.tmp', 'killed')
    await it.settle()
    expect(await recordings()).toMatchObject([{ room: '渔嫂' }])
    expect(await rows()).toHaveLength(2)
    it.pass(13 * 3600)
    await it.settle()
    expect(await recordings()).toHaveLength(2)
  })

  test('the same content is one recording, wherever it lies', async () => {
    await it.write('渔嫂/a.flv', 'one')
    await it.settle()
    await it.write('copy of a.flv', 'one')
    await it.settle()
    expect(await recordings()).toMatchObject([{ room: '渔嫂', path: join(it.root, '渔嫂/a.flv') }])
    expect(await row('copy of a.flv')).toMatchObject({ state: 'taken', note: /内容相同/ })
    await rename(join(it.root, '渔嫂/a.flv'), join(it.root, '渔嫂/b.flv'))
    await it.settle()
    expect(await recordings()).toMatchObject([{ path: join(it.root, '渔嫂/b.flv') }])
  })

  test('two files that begin alike are two recordings once they differ', async () => {
    await it.write('渔嫂/a.flv', 'FLV')
    await it.write('渔嫂/b.flv', 'FLV')
    await it.settle()
    expect(await recordings()).toHaveLength(1)
    await it.write('渔嫂/a.flv', 'FLV of one')
    await it.write('渔嫂/b.flv', 'FLV of another')
    await it.settle()
    expect(await recordings()).toMatchObject([{ room: '渔嫂' }, { room: '渔嫂' }])
  })

  test('a file converted under another suffix, its original gone, stays one recording', async () => {
    await it.write('渔嫂/a.ts', 'stream')
    await it.settle()
    const [before] = await recordings()
    await it.write('渔嫂/a.mp4', 'converted')
    await unlink(join(it.root, '渔嫂/a.ts'))
    await it.settle()
    expect(await recordings()).toMatchObject([
      { id: before?.id, path: join(it.root, '渔嫂/a.mp4'), bytes: 9 },
    ])
  })

  test('a file that goes away while waited for is said to have vanished, and may come back', async () => {
    await it.write('a.flv', 'one')
    await it.sweep()
    await unlink(join(it.root, 'a.flv'))
    await it.sweep()
    expect(await row('a.flv')).toMatchObject({ state: 'vanished' })
    await it.write('a.flv', 'one')
    await it.settle()
    expect(await row('a.flv')).toMatchObject({ state: 'taken' })
  })

  test('links, hidden files and other people’s files are left alone', async () => {
    const outside = await anIntake(house.db, join(dir, 'outside'))
    await outside.write('secret.flv', 'secret')
    await symlink(join(outside.root, 'secret.flv'), join(it.root, 'link.flv'))
    await symlink(outside.root, join(it.root, 'linked'))
    await it.write('.hidden.flv', 'x')
    await it.write('.git/a.flv', 'x')
    await it.write('cover.jpg', 'x')
    await it.settle()
    expect(await rows()).toEqual([])
  })

  test('odd names are names', async () => {
    const names = ['👍【清仓】 3号.flv', 'a"b\'c$(id);.flv', '%2e%2e.flv', 'ＡＢ．.flv', '-rf.flv']
    for (const name of names) await it.write(name, name)
    await it.settle()
    expect((await recordings()).map(({ path }) => path).toSorted()).toEqual(
      names.map((name) => join(it.root, name)).toSorted(),
    )
  })

  test('segments belong to their playlist, whose content they are', async () => {
    const playlist = '#EXTM3U\n#EXTINF:4,\nseg0.ts\n#EXTINF:4,\n../../x.ts\n#EXT-X-ENDLIST\n'
    for (const session of ['s1', 's2']) {
      await it.write(`渔嫂/${session}/live.m3u8`, playlist)
      await it.write(`渔嫂/${session}/seg0.ts`, `picture of ${session}`)
    }
    await it.settle()
    expect((await recordings()).map(({ path }) => path).toSorted()).toEqual([
      join(it.root, '渔嫂/s1/live.m3u8'),
      join(it.root, '渔嫂/s2/live.m3u8'),
    ])
  })

  test('an empty file is refused with a sentence, and taken once there is something in it', async () => {
    await it.write('a.flv', '')
    await it.settle()
    expect(await row('a.flv')).toMatchObject({ state: 'refused', reason: 'empty', note: /空/ })
    await it.write('a.flv', 'now')
    await it.settle()
    expect(await row('a.flv')).toMatchObject({ state: 'taken', reason: null, note: null })
  })

  test('a full disk refuses, by itself no longer when there is room', async () => {
    const full = { minFreeGb: 1e9, minFreePercent: 0 }
    const intakePolicy = { ...it.deps.intakePolicy, disk: full }
    const short = await anIntake(house.db, dir, { intakePolicy })
    await short.write('a.flv', 'one')
    await short.settle()
    expect(await row('a.flv')).toMatchObject({ state: 'refused', reason: 'disk', note: /磁盘/ })
    expect((await keepUp(short.deps)).revived).toBe(0)
    it.pass(600)
    expect((await keepUp(it.deps)).revived).toBe(1)
    await it.take()
    expect(await row('a.flv')).toMatchObject({ state: 'taken', note: null })
  })

  test('a room over its quota waits for another day', async () => {
    const quota = { perDayGb: 1, perRoomPerDayGb: 5e-9 }
    const { intakePolicy } = it.deps
    const tight = await anIntake(house.db, dir, { intakePolicy: { ...intakePolicy, quota } })
    await tight.write('渔嫂/a.flv', 'one')
    await tight.write('渔嫂/b.flv', 'two')
    await tight.write('阿明/c.flv', 'six')
    await tight.settle()
    const states = (await rows()).map(({ path, state, reason }) => [path.at(-5), state, reason])
    expect(states.toSorted()).toEqual([
      ['a', 'taken', null],
      ['b', 'refused', 'room-quota'],
      ['c', 'taken', null],
    ])
  })

  test('a hundred folders and many files in one sweep, and nothing to write in the next', async () => {
    for (let i = 0; i < 300; i += 1) await it.write(`${100 + (i % 100)}/f${i}.flv`, `${i}`)
    expect(await it.sweep()).toMatchObject({ files: 300, changed: 300 })
    it.pass(60)
    expect(await it.sweep()).toMatchObject({ files: 300, changed: 0 })
  })
})

import { randomUUID } from 'node:crypto'
import { access, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256File } from '#shared/blob/hash.ts'
import { addSegment, claimCapture, wantCapture } from '#shared/db/captures.ts'
import type { OpenDb } from '#shared/db/client.ts'
import { coverageOf } from '#shared/db/coverage.ts'
import {
  addRecording,
  getRecording,
  recordingsByContent,
  updateRecording,
} from '#shared/db/recordings.ts'
import { broadcasts, comments } from '#shared/db/schema/index.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { RetentionPolicy } from '#shared/domain/retention.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { aFlag, aRoom } from '#shared/testing/factories.ts'
import { makeClip } from '#shared/testing/media.ts'
import { forgetPieces } from './capture/forget.ts'
import { ingestStage } from './ingest/stage.ts'
import { registerRecording } from './intake/register.ts'
import { anIntake } from './intake/testing.ts'

const start = new Date('2026-03-11T19:00:00+08:00')
const dayMs = 24 * 3_600_000

onBothDatabases('two rooms that send the same bytes', (open) => {
  let dir: string
  let house: OpenDb
  let clip: string

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lvbo-simulcast-'))
    house = await open()
    clip = await makeClip(join(dir, 'clip.flv'), { seconds: 6 })
  }, 120_000)
  afterAll(async () => {
    await house.close()
    await rm(dir, { recursive: true, force: true })
  })

  const deps = () => ({
    ...{ db: house.db, now: () => start },
    pseudonym: (sender: string) => sender,
  })
  const ingest = (recordingId: string) =>
    ingestStage.run({ recordingId }, deps(), AbortSignal.timeout(60_000))

  test('each has its recording, broadcast, clock, ledger and comments', async () => {
    const { db } = house
    const it = await anIntake(db, dir)
    for (const name of ['渔嫂', '阿明']) {
      await mkdir(join(it.root, name))
      await copyFile(clip, join(it.root, name, `${name}_2026-03-11_19-00-00.flv`))
      const line = { event_ts_ms: start.getTime() + 2000, user_id: 'u', user_name: 'a' }
      const said = JSON.stringify({ ...line, content: `${name}好` })
      await it.write(`${name}/${name}_2026-03-11_19-00-00.jsonl`, said)
    }
    await it.settle()
    const both = await recordingsByContent(db, await sha256File(clip))
    expect(new Set(both.map(({ roomId }) => roomId)).size).toBe(2)
    for (const { id } of both) await ingest(id)
    const said = new Set<string>()
    for (const { id, roomId } of both) {
      const read = await getRecording(db, id)
      expect(read).toMatchObject({ ingestState: 'done', startedAt: start })
      expect(read?.media?.durationMs).toBeCloseTo(6000, -2)
      const rows = await db.select().from(broadcasts).where(eq(broadcasts.roomId, roomId))
      expect(rows).toMatchObject([{ id: read?.broadcastId }])
      expect(await coverageOf(db, id, 'recorded')).not.toEqual([])
      for (const { text } of await db.select().from(comments).where(eq(comments.recordingId, id)))
        said.add(text)
    }
    expect([...said].toSorted()).toEqual(['渔嫂好', '阿明好'])
  })

  test('one file told to be of two rooms is of both, told twice of one it is one', async () => {
    const { db } = house
    const path = await makeClip(join(dir, 'told.flv'), { seconds: 2 })
    const register = (room: string, now: Date) =>
      registerRecording(db, path, { region: 'zhoushan', room, startedAt: start }, now)
    const later = new Date(start.getTime() + dayMs)
    const first = await register('甲', start)
    const second = await register('乙', later)
    expect([first.created, second.created]).toEqual([true, true])
    expect(second.recording.id).not.toBe(first.recording.id)
    expect(await register('乙', later)).toMatchObject({
      created: false,
      recording: second.recording,
    })
    // Where nothing names a room it is no new one.
    const untold = join(dir, 'a.flv')
    await copyFile(path, untold)
    const options = { region: 'zhoushan', startedAt: start } as const
    expect(await registerRecording(db, untold, options, start)).toMatchObject({
      ...{ created: false, recording: { id: first.recording.id } },
    })
  })

  test('what is over for one room is kept for the other, and a file goes with its last recording', async () => {
    const { db } = house
    const captures = join(dir, 'captures')
    const sha256 = await sha256File(clip)
    const pieces = []
    for (const [i, name] of ['丙', '丁', '戊'].entries()) {
      const room = await aRoom(db, name)
      const address = `https://example.com/${i}.m3u8`
      const wish = { roomId: room.id, address, danmakuPath: null }
      const { id: captureId } = await wantCapture(db, wish, '测试', start)
      await claimCapture(db, `w${i}`, 3_600_000, start)
      const path = join(captures, randomUUID(), '000000.ts')
      await mkdir(join(path, '..'), { recursive: true })
      await copyFile(clip, path)
      const id = await addSegment(db, captureId, `w${i}`, {
        ...{ path, sha256, bytes: 1, number: 0 },
        ...{ fromMs: start.getTime(), toMs: start.getTime() + 6000, origin: 'capture' },
      })
      expect(id, name).not.toBeNull()
      await ingest(id ?? '')
      await updateRecording(db, id ?? '', { detectedKey: 'k', transcriptState: 'done' })
      const { broadcastId } = (await getRecording(db, id ?? '')) ?? {}
      const placed = { id: id ?? '', roomId: room.id, broadcastId: broadcastId ?? '' }
      pieces.push({ ...placed, path, startedAt: start })
    }
    const [free, flagged, shared] = pieces
    if (!free || !flagged || !shared) throw new Error('no pieces')
    await aFlag(db, flagged, { startMs: 1000, saidAt: new Date(start.getTime() + 1000) })
    // A person filed the third one's piece under another room: the file has two recordings.
    const other = await aRoom(db, '己')
    const { recording: filed } = await addRecording(db, {
      ...{ roomId: other.id, path: shared.path, sha256, bytes: 1, title: '', goods: null },
      ...{ danmakuPath: null, captionsPath: null, startedAt: start, startedAtSource: 'option' },
    })
    const { versions } = await loadPolicy('policies/retention.yaml', policyFile(RetentionPolicy))
    const forget = () =>
      forgetPieces(
        { db, retention: versions, dir: captures },
        new Date(start.getTime() + 20 * dayMs),
      )
    const there = (path: string) =>
      access(path).then(
        () => true,
        () => false,
      )
    expect(await forget()).toBe(1)
    const left = await Promise.all(pieces.map(({ path }) => there(path)))
    expect(left).toEqual([false, true, true])
    expect((await getRecording(db, free.id))?.mediaDeletedAt).not.toBeNull()
    for (const { id } of [flagged, shared, filed])
      expect((await getRecording(db, id))?.mediaDeletedAt).toBeNull()
    await updateRecording(db, filed.id, { path: '/elsewhere.ts' })
    expect(await forget()).toBe(1)
    expect(await there(shared.path)).toBe(false)
  })
})

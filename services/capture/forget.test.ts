import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addSegment, claimCapture, wantCapture } from '#shared/db/captures.ts'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { getRecording, updateRecording } from '#shared/db/recordings.ts'
import { auditEvents, flags, notices, recordings } from '#shared/db/schema/index.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { RetentionPolicy } from '#shared/domain/retention.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import { forgetPieces } from './forget.ts'

const startMs = Date.parse('2026-03-11T19:00:00+08:00')
const dayMs = 24 * 3_600_000

let house: OpenDb
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-forget-'))
  house = await openDb(newLiteUrl())
}, 120_000)
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true, force: true })
})

test('pieces without findings go when their days are over; what a lead may need, is unread, or lies elsewhere stays', async () => {
  const { db } = house
  const room = await aRoom(db, '留存直播间')
  const at = new Date(startMs)
  const address = 'https://example.com/live.m3u8'
  const wish = { roomId: room.id, address, danmakuPath: null }
  const { id: captureId } = await wantCapture(db, wish, '测试', at)
  await claimCapture(db, 'w', 3_600_000, at)
  const piece = async (
    number: number,
    minute: number,
    where = dir,
    detectedKey: string | null = 'k',
  ) => {
    const path = join(where, `${number}.ts`)
    await writeFile(path, 'x')
    const fromMs = startMs + minute * 60_000
    const id = await addSegment(db, captureId, 'w', {
      ...{ path, sha256: `${number}`.padStart(64, '0'), bytes: 1, number, fromMs },
      ...{ toMs: fromMs + 10_000, origin: 'capture' },
    })
    const read = { durationMs: 10_000, ingestState: 'done' as const, detectedKey }
    await updateRecording(db, id ?? '', read)
    return { id: id ?? '', path }
  }
  const elsewhere = await mkdtemp(join(tmpdir(), 'lvbo-forget-other-'))
  const free = await piece(0, 0)
  const beside = await piece(1, 9)
  const unread = await piece(2, 60, dir, null)
  const outside = await piece(3, 61, elsewhere)
  const recent = await piece(4, 12 * 24 * 60)
  // Said a few seconds behind the second piece: its clip begins in it.
  const other = await aRecording(db, room.id, new Date(startMs + 9 * 60_000 + 15_000))
  await aFlag(db, other, { startMs: 0 })

  const { versions } = await loadPolicy('policies/retention.yaml', policyFile(RetentionPolicy))
  const deps = { db, retention: versions, dir }
  const there = async (path: string) =>
    access(path).then(
      () => true,
      () => false,
    )
  expect(await forgetPieces(deps, new Date(startMs + 15 * dayMs))).toBe(0)
  const later = new Date(startMs + 17 * dayMs)
  expect(await forgetPieces(deps, later)).toBe(1)
  expect(await there(free.path)).toBe(false)
  expect((await getRecording(db, free.id))?.mediaDeletedAt).toEqual(later)
  for (const { path } of [beside, unread, outside, recent]) expect(await there(path)).toBe(true)
  const lines = await db
    .select({ detail: auditEvents.detail })
    .from(auditEvents)
    .where(eq(auditEvents.action, 'capture-media-deleted'))
  expect(lines).toMatchObject([{ detail: { files: [{ recordingId: free.id }] } }])
  expect(await forgetPieces(deps, later)).toBe(0)
  await rm(elsewhere, { recursive: true })
})

test('no piece of a broadcast goes while a case rests on one of its leads, or a lead on all of it', async () => {
  const { db } = house
  const room = await aRoom(db, '保全直播间')
  const wish = { roomId: room.id, address: 'https://example.com/b.m3u8', danmakuPath: null }
  const { id: captureId } = await wantCapture(db, wish, '测试', new Date(startMs))
  await claimCapture(db, 'w', 3_600_000, new Date(startMs))
  const flagged = await aRecording(db, room.id, new Date(startMs))
  const own = join(dir, 'held')
  await mkdir(own)
  const path = join(own, 'held.ts')
  await writeFile(path, 'held')
  const fromMs = startMs + 2 * 3_600_000
  const piece = await addSegment(db, captureId, 'w', {
    ...{ path, sha256: 'h'.repeat(64), bytes: 4, number: 0 },
    ...{ fromMs, toMs: fromMs + 10_000, origin: 'capture' },
  })
  const read = { durationMs: 10_000, ingestState: 'done' as const, detectedKey: 'k' }
  await updateRecording(db, piece ?? '', read)
  const { broadcastId } = flagged
  await db
    .update(recordings)
    .set({ broadcastId })
    .where(eq(recordings.id, piece ?? ''))
  const { versions } = await loadPolicy('policies/retention.yaml', policyFile(RetentionPolicy))
  const later = new Date(startMs + 400 * dayMs)
  const forget = () => forgetPieces({ db, retention: versions, dir: own }, later)

  const flagId = await aFlag(db, flagged, { mode: 'absence' })
  expect(await forget()).toBe(0)
  await db.update(flags).set({ state: 'confirmed', mode: 'assert' }).where(eq(flags.id, flagId))
  const item = {
    ...{ flagId, verdictId: flagId, category: 'absolute', quote: '最低价', saidAtMs: startMs },
    ...{ clipId: null, articles: [], demand: '改正' },
  }
  const draft = { roomId: room.id, demand: '改正', clock: 'notice-rectify', draftedBy: '陈' }
  await db.insert(notices).values({ ...draft, items: [item], draftedAt: new Date(startMs) })
  expect(await forget()).toBe(0)
  await db.update(notices).set({ state: 'withdrawn' }).where(eq(notices.roomId, room.id))
  expect(await forget()).toBe(1)
})

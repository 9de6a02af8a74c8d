import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ledgerOfBroadcast } from '#shared/db/broadcast-ledger.ts'
import { addSegment, claimCapture, wantCapture } from '#shared/db/captures.ts'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { getRecording, updateRecording } from '#shared/db/recordings.ts'
import { comments, recordings } from '#shared/db/schema/index.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aRoom } from '#shared/testing/factories.ts'
import { makeClip } from '#shared/testing/media.ts'
import { ingestStage } from './stage.ts'

const { signal } = new AbortController()
const startMs = Date.parse('2026-03-11T19:00:00+08:00')
const pieceMs = 2000

let house: OpenDb
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-late-'))
  house = await openDb(newLiteUrl())
}, 120_000)
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true, force: true })
})

test('messages written after their piece was read are taken in later: none lost, none doubled', async () => {
  const { db } = house
  const room = await aRoom(db, '迟到弹幕直播间')
  const danmakuPath = join(dir, 'chat.jsonl')
  const said = (ms: number) =>
    `${JSON.stringify({ event_ts_ms: startMs + ms, user_id: `u${ms}`, content: `第${ms}毫秒` })}\n`
  await writeFile(danmakuPath, '')
  const address = 'https://example.com/live.m3u8'
  const wished = new Date(startMs)
  const { id } = await wantCapture(db, { roomId: room.id, address, danmakuPath }, '测试', wished)
  await claimCapture(db, 'w', 3_600_000, wished)
  const path = await makeClip(join(dir, 'piece.ts'), {
    seconds: pieceMs / 1000,
    width: 64,
    height: 64,
  })
  const ids: string[] = []
  /** The next piece is recorded and read; what was detected in those before stands. */
  const piece = async (number: number, fromMs: number) => {
    const sha256 = `${number}`.padStart(64, '0')
    const at = { fromMs: startMs + fromMs, toMs: startMs + fromMs + pieceMs }
    const origin = 'hls-date-time' as const
    const made = await addSegment(db, id, 'w', { path, sha256, bytes: 1, number, ...at, origin })
    const recordingId = made ?? ''
    ids.push(recordingId)
    const next = await ingestStage.run(
      { recordingId },
      { db, now: () => new Date(), pseudonym: (sender) => sender },
      signal,
    )
    await updateRecording(db, recordingId, { detectedKey: 'judged' })
    return next.filter(({ job }) => job.name === 'detect').map(({ payload }) => payload)
  }
  const stored = async () => {
    const rows = await db
      .select({ recordingId: comments.recordingId, text: comments.text, tMs: comments.tMs })
      .from(comments)
      .innerJoin(recordings, eq(recordings.id, comments.recordingId))
      .orderBy(asc(recordings.startedAt), asc(comments.seq))
    return rows.map(({ recordingId, text, tMs }) => `${ids.indexOf(recordingId)} ${text} ${tMs}`)
  }

  await appendFile(danmakuPath, said(100) + said(1500) + said(2100))
  await piece(0, 0)
  expect(await stored()).toEqual(['0 第100毫秒 100', '0 第1500毫秒 1500'])

  // One was sent while the first piece ran and written only now; one is of the second piece and still to come.
  await appendFile(danmakuPath, said(1800))
  expect(await piece(1, 2000)).toContainEqual({ recordingId: ids[0] })
  expect((await getRecording(db, ids[0] ?? ''))?.detectedKey).toBeNull()
  const two = ['0 第100毫秒 100', '0 第1500毫秒 1500', '0 第1800毫秒 1800', '1 第2100毫秒 100']
  expect(await stored()).toEqual(two)

  // The stream was cut: what was said meanwhile belongs to the piece before, and no piece is judged again for nothing.
  await appendFile(danmakuPath, said(3900) + said(9000) + said(12_500))
  await updateRecording(db, ids[0] ?? '', { detectedKey: 'judged' })
  expect(await piece(2, 12_000)).not.toContainEqual({ recordingId: ids[0] })
  expect((await getRecording(db, ids[0] ?? ''))?.detectedKey).toBe('judged')
  expect(await stored()).toEqual([
    ...two,
    '1 第3900毫秒 1900',
    '1 第9000毫秒 7000',
    '2 第12500毫秒 500',
  ])

  // Ten minutes on without a message: the silence began behind the last one, in pieces that were read long before.
  await piece(3, 14_000)
  await piece(4, 640_000)
  const broadcastId = (await getRecording(db, ids[3] ?? ''))?.broadcastId ?? ''
  const { kinds } = await ledgerOfBroadcast(db, broadcastId)
  expect(kinds.danmaku.gaps.map(({ fromMs, toMs }) => [fromMs - startMs, toMs - startMs])).toEqual([
    [4000, 12_000],
    [12_500, 16_000],
  ])
}, 60_000)

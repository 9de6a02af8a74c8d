import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addSegment, claimCapture, releaseCapture, wantCapture } from '#shared/db/captures.ts'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { getRecording, updateRecording } from '#shared/db/recordings.ts'
import { plainClock } from '#shared/domain/wall-clock.ts'
import { TryLater } from '#shared/errors.ts'
import { inspectMedia } from '#shared/media/inspect.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aRoom } from '#shared/testing/factories.ts'
import { brightness, makeClip } from '#shared/testing/media.ts'
import { clipSource } from './around.ts'
import { cutEvidence } from './cut.ts'

const run = promisify(execFile)
const { signal } = new AbortController()
const startMs = Date.parse('2026-03-11T19:00:00+08:00')
const pieceMs = 4000
const phrase = { startMs: 1000, endMs: 1500 }

let house: OpenDb
let dir: string
let captureId: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-around-'))
  house = await openDb(newLiteUrl())
  // A white flash at 0, 4, 8 … seconds: at the beginning of every piece.
  const whole = await makeClip(join(dir, 'whole.ts'), { seconds: 16, markEvery: 4 })
  const cut = ['-f', 'segment', '-segment_time', '4', '-segment_format', 'mpegts']
  await run('ffmpeg', ['-v', 'error', '-i', whole, '-c', 'copy', ...cut, join(dir, '%d.ts')])
  const room = await aRoom(house.db, '相邻片段直播间')
  const address = 'https://example.com/live.m3u8'
  const wish = { roomId: room.id, address, danmakuPath: null }
  captureId = (await wantCapture(house.db, wish, '测试', new Date(startMs))).id
  await claimCapture(house.db, 'w', 3_600_000, new Date(startMs))
}, 120_000)
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true, force: true })
})

async function piece(number: number, fromMs: number) {
  const path = join(dir, `${number}.ts`)
  const media = await inspectMedia(path)
  const recordingId = await addSegment(house.db, captureId, 'w', {
    ...{ path, sha256: `${number}`.padStart(64, '0'), bytes: media.bytes, number },
    ...{ fromMs: startMs + fromMs, toMs: startMs + fromMs + pieceMs, origin: 'hls-date-time' },
  })
  const clock = { ...plainClock(startMs + fromMs), anchors: [], danmakuSkewMs: 0, lag: null }
  const durationMs = Math.round(media.durationMs)
  const read = { media, clock, durationMs, ingestState: 'done' as const }
  await updateRecording(house.db, recordingId ?? '', read)
  return recordingId ?? ''
}

/** What the clip of a phrase at the second second of a piece is cut from. */
async function sourceOf(id: string, at = new Date(startMs + 20_000)) {
  const recording = await getRecording(house.db, id)
  if (!recording?.media) throw new Error('not read')
  const read = { ...recording, media: recording.media }
  return clipSource(house.db, read, phrase, { dir: await mkdtemp(join(dir, 'a')), now: at, signal })
}

test('a phrase near the edge of a piece gets its clip from the pieces beside it, in the piece’s own time', async () => {
  const ids = [await piece(0, 0), await piece(1, pieceMs)]
  // The stream goes on: what is said next is still being recorded.
  await expect(sourceOf(ids[1] ?? '')).rejects.toBeInstanceOf(TryLater)
  ids.push(await piece(2, 2 * pieceMs))
  await expect(sourceOf(ids[1] ?? '')).rejects.toBeInstanceOf(TryLater)

  // Then it breaks, and there is nothing more to wait for.
  const failure = { id: captureId, worker: 'w', failure: '断流。' }
  await releaseCapture(house.db, failure, new Date(startMs))
  const source = await sourceOf(ids[1] ?? '')
  const cut = await cutEvidence(source, phrase, await mkdtemp(join(dir, 'c')), signal)
  expect(Math.abs(cut.fromMs + pieceMs)).toBeLessThan(200)
  expect(Math.abs(cut.toMs - 2 * pieceMs)).toBeLessThan(200)
  const preview = cut.files.find(({ role }) => role === 'preview')?.path ?? ''
  const beginsMs = cut.markStartMs - phrase.startMs
  expect(await brightness(preview, beginsMs + 100, 'crop=iw:ih/4:0:0')).toBeGreaterThan(200)
  expect(await brightness(preview, beginsMs - 300, 'crop=iw:ih/4:0:0')).toBeLessThan(200)
  expect(cut.files.find(({ role }) => role === 'still')?.atMs).toBe(phrase.startMs)

  // Behind a break there is no neighbour to join.
  await claimCapture(house.db, 'w', 3_600_000, new Date(startMs))
  const alone = await sourceOf(await piece(3, 60_000), new Date(startMs + 600_000))
  expect(alone).toMatchObject({ path: join(dir, '3.ts'), offsetMs: 0 })
}, 60_000)

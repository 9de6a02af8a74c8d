import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { count, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerOfBroadcast } from '#shared/db/broadcast-ledger.ts'
import { type Db, openDb } from '#shared/db/client.ts'
import { addRecording, getRecording } from '#shared/db/recordings.ts'
import { broadcasts, comments, recordings } from '#shared/db/schema/index.ts'
import { newPostgresUrl } from '#shared/testing/database.ts'
import { aRoom } from '#shared/testing/factories.ts'
import { ingestStage } from './stage.ts'

const run = promisify(execFile)
const start = Date.parse('2026-03-11T08:00:00+08:00')
const pieces = 200
const pieceMs = 216_000
const missing = new Set([41, 42, 150])
/** Another recorder's copies: the same minutes in other bytes. */
const doubled = [10, 120]

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-assembly-'))
  // Four pictures a second and a tone: real packets of a real length, made once.
  const make = ['-f', 'lavfi', '-i', `color=c=gray:s=32x32:r=4:d=${pieceMs / 1000}`]
  const sound = [
    '-f',
    'lavfi',
    '-i',
    `sine=frequency=440:sample_rate=8000:duration=${pieceMs / 1000}`,
  ]
  const out = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '40', '-c:a', 'aac', '-b:a', '8k']
  await run('ffmpeg', ['-v', 'error', ...make, ...sound, ...out, join(dir, 'piece.flv')])
}, 120_000)
afterAll(() => rm(dir, { recursive: true, force: true }))

const deps = (db: Db) => ({ db, now: () => new Date(start), pseudonym: (sender: string) => sender })

/** A piece under its recorder's name; rows go by the hash they are filed with, so one content serves for all. */
async function piece(name: string): Promise<string> {
  const path = join(dir, name)
  await copyFile(join(dir, 'piece.flv'), path)
  return path
}

describe('twelve hours in two hundred pieces', () => {
  let close: () => Promise<void>
  let db: Db
  beforeAll(async () => {
    ;({ db, close } = await openDb(await newPostgresUrl()))
  }, 120_000)
  afterAll(() => close())

  test('out of order, three missing, two doubled, one worker killed: right ledger, right clock, no doubles', async () => {
    const room = await aRoom(db, '长播直播间')
    const danmaku = join(dir, 'all.jsonl')
    const lines = Array.from({ length: 720 }, (_, minute) => {
      const event_ts_ms = start + minute * 60_000 + 30_000
      return JSON.stringify({
        event_ts_ms,
        user_id: `u${minute}`,
        user_name: 'a',
        content: `第${minute}分`,
      })
    })
    await writeFile(danmaku, lines.join('\n'))
    const register = async (path: string, mark: number, startedAt: number, source: string) =>
      (
        await addRecording(db, {
          ...{ roomId: room.id, path, sha256: `${mark}`.padStart(64, '0'), bytes: 1, title: '' },
          ...{ captionsPath: null, goods: null, danmakuPath: danmaku, startedAtSource: source },
          startedAt: new Date(startedAt),
        })
      ).recording.id
    // Ids are registered in an order of no meaning; every name carries the first piece's time only.
    const order = Array.from({ length: pieces }, (_, i) => (i * 73) % pieces)
    const jobs: { id: string; index: number }[] = []
    for (const index of order.filter((i) => !missing.has(i))) {
      const name = `主播_2026-03-11_08-00-00_${String(index).padStart(3, '0')}.flv`
      jobs.push({ id: await register(await piece(name), index, start, 'file-name'), index })
    }
    for (const index of doubled) {
      const at = start + index * pieceMs
      const path = await piece(`另一台-${index}.flv`)
      jobs.push({ id: await register(path, 1000 + index, at, 'hook'), index })
    }

    for (const [i, { id }] of jobs.entries()) {
      if (i === 100) {
        // A worker dies in the middle of its work: nothing of it is left, and the next one does it again.
        const killed = new AbortController()
        const dying = ingestStage.run({ recordingId: id }, deps(db), killed.signal)
        killed.abort(new Error('killed'))
        await expect(dying).rejects.toThrow()
        expect((await getRecording(db, id))?.ingestState).toBe('registered')
      }
      await ingestStage.run({ recordingId: id }, deps(db), AbortSignal.timeout(60_000))
    }

    const [one, ...others] = await db
      .select()
      .from(broadcasts)
      .where(eq(broadcasts.roomId, room.id))
    expect(others).toEqual([])
    for (const { id, index } of jobs) {
      const placed = await getRecording(db, id)
      expect(Math.abs((placed?.startedAt.getTime() ?? 0) - (start + index * pieceMs))).toBeLessThan(
        500,
      )
      expect(placed?.broadcastId).toBe(one?.id)
    }
    const ledger = await ledgerOfBroadcast(db, one?.id ?? '')
    const here = (pieces - missing.size) * pieceMs
    expect(Math.abs(ledger.toMs - ledger.fromMs - pieces * pieceMs)).toBeLessThan(1000)
    expect(Math.abs(ledger.kinds.recorded.coveredMs - here)).toBeLessThan(2000)
    expect(Math.abs(ledger.kinds.audible.coveredMs - here)).toBeLessThan(40_000)
    expect(
      ledger.kinds.recorded.gaps.map(({ fromMs, toMs, reason }) => [
        ...[Math.round((fromMs - start) / pieceMs), Math.round((toMs - start) / pieceMs), reason],
      ]),
    ).toEqual([
      [41, 43, '没有录像'],
      [150, 151, '没有录像'],
    ])
    expect(ledger.overlaps.filter((it) => it.doubled)).toHaveLength(2)
    // One danmaku file for all: each message stands in the piece it was said in, in the doubled ones twice.
    const [stored] = await db.select({ n: count() }).from(comments)
    const inside = lines.filter(
      (_, minute) => !missing.has(Math.floor((minute * 60_000 + 30_000) / pieceMs)),
    )
    const again = doubled.flatMap((index) =>
      lines.filter((_, m) => Math.floor((m * 60_000 + 30_000) / pieceMs) === index),
    )
    expect(stored?.n).toBe(inside.length + again.length)

    // Every run again, in another order, changes nothing.
    const before = await db.select().from(recordings).orderBy(recordings.id)
    await db
      .update(recordings)
      .set({ ingestState: 'registered' })
      .where(eq(recordings.id, jobs[7]?.id ?? ''))
    await ingestStage.run({ recordingId: jobs[7]?.id ?? '' }, deps(db), AbortSignal.timeout(60_000))
    const after = await db.select().from(recordings).orderBy(recordings.id)
    expect(after.map((it) => [it.id, it.broadcastId, it.durationMs])).toEqual(
      before.map((it) => [it.id, it.broadcastId, it.durationMs]),
    )
  }, 600_000)
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findSpeech } from '#shared/asr/local/speech.ts'
import { localTranscriber } from '#shared/asr/local.ts'
import { wavBytes } from '#shared/asr/wav.ts'
import { wantCapture } from '#shared/db/captures.ts'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { getRecording, updateRecording } from '#shared/db/recordings.ts'
import { recordings } from '#shared/db/schema/index.ts'
import { sentencesOf, transcriptVersions, wantTranscripts } from '#shared/db/transcripts.ts'
import { TryLater } from '#shared/errors.ts'
import { inspectMedia } from '#shared/media/inspect.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { espeakModel, speakScript } from '#shared/testing/espeak.ts'
import { aRecording, aRoom } from '#shared/testing/factories.ts'
import { transcribeStage } from './stage.ts'

const { signal } = new AbortController()
const startMs = Date.parse('2026-03-11T19:00:00+08:00')
const host = { voice: 'f2', pitch: 55, wordsAMinute: 190 }
const said = ['今天这款面膜原价二百九十九', '这款茶一个月瘦二十斤', '七天无理由退货']
const { samples, lines } = speakScript(said.map((text) => ({ gapMs: 1200, ...host, text })))
/** In the middle of the second sentence. */
const cutMs = Math.round(((lines[1]?.startMs ?? 0) + (lines[1]?.endMs ?? 0)) / 2)

let house: OpenDb
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-seam-'))
  house = await openDb(newLiteUrl())
}, 120_000)
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true, force: true })
})

test('a sentence that two pieces of a stream share is heard whole and stands once, where it began', async () => {
  const { db } = house
  const room = await aRoom(db, '断句直播间')
  const wish = { roomId: room.id, address: 'https://example.com/live.m3u8', danmakuPath: null }
  const { id: captureId } = await wantCapture(db, wish, '测试', new Date(startMs))
  const piece = async (name: string, fromMs: number, toMs?: number) => {
    const path = join(dir, name)
    await writeFile(path, wavBytes(samples.slice(fromMs * 16, toMs && toMs * 16)))
    const { id } = await aRecording(db, room.id, new Date(startMs + fromMs), path)
    const media = await inspectMedia(path)
    const durationMs = Math.round(media.durationMs)
    await updateRecording(db, id, { media, durationMs, transcriptState: 'wanted' })
    await db.update(recordings).set({ captureId }).where(eq(recordings.id, id))
    return id
  }
  const [early, late] = [await piece('a.wav', 0, cutMs), await piece('b.wav', cutMs)]
  const transcriber = localTranscriber({ modelDir: espeakModel, findSpeech })
  const deps = { db, now: () => new Date(startMs + 60_000), transcriber }
  const hear = (recordingId: string) => transcribeStage.run({ recordingId }, deps, signal)
  const words = async (id: string) =>
    sentencesOf(db, (await getRecording(db, id))?.transcriptId ?? '')

  await expect(hear(late)).rejects.toBeInstanceOf(TryLater)
  await hear(early)
  const half = (await words(early)).at(-1)?.text ?? ''
  expect(half).not.toContain('二十斤')
  const judged = await hear(late)
  expect(judged.map(({ payload }) => payload)).toEqual([
    { recordingId: early },
    { recordingId: late },
  ])

  const whole = async () => {
    const [before, behind] = [await words(early), await words(late)]
    expect(before.map(({ text }) => text).join('')).toContain('一个月瘦二十斤')
    expect(behind.map(({ text }) => text).join('')).toBe(said[2])
    const last = before.at(-1)
    expect(Math.abs((last?.startMs ?? 0) - (lines[1]?.startMs ?? 0))).toBeLessThan(400)
    expect(Math.abs((last?.endMs ?? 0) - (lines[1]?.endMs ?? 0))).toBeLessThan(400)
    const afterMs = cutMs + (behind[0]?.startMs ?? 0)
    expect(Math.abs(afterMs - (lines[2]?.startMs ?? 0))).toBeLessThan(400)
  }
  await whole()
  // The half that was heard first stays, for a verdict may rest on it.
  expect(await transcriptVersions(db, early)).toHaveLength(2)

  await wantTranscripts(db, [late], null)
  await hear(late)
  await whole()
})

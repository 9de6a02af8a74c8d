import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findSpeech } from '#shared/asr/local/speech.ts'
import { localTranscriber } from '#shared/asr/local.ts'
import { openAiTranscriber } from '#shared/asr/openai.ts'
import { wavBytes } from '#shared/asr/wav.ts'
import { asrMeters } from '#shared/db/asr-meter.ts'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { coverageOf, saveCoverage } from '#shared/db/coverage.ts'
import { getRecording, updateRecording } from '#shared/db/recordings.ts'
import { transcriptPieces } from '#shared/db/schema/index.ts'
import { sentencesOf, transcriptVersions, wantTranscripts } from '#shared/db/transcripts.ts'
import { coveredMs } from '#shared/domain/coverage.ts'
import { inspectMedia } from '#shared/media/inspect.ts'
import { newPostgresUrl } from '#shared/testing/database.ts'
import { espeakModel, liveScript, speakScript } from '#shared/testing/espeak.ts'
import { aRecording, aRoom } from '#shared/testing/factories.ts'
import { type FakeAsrOptions, startFakeAsr } from '#shared/testing/fake-asr.ts'
import { toneSpeech } from '#shared/testing/tone-speech.ts'
import { type TranscribeDeps, transcribeStage } from './stage.ts'

const { signal } = new AbortController()
const now = () => new Date('2026-03-12T08:00:00+08:00')
const texts = ['这款茶一个月瘦二十斤', '全网最低价', '没有任何副作用', '加我微信下单', '不退不换']
/** One piece each: seconds of silence between them. */
const lines = texts.map((text, i) => ({ startMs: 1000 + i * 5000, text }))

let dir = ''
let url = ''
let house: OpenDb
let roomId = ''
let day = 1
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-transcribe-'))
  url = await newPostgresUrl()
  house = await openDb(url)
  roomId = (await aRoom(house.db, '东海渔嫂')).id
  await writeFile(join(dir, 'tones.wav'), wavBytes(toneSpeech(lines, 26_000)))
  await writeFile(join(dir, 'live.wav'), wavBytes(speakScript(liveScript).samples))
})
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true, force: true })
})

/** A recording that was read and wants its words. */
async function wanted(file: string) {
  const startedAt = new Date(Date.UTC(2026, 2, day++))
  const { id } = await aRecording(house.db, roomId, startedAt, join(dir, file))
  const media = await inspectMedia(join(dir, file))
  const durationMs = Math.round(media.durationMs)
  await updateRecording(house.db, id, { media, durationMs, transcriptState: 'wanted' })
  return { id, durationMs }
}

async function attempt(
  recordingId: string,
  fake: FakeAsrOptions,
  more: Partial<TranscribeDeps> = {},
) {
  await using server = await startFakeAsr(fake)
  const transcriber = openAiTranscriber({ baseUrl: server.url, model: 'm', concurrency: 1 })
  const deps = { db: house.db, now, transcriber, ...more }
  const error = await transcribeStage.run({ recordingId }, deps, signal).then(
    () => undefined,
    (cause: unknown) => cause,
  )
  return { requests: server.requests, error, deps }
}

async function words(recordingId: string) {
  const recording = await getRecording(house.db, recordingId)
  const sentences = await sentencesOf(house.db, recording?.transcriptId ?? '')
  return { state: recording?.transcriptState, texts: sentences.map(({ text }) => text) }
}

describe('a recording that is not heard in one go', () => {
  test('goes on behind the last piece when the process was killed', async () => {
    const { id } = await wanted('tones.wav')
    let third = () => {}
    const reached = new Promise<void>((go) => {
      third = go
    })
    await using server = await startFakeAsr({
      hold: async ({ n }) => {
        if (n !== 2) return
        third()
        await new Promise(() => {})
      },
    })
    const worker = join(import.meta.dirname, 'killed-worker.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', worker, url, id, server.url], {
      stdio: 'ignore',
    })
    const gone = once(child, 'exit')
    await reached
    child.kill('SIGKILL')
    await gone
    expect((await getRecording(house.db, id))?.transcriptState).toBe('wanted')

    // Same server, same name: what the first process heard is known.
    const transcriber = openAiTranscriber({ baseUrl: server.url, model: 'm', concurrency: 1 })
    await transcribeStage.run({ recordingId: id }, { db: house.db, now, transcriber }, signal)
    expect(server.requests).toHaveLength(texts.length + 1)
    expect(await words(id)).toEqual({ state: 'done', texts })
    const [version] = await transcriptVersions(house.db, id)
    expect(version?.meter).toMatchObject({ pieces: 5, failedPieces: 0 })
    expect(
      await house.db.select().from(transcriptPieces).where(eq(transcriptPieces.recordingId, id)),
    ).toEqual([])
  })

  test('is judged by what was heard when the engine fails for good, and the rest is a gap', async () => {
    const { id, durationMs } = await wanted('tones.wav')
    const { error, deps } = await attempt(id, {
      fault: ({ n }) => (n >= 2 ? { status: 401 } : undefined),
    })
    await transcribeStage.gaveUp({ recordingId: id }, error, deps)
    expect(await words(id)).toEqual({ state: 'failed', texts: texts.slice(0, 2) })
    const spans = await coverageOf(house.db, id, 'transcribed')
    expect(spans.map(({ gap }) => gap)).toEqual(['转写失败', null, '转写失败', null, '转写失败'])
    expect(spans.at(-1)?.toMs).toBe(durationMs)
    expect(coveredMs(spans, 'transcribed')).toBeLessThan(10_000)

    await wantTranscripts(house.db, [id], null)
    const { error: none } = await attempt(id, {})
    expect(none).toBeUndefined()
    expect(await words(id)).toEqual({ state: 'done', texts })
  })
})

test('covered is what was listened to: silence with it, what is not audible without', async () => {
  const { id, durationMs } = await wanted('tones.wav')
  const gap = { kind: 'audible' as const, fromMs: 20_000, toMs: 21_000, gap: '缺了一段' }
  await saveCoverage(house.db, id, ['audible'], [gap])
  await attempt(id, {})
  expect(await coverageOf(house.db, id, 'transcribed')).toEqual([
    { kind: 'transcribed', fromMs: 0, toMs: 20_000, gap: null },
    { ...gap, kind: 'transcribed' },
    { kind: 'transcribed', fromMs: 21_000, toMs: durationMs, gap: null },
  ])
})

test('heard anew by another engine it has another version; the one before stays and so does what fails to be better', async () => {
  const { id } = await wanted('live.wav')
  const local = localTranscriber({ modelDir: espeakModel, findSpeech })
  await attempt(id, { listen: () => [{ text: '听不清', startMs: 0, endMs: 500 }] })
  await wantTranscripts(house.db, [id], 'local')
  await attempt(id, {}, { engines: { local } })
  const versions = await transcriptVersions(house.db, id)
  expect(versions.map(({ version, engine }) => [version, engine.split(':')[0]])).toEqual([
    [1, 'openai'],
    [2, 'local'],
  ])
  expect(versions[1]?.engineVersion).toMatch(/^zipformerCtc [0-9a-f]{12}, sherpa-onnx \d/)
  expect((await words(id)).texts.join('')).toContain('全网最低价')

  await wantTranscripts(house.db, [id], 'captions')
  const { error, deps } = await attempt(id, {})
  await transcribeStage.gaveUp({ recordingId: id }, error, deps)
  const recording = await getRecording(house.db, id)
  expect(recording).toMatchObject({ transcriptId: versions[1]?.id, transcriptState: 'done' })
  expect(recording?.failure).toContain('没有可读的字幕')

  const meters = await asrMeters(house.db)
  const own = meters.find(({ engine }) => engine === local.engine)
  expect(own).toMatchObject({ recordings: 1, pieces: versions[1]?.meter?.pieces, failures: 0 })
  expect(own?.cpuMs).toBeGreaterThan(0)
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sentence } from '#shared/domain/sentence.ts'
import { type AsrRequest, type FakeAsrOptions, startFakeAsr } from '#shared/testing/fake-asr.ts'
import { toneSpeech } from '#shared/testing/tone-speech.ts'
import { type OpenAiOptions, openAiTranscriber } from './openai.ts'
import type { HeardPiece } from './transcriber.ts'
import { wavBytes } from './wav.ts'

const texts = [
  '这款茶一个月瘦二十斤',
  '全网最低价',
  '没有任何副作用',
  '加我微信下单',
  '不退不换',
  '七天无理由退货',
]
/** One piece each: three seconds of silence between them. */
const lines = texts.map((text, i) => ({ startMs: 1000 + i * 5000, text }))

let dir = ''
let wav = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-asr-'))
  wav = join(dir, 'talk.wav')
  await writeFile(wav, wavBytes(toneSpeech(lines, 31_000)))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const never = new AbortController().signal

async function attempt(
  fake: FakeAsrOptions,
  options: Partial<OpenAiOptions> = {},
  resume: readonly HeardPiece[] = [],
) {
  await using server = await startFakeAsr(fake)
  const engine = openAiTranscriber({ baseUrl: server.url, model: 'whisper-1', ...options })
  const told: HeardPiece[] = []
  const onPiece = (piece: HeardPiece) => void told.push(piece)
  const outcome = await engine
    .transcribe(wav, { signal: never, onPiece, resume })
    .then(({ sentences }) => ({ sentences, error: undefined }))
    .catch((error: unknown) => ({ sentences: undefined, error }))
  return { ...outcome, told, requests: server.requests, busiest: server.busiest }
}

function words(sentences: readonly Sentence[] | undefined): string[] | undefined {
  return sentences?.map((s) => `${s.startMs} ${s.text}`)
}

const truth = lines.map((line) => `${line.startMs} ${line.text}`)

describe('a whole recording', () => {
  test('is heard in order, on the recording’s clock, each piece told of once', async () => {
    const { sentences, told, requests } = await attempt({})
    expect(words(sentences)).toEqual(truth)
    expect(told.map((p) => p.startMs).sort((a, b) => a - b)).toEqual(
      lines.map((l) => l.startMs - 200),
    )
    expect(requests.map((r) => r.fileName)).toContain('piece-800.wav')
  })

  test('goes out in parallel, within the limit', async () => {
    const gates: (() => void)[] = []
    // After the first, which probes, requests are let go in twos: with less than two at a time this would never end.
    const hold = async ({ n }: AsrRequest) => {
      if (n === 0 || n === 5) return
      await new Promise<void>((open) => {
        gates.push(open)
        if (gates.length === 2) for (const go of gates.splice(0)) go()
      })
    }
    const two = await attempt({ hold }, { concurrency: 2 })
    expect(words(two.sentences)).toEqual(truth)
    expect(two.busiest).toBe(2)
    const one = await attempt({}, { concurrency: 1 })
    expect(one.busiest).toBe(1)
    expect(words(one.sentences)).toEqual(truth)
  })

  test('carries the key, and none where none is set', async () => {
    const { requests, sentences } = await attempt({ key: 'sk-1' }, { key: 'sk-1' })
    expect(words(sentences)).toEqual(truth)
    expect(requests[0]?.authorization).toBe('Bearer sk-1')
  })

  test('with nothing audible is no request and no sentence', async () => {
    const path = join(dir, 'silence.wav')
    await writeFile(path, wavBytes(new Int16Array(16_000 * 40)))
    await using server = await startFakeAsr()
    const engine = openAiTranscriber({ baseUrl: server.url, model: 'm' })
    expect(await engine.transcribe(path, { signal: never })).toEqual({ sentences: [], pieces: [] })
    expect(server.requests).toEqual([])
  })

  test('a single syllable is sent with a second of audio around it', async () => {
    const path = join(dir, 'yes.wav')
    await writeFile(path, wavBytes(toneSpeech([{ startMs: 0, text: '对' }], 200)))
    await using server = await startFakeAsr()
    const engine = openAiTranscriber({ baseUrl: `${server.url}/`, model: 'm' })
    const { sentences } = await engine.transcribe(path, { signal: never })
    expect(words(sentences)).toEqual(['0 对'])
    expect(server.requests[0]?.durationMs).toBe(1000)
  })
})

describe('a second attempt', () => {
  test('asks only for what is missing, and hears the same', async () => {
    const first = await attempt(
      { fault: (r) => (r.n === 3 ? { status: 500 } : undefined) },
      { concurrency: 2 },
    )
    expect(first.error).toMatchObject({ code: 'unavailable' })
    expect(first.told.length).toBeGreaterThanOrEqual(3)
    expect(first.told.length).toBeLessThan(6)

    // As it would come back from a database.
    const stored = JSON.parse(JSON.stringify(first.told)) as HeardPiece[]
    const second = await attempt({}, {}, stored)
    expect(words(second.sentences)).toEqual(truth)
    expect(second.requests).toHaveLength(6 - first.told.length)
    expect(second.told).toHaveLength(6 - first.told.length)

    const undisturbed = await attempt({})
    expect(second.sentences).toEqual(undisturbed.sentences)
  })

  test('does not trust pieces of other audio', async () => {
    const strange: HeardPiece = {
      ...{ startMs: 0, endMs: 12_340, sentences: [], speechMs: 0, tookMs: 0 },
    }
    const { sentences, requests } = await attempt({}, {}, [strange])
    expect(words(sentences)).toEqual(truth)
    expect(requests).toHaveLength(6)
  })

  test('pieces under way when another fails are still told of', async () => {
    const { told, error, requests } = await attempt(
      { fault: (r) => (r.n === 1 ? { status: 500 } : undefined) },
      { concurrency: 3 },
    )
    expect(error).toMatchObject({ code: 'unavailable' })
    expect(told).toHaveLength(requests.length - 1)
  })
})

describe('probing', () => {
  test('a server that changes its mind is asked for less, not given up', async () => {
    const { sentences, requests } = await attempt(
      { fault: (r) => (r.n > 1 && r.responseFormat !== 'json' ? { status: 400 } : undefined) },
      { concurrency: 1 },
    )
    expect(sentences?.map((s) => s.text)).toEqual(texts)
    expect(sentences?.map((s) => s.timing)).toEqual([
      'word',
      'word',
      'chunk',
      'chunk',
      'chunk',
      'chunk',
    ])
    expect(requests).toHaveLength(2 + 4 + 3)
  })

  test('is done once for an engine, not once for a recording', async () => {
    await using server = await startFakeAsr({ dialect: 'vllm-text' })
    const engine = openAiTranscriber({ baseUrl: server.url, model: 'm' })
    await engine.transcribe(wav, { signal: never })
    const before = server.requests.length
    await engine.transcribe(wav, { signal: never })
    expect(server.requests.length - before).toBe(6)
  })
})

test('an abort ends the requests under way with its own reason', async () => {
  const stop = new AbortController()
  await using server = await startFakeAsr({
    fault: (r) => {
      if (r.n === 1) stop.abort(new Error('shutting down'))
      return r.n >= 1 ? 'silent' : undefined
    },
  })
  const engine = openAiTranscriber({ baseUrl: server.url, model: 'm' })
  await expect(engine.transcribe(wav, { signal: stop.signal })).rejects.toThrow('shutting down')
})

test('a piece that cannot be stored fails the attempt', async () => {
  await using server = await startFakeAsr()
  const engine = openAiTranscriber({ baseUrl: server.url, model: 'm' })
  const onPiece = () => Promise.reject(new Error('disk full'))
  await expect(engine.transcribe(wav, { signal: never, onPiece })).rejects.toThrow('disk full')
})

test('engine names model and place', () => {
  const engine = openAiTranscriber({ baseUrl: 'http://asr:8000/v1', model: 'SenseVoiceSmall' })
  expect(engine.engine).toBe('openai:SenseVoiceSmall@asr:8000')
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sentence } from '#shared/domain/sentence.ts'
import { type DialectName, dialects } from '#shared/testing/asr-dialects.ts'
import { startFakeAsr } from '#shared/testing/fake-asr.ts'
import { type Line, lineEndMs, toneSpeech } from '#shared/testing/tone-speech.ts'
import { cer } from './cer.ts'
import { openAiTranscriber } from './openai.ts'
import { wavBytes } from './wav.ts'

const texts = [
  '家人们晚上好欢迎来到我们的直播间',
  '新来的宝宝左上角点个关注',
  '今天这款面膜原价299现在只要99',
  '这款精华液是全网最低价史上最低价',
  '助播把库存加上后台再上五十单',
  '三二一上链接三二一上链接三二一上链接三二一上链接',
  '用完皮肤很水润七天无理由退货',
  '这个祛斑霜三天见效彻底祛斑没有任何副作用',
  '欢迎回来看三号链接这款减肥茶一个月瘦二十斤',
  '本品不能代替药物',
]
const pausesMs = [700, 500, 900, 1200, 600, 2200, 9000, 800, 700, 500]

const lines: Line[] = []
let at = 1500
for (const [i, text] of texts.entries()) {
  lines.push({ startMs: at, text })
  at = lineEndMs({ startMs: at, text }) + (pausesMs[i] ?? 0)
}

let dir = ''
let wav = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-asr-'))
  wav = join(dir, 'talk.wav')
  await writeFile(wav, wavBytes(toneSpeech(lines, at + 1000)))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** Where every line of the truth was put, against where it was said; the worst, in milliseconds. */
function worstErrorMs(sentences: readonly Sentence[]): number {
  const text = sentences.map((s) => s.text).join('')
  const times = sentences.flatMap((s) => s.charMs ?? [])
  return Math.max(
    ...lines.map((line) => {
      const found = text.indexOf(line.text)
      return found < 0 ? Infinity : Math.abs((times[found] ?? Infinity) - line.startMs)
    }),
  )
}

/** Dialect, how good its times can be, the error they may have, and what must be asked for in the end. */
const table: readonly [DialectName, Sentence['timing'], number, string][] = [
  ['openai', 'word', 20, 'verbose_json'],
  ['openai-json', 'chunk', 300, 'json'],
  ['openai-diarize', 'segment', 20, 'diarized_json'],
  ['speaches', 'word', 20, 'verbose_json'],
  ['whisper.cpp', 'word', 20, 'verbose_json'],
  ['vllm', 'segment', 20, 'verbose_json'],
  ['vllm-text', 'chunk', 300, 'json'],
  ['funasr', 'chunk', 300, 'verbose_json'],
  ['funasr-nano', 'word', 20, 'verbose_json'],
  ['localai', 'word', 20, 'verbose_json'],
  ['localai-old', 'segment', 20, 'verbose_json'],
  ['siliconflow', 'chunk', 300, 'verbose_json'],
]

test('every dialect of the fake server is in the table', () => {
  expect(table.map(([dialect]) => dialect)).toEqual(Object.keys(dialects))
})

describe.each(table)('a server like %s', (dialect, timing, withinMs, format) => {
  test(`is heard whole, with ${timing} times`, async () => {
    await using server = await startFakeAsr({ dialect })
    const engine = openAiTranscriber({ baseUrl: server.url, model: 'm' })
    const { sentences } = await engine.transcribe(wav, { signal: new AbortController().signal })

    expect(cer(texts.join(''), sentences.map((s) => s.text).join(''))).toMatchObject({ errors: 0 })
    expect(new Set(sentences.map((s) => s.timing))).toEqual(new Set([timing]))
    expect(worstErrorMs(sentences)).toBeLessThanOrEqual(withinMs)
    for (const { text, charMs = [], startMs, endMs, suspect } of sentences) {
      expect(charMs).toHaveLength(text.length)
      expect(charMs).toEqual(charMs.toSorted((a, b) => a - b))
      expect(charMs[0]).toBe(startMs)
      expect(charMs.at(-1)).toBeLessThanOrEqual(endMs)
      // Real hosts repeat themselves; that alone is nothing to doubt.
      expect(suspect).toBeUndefined()
    }
    const sent = server.requests
    expect(sent.at(-1)?.responseFormat).toBe(format)
    expect(new Set(sent.map((r) => r.language))).toEqual(new Set(['zh']))
    expect(new Set(sent.map((r) => r.prompt))).toEqual(new Set([null]))
    expect(Math.max(...sent.map((r) => r.durationMs))).toBeLessThanOrEqual(28_000)
    // Found out once, by the first piece.
    expect(sent.filter((r) => r.responseFormat !== format).length).toBeLessThanOrEqual(3)
  })
})

test('speakers are kept apart where the server tells them apart', async () => {
  await using server = await startFakeAsr({ dialect: 'openai-diarize' })
  const engine = openAiTranscriber({ baseUrl: server.url, model: 'm' })
  const { sentences } = await engine.transcribe(wav, { signal: new AbortController().signal })
  expect(sentences.slice(0, 3).map((s) => s.speaker)).toEqual(['A', 'B', 'A'])
})

test('confidence comes from the segments or, failing that, the words', async () => {
  for (const [dialect, confidence] of [
    ['openai', 0.819],
    ['whisper.cpp', 0.741],
    ['funasr-nano', undefined],
  ] as const) {
    await using server = await startFakeAsr({ dialect })
    const engine = openAiTranscriber({ baseUrl: server.url, model: 'm' })
    const { sentences } = await engine.transcribe(wav, { signal: new AbortController().signal })
    expect(sentences[0]?.confidence).toBe(confidence)
  }
})

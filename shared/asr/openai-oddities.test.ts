import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AsrRequest, type Fault, startFakeAsr } from '#shared/testing/fake-asr.ts'
import { toneSpeech } from '#shared/testing/tone-speech.ts'
import { openAiTranscriber } from './openai.ts'
import { wavBytes } from './wav.ts'

/** One piece of 20 s: 200 ms before the first words. */
const lines = [
  { startMs: 1000, text: '家人们晚上好' },
  { startMs: 3000, text: '全网最低价' },
  { startMs: 5000, text: '没有任何副作用' },
]

let dir = ''
let wav = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-asr-'))
  wav = join(dir, 'talk.wav')
  await writeFile(wav, wavBytes(toneSpeech(lines, 20_000)))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

async function attempt(fault: (request: AsrRequest) => Fault | undefined) {
  await using server = await startFakeAsr({ fault })
  const engine = openAiTranscriber({ baseUrl: server.url, model: 'm', concurrency: 1 })
  const outcome = await engine
    .transcribe(wav, { signal: new AbortController().signal })
    .then(({ sentences }) => ({ sentences, error: undefined }))
    .catch((error: unknown) => ({ sentences: [], error }))
  return { ...outcome, requests: server.requests }
}

const answer = (body: string): Fault => ({ status: 200, body, type: 'application/json' })
/** What is said of the first piece; nothing of any other. */
const once = (body: string) => (request: AsrRequest) =>
  answer(request.fileName === 'piece-800.wav' ? body : '{"text":""}')

async function heard(body: string) {
  const { sentences, error } = await attempt(once(body))
  expect(error).toBeUndefined()
  return sentences.map(({ startMs, text, timing }) => [startMs, text, timing])
}

describe('answers servers give', () => {
  test('segments out of order are put in order', async () => {
    expect(
      await heard(
        '{"text":"","segments":[{"start":2.2,"end":3,"text":"全网最低价"},{"start":0.2,"end":1,"text":"家人们好"}]}',
      ),
    ).toEqual([
      [1000, '家人们好', 'segment'],
      [3000, '全网最低价', 'segment'],
    ])
  })

  test.each([
    ['no segments', '{"text":"","segments":[]}'],
    ['no text', '{"text":null}'],
    ['no words at all', '{"text":"  ","segments":null,"words":null}'],
    ['an empty body', ''],
  ])('%s is silence, not a failure', async (_, body) => {
    expect(await heard(body)).toEqual([])
  })

  test('NaN as Python writes it', async () => {
    expect(
      await heard(
        '{"text":"家人们好","segments":[{"start":0.2,"end":1.0,"text":"家人们好","avg_logprob":NaN,"compression_ratio":-Infinity},{"start":NaN,"end":NaN,"text":""}]}',
      ),
    ).toEqual([[1000, '家人们好', 'segment']])
  })

  test('milliseconds, even of one early word', async () => {
    expect(
      await heard('{"text":"家人们好","segments":[{"start":40,"end":90,"text":"家人们好"}]}'),
    ).toEqual([[840, '家人们好', 'segment']])
  })

  test('an end somewhere in Whisper’s half minute is cut to the audio', async () => {
    const body = '{"text":"家人们好","segments":[{"start":0.2,"end":29.98,"text":"家人们好"}]}'
    const { sentences } = await attempt(once(body))
    expect(sentences).toMatchObject([{ startMs: 1000, text: '家人们好' }])
    expect(sentences[0]?.endMs).toBeLessThan(10_000)
  })

  test.each([
    '{"code":0,"data":{"text":"家人们好"}}',
    '{"result":[{"key":"x","text":"<|zh|><|NEUTRAL|><|Speech|>家人们好"}]}',
  ])('an answer inside another: %s', async (body) => {
    expect((await heard(body)).map(([, text]) => text)).toEqual(['家人们好'])
  })

  test('traditional script is kept as it was heard, at its place', async () => {
    const [sentence] = await heard(
      '{"text":"這個減肥茶","segments":[{"start":0.2,"end":1.2,"text":"這個減肥茶"}]}',
    )
    expect(sentence).toEqual([1000, '這個減肥茶', 'segment'])
  })

  test('a loop is marked and stays', async () => {
    const text = '谢谢观看'.repeat(40)
    const { sentences } = await attempt(
      once(JSON.stringify({ text, segments: [{ start: 0.2, end: 2, text }] })),
    )
    expect(sentences.map((s) => s.text).join('')).toBe(text)
    expect(sentences.every(({ suspect }) => suspect?.includes('repetition'))).toBe(true)
  })
})

describe('refusals', () => {
  test('a server that breaks over the format is asked for less', async () => {
    const { sentences, requests, error } = await attempt(({ responseFormat }) =>
      responseFormat === 'json'
        ? undefined
        : { status: 500, body: '{"detail":"verbose_json needs timestamp tokens"}' },
    )
    expect(error).toBeUndefined()
    expect(sentences.map((s) => s.text).join('')).toBe(lines.map((l) => l.text).join(''))
    expect(requests.at(-1)?.responseFormat).toBe('json')
  })

  test('any other crash is one: the server is not thought to know less', async () => {
    const { error, requests } = await attempt(() => ({ status: 500, body: 'CUDA out of memory' }))
    expect(error).toMatchObject({ name: 'AppError', code: 'unavailable' })
    expect(requests).toHaveLength(1)
  })

  test('a wait told in milliseconds', async () => {
    const { error } = await attempt(() => ({ status: 429, headers: { 'retry-after-ms': '1500' } }))
    expect(error).toMatchObject({ name: 'TryLater', delayMs: 1500 })
  })
})

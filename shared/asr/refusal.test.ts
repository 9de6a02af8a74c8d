import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FakeAsrOptions, type Fault, startFakeAsr } from '#shared/testing/fake-asr.ts'
import { freePort } from '#shared/testing/services.ts'
import { toneSpeech } from '#shared/testing/tone-speech.ts'
import { type OpenAiOptions, openAiTranscriber } from './openai.ts'
import { wavBytes } from './wav.ts'

let dir = ''
let wav = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-refusal-'))
  wav = join(dir, 'talk.wav')
  await writeFile(wav, wavBytes(toneSpeech([{ startMs: 500, text: '全网最低价' }], 2000)))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const never = new AbortController().signal

/** The error a recording ends with, and whether any piece was told of before. */
async function attempt(fake: FakeAsrOptions, options: Partial<OpenAiOptions> = {}) {
  await using server = await startFakeAsr(fake)
  const engine = openAiTranscriber({ baseUrl: server.url, model: 'whisper-1', ...options })
  const told: unknown[] = []
  const onPiece = (piece: unknown) => void told.push(piece)
  const error = await engine.transcribe(wav, { signal: never, onPiece }).catch((e: unknown) => e)
  return { error, told }
}

describe('refusals', () => {
  const gone = (status: number, rest: Partial<Exclude<Fault, string>> = {}): FakeAsrOptions => ({
    fault: () => ({ status, ...rest }),
  })
  test.each<[string, FakeAsrOptions, Record<string, unknown>, RegExp]>([
    ['a wrong key', { key: 'right' }, { name: 'GiveUp' }, /401（Incorrect API key.*密钥/],
    ['no permission', gone(403), { name: 'GiveUp' }, /403.*密钥及其权限/],
    [
      'an unknown model',
      { model: 'other' },
      { name: 'GiveUp' },
      /404（The model 'whisper-1' does not exist）.*地址.*whisper-1/,
    ],
    [
      'too large an upload',
      gone(413, { type: 'text/html', body: '<h1>413 Request Entity Too Large</h1>' }),
      { name: 'GiveUp' },
      /413（413 Request Entity Too Large）.*2 MB/,
    ],
    [
      'every format refused',
      gone(422, { body: '{"detail":"model not loaded"}' }),
      { name: 'GiveUp' },
      /422（model not loaded）/,
    ],
    [
      'a bare string as error',
      gone(400, { body: '{"error":"failed to read audio"}' }),
      { name: 'GiveUp' },
      /400（failed to read audio）/,
    ],
    [
      'an empty account',
      gone(429, { body: '{"error":{"message":"quota","code":"insufficient_quota"}}' }),
      { name: 'GiveUp' },
      /额度/,
    ],
    [
      'too many requests',
      gone(429, { headers: { 'retry-after': '7' } }),
      { name: 'TryLater', delayMs: 7000 },
      /429/,
    ],
    ['too many requests, without a time', gone(429), { name: 'TryLater', delayMs: 30_000 }, /稍后/],
    [
      'too many requests, until a date',
      gone(429, {
        headers: {
          date: 'Wed, 11 Mar 2026 11:00:00 GMT',
          'retry-after': 'Wed, 11 Mar 2026 11:01:30 GMT',
        },
      }),
      { name: 'TryLater', delayMs: 90_000 },
      /429/,
    ],
    [
      'a time beyond reason',
      gone(429, { headers: { 'retry-after': '999999' } }),
      { name: 'TryLater', delayMs: 3_600_000 },
      /429/,
    ],
    [
      'a model still loading',
      gone(503, { headers: { 'retry-after': '2' } }),
      { name: 'TryLater', delayMs: 2000 },
      /503/,
    ],
    [
      'a gateway without a server',
      gone(502, { type: 'text/html', body: '<html><h1>502 Bad Gateway</h1></html>' }),
      { name: 'TryLater' },
      /502（502 Bad Gateway）/,
    ],
    ['a crash', gone(500), { name: 'AppError', code: 'unavailable' }, /500（fault 500）/],
    [
      'a connection reset',
      { fault: () => 'hang-up' },
      { name: 'AppError', code: 'unavailable' },
      /断开/,
    ],
    [
      'an answer cut off',
      { fault: () => 'cut' },
      { name: 'AppError', code: 'unavailable' },
      /断开/,
    ],
    [
      'half an answer',
      { fault: () => 'torn' },
      { name: 'AppError', code: 'unavailable' },
      /不完整/,
    ],
    [
      'a web page',
      gone(200, { type: 'text/html', body: '<!DOCTYPE html><title>登录</title>' }),
      { name: 'GiveUp' },
      /网页.*\/v1/,
    ],
    [
      'another kind of service',
      gone(200, { body: '{"status":"ok"}' }),
      { name: 'GiveUp' },
      /没有文字/,
    ],
    [
      'an error with status 200',
      gone(200, { body: '{"error":"CUDA out of memory"}' }),
      { name: 'AppError', code: 'unavailable' },
      /CUDA out of memory/,
    ],
  ])('%s', async (_, fake, expected, sentence) => {
    const { error, told } = await attempt(fake)
    expect(error).toMatchObject(expected)
    expect(String(error)).toMatch(sentence)
    expect(told).toEqual([])
  })

  test.each(['silent', 'drip'] as const)(
    'a server that is %s runs into the time limit',
    async (fault) => {
      const { error } = await attempt({ fault: () => fault }, { timeoutMs: 150 })
      expect(error).toMatchObject({ name: 'AppError', code: 'unavailable' })
      expect(String(error)).toMatch(/0.15 秒内没有答复/)
    },
  )

  test('nobody at the address: the recording waits', async () => {
    const baseUrl = `http://127.0.0.1:${await freePort()}/v1`
    const engine = openAiTranscriber({ baseUrl, model: 'm' })
    const error = await engine.transcribe(wav, { signal: never }).catch((e: unknown) => e)
    expect(error).toMatchObject({ name: 'TryLater', delayMs: 30_000 })
    expect(String(error)).toMatch(/连不上/)
  })

  test('the key never shows, even when the server repeats it', async () => {
    const { error } = await attempt(gone(401, { body: '{"error":"bad key sk-secret"}' }), {
      key: 'sk-secret',
    })
    expect(String(error)).toMatch(/bad key \*\*\*/)
  })

  test('an address that is none is refused at once', () => {
    for (const baseUrl of ['', 'asr:8000/v1', 'file:///etc/passwd', 'http://']) {
      expect(() => openAiTranscriber({ baseUrl, model: 'm' })).toThrow(/不是 http/)
    }
  })
})

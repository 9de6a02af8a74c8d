import { describe, expect, test } from 'vitest'
import { type FakeLlmOptions, startFakeLlm } from '#shared/testing/fake-llm.ts'
import { freePort } from '#shared/testing/services.ts'
import { type ChatOptions, openAiChat, type Question } from './chat.ts'

const question: Question = {
  instructions: '只输出 JSON',
  material: '全网最低价',
  name: 'opinion',
  schema: { type: 'object', properties: {}, required: [], additionalProperties: false },
  maxTokens: 100,
}

async function ask(fake: FakeLlmOptions, options: Partial<ChatOptions> = {}, times = 1) {
  await using server = await startFakeLlm(fake)
  const chat = openAiChat({ baseUrl: server.url, model: 'qwen', ...options })
  let spent = 0
  const spend = async () => void spent++
  const signal = new AbortController().signal
  let reply: unknown
  for (let i = 0; i < times; i++)
    reply = await chat.ask(question, { signal, spend }).catch((error: unknown) => error)
  return { reply, spent, formats: server.requests.map(({ format }) => format), server }
}

describe('an answer', () => {
  test('is asked for by schema and comes with its tokens', async () => {
    const { reply, formats, server } = await ask(
      { key: 'sk-right', answer: () => '{"a":1}' },
      { key: 'sk-right' },
    )
    expect(reply).toEqual({
      text: '{"a":1}',
      refusal: '',
      cutBy: null,
      promptTokens: 13,
      completionTokens: 7,
    })
    expect(formats).toEqual(['json_schema'])
    expect(server.requests[0]).toMatchObject({ schema: question.schema, material: '全网最低价' })
  })

  test('a server that knows no schema is asked for an object, and remembered', async () => {
    const { formats, spent } = await ask({ refuses: ['json_schema'] }, {}, 2)
    expect(formats).toEqual(['json_schema', 'json_object', 'json_object'])
    expect(spent).toBe(3)
  })

  test('a server that knows no formats is asked in words alone', async () => {
    const { formats, reply } = await ask({ refuses: ['json_schema', 'json_object'] })
    expect(formats).toEqual(['json_schema', 'json_object', 'text'])
    expect(reply).toMatchObject({ text: '{}' })
  })

  test.each([
    [{ refusal: '我不能协助' }, { text: '', refusal: '我不能协助' }],
    [
      { content: '{"a', finish: 'length' as const },
      { text: '{"a', cutBy: 'length' },
    ],
    [
      { content: null, finish: 'content_filter' as const },
      { text: '', cutBy: 'content_filter' },
    ],
    ['', { text: '', cutBy: null }],
  ])('%j is given as it is', async (said, reply) => {
    expect((await ask({ answer: () => said })).reply).toMatchObject(reply)
  })
})

describe('refusals', () => {
  const gone = (status: number, body?: string, headers = {}): FakeLlmOptions => ({
    fault: () => ({ status, headers, ...(body !== undefined && { body }) }),
  })
  test.each<[string, FakeLlmOptions, Record<string, unknown>, RegExp]>([
    ['a wrong key', { key: 'right' }, { name: 'GiveUp' }, /401.*密钥/],
    ['an unknown model', { model: 'other' }, { name: 'GiveUp' }, /404.*qwen/],
    ['any format', gone(400, '{"error":"context too long"}'), { name: 'GiveUp' }, /context too/],
    [
      'quota used up',
      gone(429, '{"error":{"message":"no money","code":"insufficient_quota"}}'),
      { name: 'GiveUp' },
      /额度/,
    ],
    ['too many', gone(429, '', { 'retry-after': '7' }), { name: 'TryLater', delayMs: 7000 }, /429/],
    ['not ready', gone(503), { name: 'TryLater', delayMs: 30_000 }, /503/],
    ['broken', gone(500), { name: 'AppError', code: 'unavailable' }, /500/],
    ['hung up', { fault: () => 'hang-up' }, { name: 'AppError' }, /断开/],
    ['cut', { fault: () => 'cut' }, { name: 'AppError' }, /断开|没有正常答复/],
    ['torn', { fault: () => 'torn' }, { name: 'AppError' }, /不完整/],
    ['a web page', gone(200, '<!doctype html>'), { name: 'GiveUp' }, /网页/],
    ['an error with 200', gone(200, '{"error":{"message":"oom"}}'), { name: 'AppError' }, /oom/],
    ['no choices', gone(200, '{"choices":[]}'), { name: 'AppError' }, /没有给出答复/],
  ])('%s', async (_, fake, error, words) => {
    const { reply } = await ask(fake)
    expect(reply).toMatchObject(error)
    expect(String(reply)).toMatch(words)
  })

  test('silence ends at the time limit', async () => {
    const { reply } = await ask({ fault: () => 'silent' }, { timeoutMs: 200 })
    expect(String(reply)).toMatch(/0\.2 秒内没有答复/)
  })

  test('nobody at the address', async () => {
    const { reply } = await ask({}, { baseUrl: `http://127.0.0.1:${await freePort()}/v1` })
    expect(reply).toMatchObject({ name: 'TryLater' })
  })

  test('the key is in no sentence, though the server repeats it', async () => {
    const key = 'sk-very-secret-key'
    const { reply } = await ask(gone(401, `{"error":{"message":"bad key ${key}"}}`), { key })
    expect(String(reply)).toMatch(/bad key \*\*\*/)
  })

  test('a stop is a stop, not a refusal', async () => {
    await using server = await startFakeLlm({ fault: () => 'silent' })
    const stop = new AbortController()
    const chat = openAiChat({ baseUrl: server.url, model: 'qwen' })
    const asked = chat.ask(question, { signal: stop.signal, spend: async () => {} })
    const failed = expect(asked).rejects.toThrow('stopped')
    stop.abort(new Error('stopped'))
    await failed
  })
})

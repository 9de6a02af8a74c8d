import { expect, test } from 'vitest'
import type { Sentence } from '#shared/domain/sentence.ts'
import { measure, readReferences } from './measure.ts'

const said = (text: string, startMs: number): Sentence => ({
  ...{ text, startMs, endMs: startMs + text.length * 200, timing: 'word' },
  charMs: [...text].map((_, i) => startMs + i * 200),
})

test('sentences are found by their words, and their beginnings compared', () => {
  const reference = {
    text: '全网最低价，快来拍。包治百病',
    sentences: [
      { startMs: 1000, endMs: 3000, text: '全网最低价，快来拍。' },
      { startMs: 5000, endMs: 6000, text: '包治百病' },
    ],
    silent: [[3000, 5000]] as const,
  }
  expect(measure(reference, [said('全网最低价快来拍', 1100), said('包治百病', 4950)])).toEqual({
    ...{ errors: 0, length: 12, startErrorsMs: [100, 50], inSilence: 0 },
  })
  const late = measure(reference, [said('全网最底价', 1000), said('包治百病', 3400)])
  expect(late).toMatchObject({ errors: 4, inSilence: 4, startErrorsMs: [0, 1600] })
})

test.each([
  ['{"a.wav": "你好"}', 'a.wav', '你好'],
  ['{"a.wav": "你好"}', 'b.wav', undefined],
  ['a.wav\t你好\nb.wav\t再见\n', 'b.wav', '再见'],
  ['今天上新', 'any.wav', '今天上新'],
  ['{"sentences":[{"start":1,"end":2,"text":"你好"}]}', 'any.wav', '你好'],
])('references from %s for %s', (words, name, text) => {
  expect(readReferences(words)(name)?.text).toBe(text)
})

test.each(['{"a": 1}', '{"a": '])('%s is refused with a sentence', (words) => {
  expect(() => readReferences(words)).toThrow('参考文件')
})

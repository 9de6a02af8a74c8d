import { expect, test } from 'vitest'
import { hearTones, lineEndMs, toneSpeech } from './tone-speech.ts'

const line = { startMs: 500, text: '史上最低价，100%有效！Go' }

test('what is said is heard, at its times, signs left out', () => {
  const heard = hearTones(toneSpeech([line], 4000))
  expect(heard.map((s) => s.text).join('')).toBe('史上最低价100有效Go')
  expect(heard[0]).toEqual({ text: '史', startMs: 500, endMs: 640 })
  expect(heard.at(-1)?.endMs).toBe(lineEndMs(line))
})

test('it is heard through noise, and noise alone is not heard', () => {
  const noisy = toneSpeech([line], 4000)
  let seed = 1
  for (const i of noisy.keys()) {
    seed = (seed * 48_271) % 2_147_483_647
    noisy[i] = (noisy[i] ?? 0) + (seed % 400) - 200
  }
  expect(
    hearTones(noisy)
      .map((s) => s.text)
      .join(''),
  ).toBe('史上最低价100有效Go')
  expect(hearTones(noisy.subarray(0, 7000))).toEqual([])
})

test('a shift of the samples is a shift of the times, a lost part is lost text', () => {
  const samples = toneSpeech([line], 4000)
  const cut = hearTones(samples.subarray(16 * 800))
  expect(cut.map((s) => s.text).join('')).toBe('最低价100有效Go'.slice(0))
  expect(cut[0]?.startMs).toBeCloseTo(20, 5)
})

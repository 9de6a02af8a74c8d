import { expect, test } from 'vitest'
import { chooseThreshold, type HeldOut, keepApart, kindsIn, verdictAsTaught } from './train.ts'

const finds = (score: number, right: number, wrong: number): HeldOut[] =>
  Array.from({ length: right + wrong }, (_, i) => ({
    ...{ score, right: i < right, silent: true },
  }))

test.each([
  ['right often enough from the first on', finds(0.42, 30, 2), 0.4],
  ['wrong too often below', [...finds(0.42, 5, 30), ...finds(0.56, 28, 2)], 0.45],
  ['wrong too often until few are left', [...finds(0.51, 5, 30), ...finds(0.6, 9, 9)], 0.55],
  ['never right often enough', finds(0.97, 10, 30), 0.95],
  ['too few to tell', finds(0.42, 3, 9), 0.4],
])('the threshold when held-out finds are %s', (_, heldOut, wanted) => {
  expect(chooseThreshold(heldOut)).toBe(wanted)
})

test('a confirmed flag teaches its kind, a dismissed one that its words are nothing', () => {
  const map = { 'food-medical-claim': ['medical-claim', 'other-claim'], 'ad-unlabelled': [] }
  expect(kindsIn(map)).toEqual(['none', 'medical-claim'])
  const quote = {
    ...{ text: '吃了能治病', channel: 'speech' as const, goods: undefined, start: 2, end: 5 },
    category: 'food-medical-claim',
  }
  const taught = (verdict: 'confirmed' | 'dismissed', category = quote.category) =>
    verdictAsTaught({ ...quote, category, verdict }, map)
  expect(taught('confirmed')).toMatchObject({
    spans: [{ start: 2, end: 5, kind: 'medical-claim' }],
    judged: { start: 2, end: 5 },
  })
  expect(taught('dismissed').spans).toEqual([])
  expect(taught('confirmed', 'ad-unlabelled').spans).toEqual([])
})

test('sentences kept for measuring are refused, with how many they are', () => {
  const line = (text: string) => ({
    ...{ id: text, text, channel: 'speech' as const, labels: [], hard: 'none' },
  })
  const writing = [line('今天到的货'), line('全网最低')]
  expect(() => keepApart(writing, [line('另一句')])).not.toThrow()
  expect(() => keepApart(writing, [line('全网最低'), line('另一句')])).toThrow('1 句')
})

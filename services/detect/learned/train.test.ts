import { expect, test } from 'vitest'
import { chooseThreshold, type HeldOut, keepApart, kindsOf, verdictAsTaught } from './train.ts'

const finds = (score: number, right: number, wrong: number, silent = true): HeldOut[] =>
  Array.from({ length: right + wrong }, (_, i) => ({ score, right: i < right, silent }))

test.each([
  ['right often enough from the first on', finds(0.62, 30, 2), 0.6],
  ['wrong too often below', [...finds(0.62, 5, 30), ...finds(0.76, 25, 5)], 0.65],
  ['wrong too often until few are left', [...finds(0.71, 5, 30), ...finds(0.8, 9, 9)], 0.75],
  ['never right often enough', finds(0.97, 10, 30), 0.95],
  ['too few to tell', finds(0.62, 3, 9), 0.6],
  ['wrong where rules speak anyway', [...finds(0.62, 2, 30, false), ...finds(0.7, 20, 1)], 0.6],
])('the threshold when held-out finds are %s', (_, heldOut, wanted) => {
  expect(chooseThreshold(heldOut)).toBe(wanted)
})

test('a confirmed flag teaches its kind, a dismissed one that its words are nothing', () => {
  const kinds = kindsOf({ 'food-medical-claim': ['medical-claim'], 'ad-unlabelled': [] })
  expect(kinds).toEqual({
    kinds: ['none', 'medical-claim'],
    kindOf: { 'food-medical-claim': 'medical-claim' },
  })
  const quote = {
    ...{ text: '吃了能治病', channel: 'speech' as const, goods: undefined, start: 2, end: 5 },
    category: 'food-medical-claim',
  }
  const taught = (verdict: 'confirmed' | 'dismissed', category = quote.category) =>
    verdictAsTaught({ ...quote, category, verdict }, kinds)
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

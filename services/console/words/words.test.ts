import { expect, test } from 'vitest'
import { en } from './en.ts'
import { date, dateTime, length, score, size } from './format.ts'
import { say, type Word } from './words.ts'
import { zh } from './zh.ts'

const words = Object.keys(zh) as Word[]
const slots = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

test('every word says as much in both languages', () => {
  expect(words.filter((word) => slots(en[word]).join() !== slots(zh[word]).join())).toEqual([])
  expect(words.filter((word) => en[word].trim() === '')).toEqual([])
})

test('no word of the console calls a lead a violation', () => {
  expect(words.filter((word) => /违法|违规|误报|自动移出/.test(zh[word]))).toEqual([])
})

test('values are put in, unknown slots stay visible', () => {
  expect(say('zh', 'review.total', { n: 3 })).toBe('3 条')
  expect(say('zh', 'review.total')).toBe('{n} 条')
})

test('times are those of Shanghai, whatever the browser’s zone', () => {
  expect(dateTime('2026-03-11T11:10:39Z')).toBe('2026-03-11 19:10:39')
  expect(date('2026-03-11T16:30:00Z')).toBe('2026-03-12')
})

test('lengths, sizes and scores read plainly', () => {
  expect([0, 47_189, 3_600_000, -5].map(length)).toEqual(['0:00', '0:47', '1:00:00', '0:00'])
  expect([0, 999, 3_044_386, 1.8e9].map(size)).toEqual(['0 B', '999 B', '3.0 MB', '1.8 GB'])
  expect([100, 81.5, 96.250_000_1].map(score)).toEqual(['100', '81.5', '96.25'])
})

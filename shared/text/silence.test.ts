import { expect, test } from 'vitest'
import { Silence } from './silence.ts'

test('remembers short texts only, and never more than a bounded number', () => {
  const silence = new Silence()
  silence.add('已拍')
  silence.add('这一条评论比十二个字长得多')
  expect(silence.has('已拍')).toBe(true)
  expect(silence.has('这一条评论比十二个字长得多')).toBe(false)
  for (let i = 0; i < 20_000; i++) silence.add(`扣${i}`)
  expect(silence.has('已拍')).toBe(false)
  expect(silence.has('扣19999')).toBe(true)
})

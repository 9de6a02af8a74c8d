import { expect, test } from 'vitest'
import { Silence } from './silence.ts'

test('remembers short texts only, and never more than it has places for', () => {
  const silence = new Silence()
  silence.add('已拍')
  silence.add('这一条评论比十二个字长得多')
  expect(silence.has('已拍')).toBe(true)
  expect(silence.has('来了')).toBe(false)
  expect(silence.has('这一条评论比十二个字长得多')).toBe(false)
  const many = Array.from({ length: 100_000 }, (_, i) => `扣${i}`)
  for (const text of many) silence.add(text)
  const kept = many.filter((text) => silence.has(text))
  expect(kept.length).toBeGreaterThan(20_000)
  expect(kept.length).toBeLessThanOrEqual(32_768)
  expect(silence.has('扣99999')).toBe(true)
})

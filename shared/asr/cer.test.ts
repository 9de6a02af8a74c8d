import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { align, cer } from './cer.ts'

describe('cer', () => {
  test.each([
    // reference, hypothesis, substitutions, deletions, insertions, length
    ['全网最低价', '全网最低价', 0, 0, 0, 5],
    ['全网最低价', '全网最低', 0, 1, 0, 5],
    ['全网最低价', '全往最低价', 1, 0, 0, 5],
    ['全网最低价', '全网的最低价', 0, 0, 1, 5],
    ['祛斑霜三天见效', '祛斑双天见效了', 1, 1, 1, 7],
    ['９９元，买一送一！', '99元买一送一', 0, 0, 0, 7],
    ['VIP 会员', 'vip会员', 0, 0, 0, 5],
    ['', '', 0, 0, 0, 0],
    ['广州', '', 0, 2, 0, 2],
  ])('%s / %s', (reference, hypothesis, substitutions, deletions, insertions, length) => {
    expect(cer(reference, hypothesis)).toMatchObject({
      substitutions,
      deletions,
      insertions,
      length,
      errors: substitutions + deletions + insertions,
    })
  })

  test('is a share of the reference, and infinite when there is none', () => {
    expect(cer('全网最低价', '全往最低').rate).toBe(0.4)
    expect(cer('', '').rate).toBe(0)
    expect(cer('', '谢谢观看').rate).toBe(Number.POSITIVE_INFINITY)
  })

  test('half an hour of text is compared in bounded memory', () => {
    const reference = Array.from({ length: 9000 }, (_, i) =>
      String.fromCharCode(0x4e00 + ((i * 7919) % 3000)),
    )
    const hypothesis = reference.filter((_, i) => i % 100 !== 50)
    expect(cer(reference.join(''), hypothesis.join(''))).toMatchObject({
      errors: 90,
      deletions: 90,
    })
  })
})

test('an alignment walks both sides in order, once, and never costs more than rewriting', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 })
  fc.assert(
    fc.property(letters, letters, (a, b) => {
      const steps = align(a, b)
      expect(steps.flatMap(([i]) => i ?? [])).toEqual([...a.keys()])
      expect(steps.flatMap(([, j]) => j ?? [])).toEqual([...b.keys()])
      const cost = steps.filter(([i, j]) => i === null || j === null || a[i] !== b[j]).length
      expect(cost).toBeLessThanOrEqual(Math.max(a.length, b.length))
      expect(cost).toBe(
        align(b, a).filter(([j, i]) => i === null || j === null || a[i] !== b[j]).length,
      )
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold, foldedText, Gap, makeFoldTable } from './fold.ts'

const table = makeFoldTable(['最朂蕞', '网罔'], { '💰': '钱', '+': '加', '🈚': '无' })
const folded = (text: string, spoken = false) => foldedText(fold(text, table, spoken))

test.each([
  ['全 网 最 低', '全网最低'],
  ['全\u3000网\u00a0最\u200b低', '全网最低'],
  ['全.网,最。低', '全网最低'],
  ['全🔥网❤️最👍低', '全网最低'],
  ['全̶网̶最̶低̶', '全网最低'],
  ['全\u202e网\u202c最低', '全网最低'],
  ['全網最低價', '全网最低价'],
  ['全罔朂低', '全网最低'],
  ['ＶＸ１２', 'vx12'],
  ['①⑨⑨⑨', '1999'],
  ['㊀㊒㊕', '一有特'],
  ['１００％', '100%'],
  ['Ⅷ ½', 'viii12'],
  ['㎏', 'kg'],
  ['𝐕𝐗', 'vx'],
  ['٣٤٥', '345'],
  ['é', 'e'],
])('%s is matched as %s', (text, plain) => {
  expect(folded(text)).toBe(plain)
})

test('signs are left out, or spoken', () => {
  expect(folded('最低💰+v')).toBe('最低v')
  expect(folded('最低💰+v', true)).toBe('最低钱加v')
  expect(fold('最低💰', table).signs).toBe(true)
  expect(fold('最低🔥', table).signs).toBe(false)
})

test('what was left out is remembered by its strength', () => {
  const { gaps, length } = fold('甲 乙，丙。丁\n戊、己', table)
  expect(Array.from(gaps.subarray(0, length))).toEqual([
    Gap.none,
    Gap.filler,
    Gap.clause,
    Gap.sentence,
    Gap.line,
    Gap.filler,
  ])
})

test('every offset lies inside the text, whatever the text', () => {
  const unit = fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2 }),
    fc.constantFrom('💰', '㎏', '網', '𠀀', '👨‍👩‍👧'),
  )
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 40 }), fc.boolean(), (parts, spoken) => {
      const text = parts.join('')
      const { starts, ends, length } = fold(text, table, spoken)
      let before = 0
      for (let i = 0; i < length; i++) {
        const start = starts[i] as number
        const end = ends[i] as number
        expect(start).toBeGreaterThanOrEqual(before)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        before = start
      }
    }),
    { numRuns: 300, seed: 7 },
  )
})

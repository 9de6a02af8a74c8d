import fc from 'fast-check'
import { expect, test } from 'vitest'
import { divide } from '../clause.ts'
import { fold, foldedText, makeFoldTable } from '../fold.ts'
import { compileMatcher } from './matcher.ts'
import { parsePattern } from './pattern.ts'
import { search } from './search.ts'
import { buildTrie } from './trie.ts'

const table = makeFoldTable()
const openers = buildTrie([])

function find(pattern: string, text: string, evasions = false): string[] {
  const paths = parsePattern(pattern, () => undefined)
  const matcher = compileMatcher([{ paths, sound: true }], table, ['啊', '那个'])
  const folded = fold(text, table)
  const matches = search(matcher, folded, () => divide(folded, openers), evasions)
  return (matches.get(0) ?? []).map(({ start, end }) => foldedText(folded, start, end))
}

test.each([
  ['原价#', '原价一千九百九十九现在', ['原价一千九百九十九']],
  ['原价#元', '原价3.5元', ['原价35元']],
  ['#万块', '三万块钱', ['三万块']],
  ['#天见效', '用三十五天见效', ['三十五天见效']],
  ['全网…最低', '全网我说句大实话真最低', []],
  ['全网…12最低', '全网我说句实话真最低', ['全网我说句实话真最低']],
  ['全网…最低', '全网，最低', []],
  ['全网……最低', '全网，最低', ['全网最低']],
  ['全网……最低', '全网。最低', []],
  ['全网最低', '全网，最低', ['全网最低']],
  ['最低', '最，低', []],
  ['最低价', '最。低。价', ['最低价']],
  ['^下单', '快下单，下单有礼', ['下单']],
  ['下单$', '下单有礼，快下单', ['下单']],
])('%s in %s', (pattern, text, found) => {
  expect(find(pattern, text)).toEqual(found)
})

test.each([
  ['全网最低价', '全网啊最低价', ['全网啊最低价']],
  ['全网最低价', '全网最最最低那个价', ['全网最最最低那个价']],
  ['增强免疫力', '增强免役力', ['增强免役力']],
  ['全网最低价', 'quanwang最低价', ['quanwang最低价']],
  ['全网最低', '全w最低', ['全w最低']],
  ['最好吃', 'zui好吃', ['zui好吃']],
  ['加盟', '加蒙', []],
  ['全网', '全蛧', ['全蛧']],
  ['第一', '第1', ['第1']],
])('%s is recognised in %s', (pattern, text, found) => {
  expect([...new Set(find(pattern, text, true))]).toEqual(found)
})

const word = fc.string({ unit: fc.constantFrom('甲', '乙', '丙'), minLength: 1, maxLength: 2 })
const step = fc.tuple(
  fc.array(word, { minLength: 1, maxLength: 3 }),
  fc.integer({ min: 0, max: 4 }),
)

test('finds a pattern wherever a regular expression does', () => {
  const text = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', '丁'), maxLength: 24 })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), text, (steps, given) => {
      const pattern = steps.map(
        ([words, gap], i) => `${i > 0 ? `…${gap}` : ''}(${words.join('|')})`,
      )
      const regex = steps.map(
        ([words, gap], i) => `${i > 0 ? `.{0,${gap}}` : ''}(${words.join('|')})`,
      )
      const wanted = new RegExp(regex.join('')).test(given)
      expect(find(pattern.join(''), given).length > 0).toBe(wanted)
    }),
    { numRuns: 400, seed: 3 },
  )
})

test('a long text is searched by stretches, and each match told once, wherever it stands', () => {
  const paths = parsePattern('全网…12最低', () => undefined)
  const matcher = compileMatcher([{ paths, sound: true }], table, [])
  for (let at = 3480; at < 4110; at += 7) {
    const text = `${'甲'.repeat(at)}全网乙乙乙乙最低${'甲'.repeat(4500)}`
    const folded = fold(text, table)
    const found = search(matcher, folded, () => divide(folded, openers), true).get(0) ?? []
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['全网乙乙乙乙最低'])
    expect(found[0]?.words.map(({ start }) => start)).toEqual([at, at + 6])
  }
})

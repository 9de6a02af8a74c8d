import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildTrie, scan } from './trie.ts'

const units = (text: string) => Uint16Array.from(text, (char) => char.charCodeAt(0))

function found(entries: string[], text: string): string[] {
  const trie = buildTrie(entries)
  const out: string[] = []
  scan(trie, units(text), text.length, (entry, start, end) => {
    expect(text.slice(start, end)).toBe(entries[entry])
    out.push(`${entries[entry]}@${end}`)
  })
  return out.sort()
}

function oracle(entries: string[], text: string): string[] {
  const out: string[] = []
  for (const entry of new Set(entries))
    for (let at = text.indexOf(entry); entry && at >= 0; at = text.indexOf(entry, at + 1))
      out.push(`${entry}@${at + entry.length}`)
  return out.sort()
}

test('every overlapping occurrence, as the brute force finds them', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 0, maxLength: 5 })
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 60 })
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), text, (entries, given) => {
      const distinct = [...new Set(entries)]
      expect(found(distinct, given)).toEqual(oracle(distinct, given))
    }),
    { numRuns: 500, seed: 1 },
  )
})

test('many entries of many units, equal ones under the number of the first', () => {
  const unit = fc
    .integer({ min: 0x4e00, max: 0x4e00 + 60 })
    .map((code) => String.fromCharCode(code))
  const word = fc.string({ unit, minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(fc.array(word, { minLength: 200, maxLength: 400 }), (entries) => {
      const text = entries.join('')
      const numbers = new Set<number>()
      scan(buildTrie(entries), units(text), text.length, (entry) => numbers.add(entry))
      expect(
        [...numbers].every((number) => entries.indexOf(entries[number] ?? '') === number),
      ).toBe(true)
      expect(found(entries, text)).toEqual(oracle(entries, text))
    }),
    { numRuns: 30, seed: 2 },
  )
})

test('entries inside a longer one that is not there are not lost', () => {
  expect(found(['全网最低价', '最低', '低'], '全网最低的价格')).toEqual(['低@4', '最低@4'])
})

test('no entries match nothing', () => {
  expect(found([], '全网')).toEqual([])
})

test('entries across where the places of a long text are looked at apart', () => {
  const text = `${'全网'.repeat(2047)}全网最低${'的'.repeat(5000)}全网`
  expect(found(['网最低', '的全网', '全网最'], text)).toEqual(
    oracle(['网最低', '的全网', '全网最'], text),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildAutomaton, scan } from './automaton.ts'

const units = (text: string) => Uint16Array.from(text, (char) => char.charCodeAt(0))

function found(entries: string[], text: string): string[] {
  const automaton = buildAutomaton(entries)
  const out: string[] = []
  scan(automaton, units(text), text.length, (entry, end) => out.push(`${entries[entry]}@${end}`))
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

test('suffixes of a failed longer entry are not lost', () => {
  expect(found(['全网最低价', '最低', '低'], '全网最低的价格')).toEqual(['低@4', '最低@4'])
})

test('no entries match nothing', () => {
  expect(found([], '全网')).toEqual([])
})

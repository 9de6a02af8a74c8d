import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Pinyin } from './pinyin.ts'

const syllables = new Map(
  'a an ang bian bi di e gan gang ga jia quan wang xi xian zui'
    .split(' ')
    .map((syllable, i) => [syllable, i + 1]),
)
const pinyin = new Pinyin(syllables)
const unitsOf = (text: string) => Uint16Array.from(text, (char) => char.charCodeAt(0))

/** The longest syllable first, each shorter one tried when the rest does not divide. */
function divideByTrying(text: string): [number, number][] | null {
  if (text === '') return []
  for (let size = text.length; size >= 1; size--) {
    const number = syllables.get(text.slice(0, size))
    const rest = number === undefined ? null : divideByTrying(text.slice(size))
    if (number !== undefined && rest) return [[number, size], ...rest]
  }
  return null
}

test('letters divide as they would by trying, longest first', () => {
  const run = fc.oneof(
    fc.array(fc.constantFrom(...syllables.keys()), { maxLength: 8 }).map((list) => list.join('')),
    fc.string({ unit: fc.constantFrom(...'abdginqux1低'), minLength: 1, maxLength: 12 }),
  )
  fc.assert(
    fc.property(run, (text) => {
      expect(pinyin.divide(unitsOf(text), 0, text.length)).toEqual(divideByTrying(text))
    }),
  )
})

test('a part of a text is divided by itself, and no run that nobody would write', () => {
  expect(pinyin.divide(unitsOf('最zuidi价'), 1, 6)).toEqual([
    [syllables.get('zui'), 3],
    [syllables.get('di'), 2],
  ])
  expect(pinyin.divide(unitsOf('a'.repeat(41)), 0, 41)).toBeNull()
})

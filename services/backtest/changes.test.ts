import { expect, test } from 'vitest'
import { type SmallLexicon, smallLexicon } from '#shared/testing/lexicons.ts'
import { changesBetween } from './changes.ts'

const before = smallLexicon()
const changed = (change: (written: SmallLexicon) => void) => {
  const { everything, rules } = changesBetween(before, smallLexicon(change))
  return { everything, rules: [...rules].sort() }
}

test.each<[string, (written: SmallLexicon) => void, string[]]>([
  ['nothing', () => {}, []],
  ['a name', ({ price }) => Object.assign(price[0] ?? {}, { name: '新名' }), []],
  [
    'an exception’s reason',
    ({ exceptions }) => Object.assign(exceptions[0] ?? {}, { reason: '别的' }),
    [],
  ],
  ['a concept', ({ concepts }) => concepts.病?.push('痛风'), ['cure']],
  [
    'an exception of one rule',
    ({ exceptions }) => Object.assign(exceptions[1] ?? {}, { where: 'clause' }),
    ['cure'],
  ],
  ['a calendar', ({ calendars }) => Object.assign(calendars[0] ?? {}, { to: '08-01' }), ['closed']],
  [
    'a category',
    ({ categories }) => Object.assign(categories[2] ?? {}, { mode: 'assert' }),
    ['closed', 'paper'],
  ],
  ['a condition', ({ price }) => Object.assign(price[1] ?? {}, { with: ['明天'] }), ['floor']],
  [
    'a rule gone and one new',
    ({ price }) => price.splice(1, 1, { id: 'new', match: ['清仓价'] }),
    ['floor', 'new'],
  ],
])('%s', (_, change, rules) => expect(changed(change)).toEqual({ everything: false, rules }))

test.each<[string, (written: SmallLexicon) => void]>([
  ['a sign', ({ variants }) => Object.assign(variants, { signs: { '➕': '家' } })],
  ['a filler', ({ variants }) => variants.fillers.push('嗯')],
  ['a name of staff', ({ variants }) => Object.assign(variants, { staff: ['客服'] })],
  ['what corrects', ({ variants }) => variants.corrections.push('收回刚才的话')],
])('%s is read with every text', (_, change) => expect(changed(change).everything).toBe(true))

test('the order of keys is no change: a database does not keep it', () => {
  const reverse = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(reverse)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, inner]) => [key, reverse(inner)]),
          )
        : value
  const again = reverse(before) as typeof before
  expect(changesBetween(before, again)).toEqual({ everything: false, rules: new Set() })
})

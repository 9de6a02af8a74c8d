import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { basisFor, CategoriesFile, Category, sanctionFor } from './category.ts'
import { RoomType } from './channel.ts'
import { LawsFile, resolveArticles, unknownRefs } from './law.ts'

const read = (name: string): unknown =>
  parse(readFileSync(new URL(`../../lexicons/${name}`, import.meta.url), 'utf8'))
const { laws } = LawsFile.parse(read('laws.yaml'))
const { categories } = CategoriesFile.parse(read('categories.yaml'))
const byNo = (no: string): Category => {
  const found = categories.find((category) => category.no === no)
  if (!found) throw new Error(`${no} is missing`)
  return found
}
const numbers = (mode: Category['mode']) =>
  categories.filter((category) => category.mode === mode).map(({ no }) => no)

describe('categories.yaml', () => {
  it('has C01 to C55 in order', () => {
    const expected = Array.from({ length: 55 }, (_, i) => `C${String(i + 1).padStart(2, '0')}`)
    expect(categories.map(({ no }) => no)).toEqual(expected)
  })

  it('refers only to articles that exist', () => {
    const refs = categories.flatMap(({ basis, sanction }) => [
      ...basis.ad,
      ...basis.otherwise,
      ...sanction.ad,
      ...sanction.otherwise,
    ])
    expect(refs.length).toBeGreaterThan(400)
    expect(unknownRefs(laws, refs)).toEqual([])
  })

  it.each(categories)('$no has a basis in force on 2026-03-01 in both columns', (category) => {
    const atMs = Date.parse('2026-03-01T12:00+08:00')
    for (const refs of [category.basis.ad, category.basis.otherwise])
      expect(resolveArticles(laws, refs, atMs)).not.toEqual([])
  })

  it.each(categories)('$no has a sanction in force then, unless it has none', (category) => {
    const atMs = Date.parse('2026-03-01T12:00+08:00')
    const bound = [category.sanction.ad, category.sanction.otherwise].map(
      (refs) => resolveArticles(laws, refs, atMs).length > 0,
    )
    const none = category.no === 'C38' || category.no === 'C55'
    expect(bound).toEqual([!none, !none])
  })

  it('words a lead as a lead, by its mode', () => {
    const opening = {
      assert: /^疑似/,
      verify: /^待核实：/,
      context: /^(疑似|风险提示：)/,
      absence: /^缺失提示：/,
      modifier: /^伴有/,
    }
    for (const { name, wording, mode } of categories) {
      expect(wording).toMatch(opening[mode])
      expect(name + wording).not.toMatch(/违法|违规/)
    }
  })

  it('has the modes that decide wording and deduction', () => {
    expect(numbers('absence')).toEqual(['C06', 'C49', 'C50', 'C51', 'C52'])
    expect(numbers('modifier')).toEqual(['C55'])
    expect(numbers('context')).toEqual('C10 C12 C14 C20 C27 C34 C38 C42'.split(' '))
    expect(numbers('verify')).toEqual(
      'C02 C03 C04 C05 C07 C08 C19 C21 C23 C26 C28 C29 C41'.split(' '),
    )
  })

  it('makes exactly the red lines candidates for 一票否决', () => {
    const red = categories.filter(({ severity }) => severity === 5).map(({ no }) => no)
    expect(categories.filter(({ veto }) => veto).map(({ no }) => no)).toEqual(red)
    expect(red).toEqual(['C30', 'C31', 'C32', 'C33', 'C36', 'C47'])
  })

  it('never cites the advertising law for a room that is not advertising', () => {
    for (const { basis, sanction } of categories)
      for (const { law } of [...basis.otherwise, ...sanction.otherwise])
        expect([
          'advertising',
          'internet-ads',
          'absolute-guide',
          'identifiability-guide',
        ]).not.toContain(law)
  })
})

describe('basisFor', () => {
  it.each([
    ['influencer', 'advertising', 'advertising'],
    ['shop', 'unfair-competition', 'unfair-competition'],
    ['agency', 'unfair-competition', 'unfair-competition'],
    ['virtual', 'unfair-competition', 'unfair-competition'],
    [null, 'unfair-competition', 'unfair-competition'],
  ] as const)('in a %s room starts from %s', (roomType, duty, sanction) => {
    expect(basisFor(byNo('C01'), roomType)[0]?.law).toBe(duty)
    expect(sanctionFor(byNo('C01'), roomType)[0]?.law).toBe(sanction)
  })

  it('gives one list to all rooms where the law does not differ', () => {
    for (const roomType of RoomType.options)
      expect(basisFor(byNo('C45'), roomType)).toEqual([{ law: 'food-waste', article: '22.2' }])
  })

  it('prints the new fishery law only from its first day', () => {
    const cites = (day: string) =>
      resolveArticles(laws, basisFor(byNo('C34'), 'shop'), Date.parse(`${day}T12:00+08:00`))
        .filter(({ law }) => law === 'fishery')
        .map(({ cite }) => cite)
    expect(cites('2026-04-30')).toEqual(['第三十条第一款', '第三十条第一款'])
    expect(cites('2026-05-01')).toEqual(['第四十四条第三款', '第四十五条'])
  })
})

describe('Category', () => {
  const good = {
    id: 'x',
    no: 'C99',
    name: '某类',
    mode: 'assert',
    severity: 3,
    channels: ['speech'],
    basis: ['advertising/9(3)'],
    sanction: { ad: ['advertising/57(1)'], otherwise: [] },
    penalty: '略',
    ask: ['材料'],
    wording: '疑似某类',
  }

  it('reads one list as both columns', () => {
    const ref = { law: 'advertising', article: '9(3)' }
    expect(Category.parse(good).basis).toEqual({ ad: [ref], otherwise: [ref] })
  })

  it.each([
    ['severity 0', { severity: 0 }],
    ['severity 6', { severity: 6 }],
    ['an unknown mode', { mode: 'guess' }],
    ['an unknown channel', { channels: ['smell'] }],
    ['no channel', { channels: [] }],
    ['an absence without needs', { mode: 'absence' }],
    ['an absence with empty needs', { mode: 'absence', needs: [] }],
    ['a reference without a law', { basis: ['9(3)'] }],
    ['a basis of one column', { basis: { ad: ['advertising/9(3)'] } }],
    ['an unknown field', { severty: 3 }],
  ])('refuses %s', (_, change) => {
    expect(Category.safeParse({ ...good, ...change }).success).toBe(false)
  })

  it.each([
    ['id', { no: 'C98' }],
    ['number', { id: 'y' }],
  ])('refuses one %s twice', (_, change) => {
    const file = { categories: [good, { ...good, ...change }] }
    expect(CategoriesFile.safeParse(file).success).toBe(false)
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { LawsFile, resolveArticles, unknownRefs, versionInForce } from './law.ts'

const { laws } = LawsFile.parse(
  parse(readFileSync(new URL('../../lexicons/laws.yaml', import.meta.url), 'utf8')),
)
const at = (shanghai: string) => Date.parse(`${shanghai}+08:00`)

describe('laws.yaml', () => {
  it.each([
    ['unfair-competition', 'false-advertising', '2025-10-14T23:59:59', '2019', '第八条第一款'],
    ['unfair-competition', 'false-advertising', '2025-10-15T00:00:00', '2025', '第九条第一款'],
    [
      'unfair-competition',
      'false-advertising-penalty',
      '2025-10-14T12:00:00',
      '2019',
      '第二十条第一款',
    ],
    [
      'unfair-competition',
      'false-advertising-penalty',
      '2026-03-01T12:00:00',
      '2025',
      '第二十五条第一款',
    ],
    ['unfair-competition', 'prize-sales', '2025-10-14T00:00:00', '2019', '第十条'],
    ['unfair-competition', 'prize-sales-penalty', '2025-10-15T00:00:00', '2025', '第二十七条'],
    ['unfair-competition', 'disparagement', '2025-01-01T00:00:00', '2019', '第十一条'],
    ['unfair-competition', 'disparagement-penalty', '2025-10-15T00:00:00', '2025', '第二十八条'],
    ['trademark', 'infringement-penalty', '2026-12-31T23:59:59', '2019', '第六十条'],
    ['trademark', 'infringement-penalty', '2027-01-01T00:00:00', '2026', '第七十四条'],
    ['fishery', 'moratorium-sale', '2026-04-30T23:59:59', '2013', '第三十条第一款'],
    ['fishery', 'moratorium-sale', '2026-05-01T00:00:00', '2025', '第四十四条第三款'],
    ['food-safety', '73.1', '2025-11-30T23:59:59', '2021', '第七十三条第一款'],
    ['food-safety', '73.1', '2025-12-01T00:00:00', '2025', '第七十三条第一款'],
    ['live-commerce', '34.1', '2026-02-01T00:00:00', '2025', '第三十四条第一款'],
  ])('%s/%s at %s is %s %s', (law, article, day, version, cite) => {
    expect(resolveArticles(laws, [{ law, article }], at(day))).toMatchObject([{ version, cite }])
  })

  it.each([
    ['not yet in force', 'live-commerce', '34.1', '2026-01-31T23:59:59'],
    ['added by a later version', 'public-security', 'heroes', '2025-12-31T23:59:59'],
    ['no such article', 'advertising', '999', '2026-03-01T00:00:00'],
    ['no such law', 'advertisement', '9(3)', '2026-03-01T00:00:00'],
  ])('leaves out what is %s', (_, law, article, day) => {
    expect(resolveArticles(laws, [{ law, article }], at(day))).toEqual([])
  })

  it('names the version that has replaced the one in force, and only once it applies', () => {
    const refs = [{ law: 'unfair-competition', article: 'false-advertising-penalty' }]
    const [then] = resolveArticles(laws, refs, at('2025-10-01T00:00'), at('2026-03-01T00:00'))
    expect(then).toMatchObject({
      version: '2019',
      short: '反不正当竞争法',
      text: 'verified',
      laterVersion: { version: '2025', from: '2025-10-15', cite: '第二十五条第一款' },
    })
    const before = resolveArticles(laws, refs, at('2025-10-01T00:00'), at('2025-10-14T23:59'))
    expect(before[0]).not.toHaveProperty('laterVersion')
    expect(resolveArticles(laws, refs, at('2025-10-01T00:00'))[0]).not.toHaveProperty(
      'laterVersion',
    )
  })

  it('labels an article by itself or by its version', () => {
    const refs = [
      { law: 'consumer-rules', article: '15' },
      { law: 'consumer-rules', article: '50.1' },
    ]
    const labels = resolveArticles(laws, refs, at('2026-03-01T00:00')).map(({ text }) => text)
    expect(labels).toEqual(['recalled', 'verified'])
  })

  it('cites what a numeric key says', () => {
    const cites = laws.flatMap((law) => law.versions.flatMap(({ articles }) => articles))
    for (const { key, cite } of cites)
      if (/^\d/.test(key)) expect(`${key} ${cite}`).toBe(`${key} ${citeOf(key)}`)
  })

  it('finds misspelt references', () => {
    const wrong = { law: 'advertising', article: '9(33)' }
    expect(unknownRefs(laws, [{ law: 'advertising', article: '9(3)' }, wrong])).toEqual([wrong])
  })

  it('takes a Date as well, and knows no version before the first', () => {
    const price = laws.find(({ id }) => id === 'price-marking')
    if (!price) throw new Error('price-marking is missing')
    expect(versionInForce(price, new Date(at('2022-07-01T00:00')))?.id).toBe('2022')
    expect(versionInForce(price, new Date(at('2022-06-30T23:59')))).toBeUndefined()
  })
})

describe('LawsFile', () => {
  const article = { key: '9(3)', cite: '第九条第三项', gist: '略' }
  const version = {
    id: 'a',
    from: '2020-01-01',
    to: '2020-12-31',
    text: 'verified',
    articles: [article],
  }
  const file = (...versions: object[]) => ({
    laws: [{ id: 'x', name: '甲法', short: '甲', versions }],
  })

  it('takes two versions that touch', () => {
    const next = { ...version, id: 'b', from: '2021-01-01', to: null }
    expect(LawsFile.safeParse(file(version, next)).success).toBe(true)
  })

  it('takes an article’s own words with their source, and binds them', () => {
    const verbatim = { text: '广告不得……', source: '全国人大网' }
    const parsed = LawsFile.parse(file({ ...version, articles: [{ ...article, verbatim }] }))
    const bind = (laws: typeof parsed.laws) =>
      resolveArticles(laws, [{ law: 'x', article: '9(3)' }], at('2020-05-01T00:00'))
    expect(bind(parsed.laws)).toMatchObject([{ gist: '略', verbatim }])
    expect(bind(LawsFile.parse(file(version)).laws)).toMatchObject([{ verbatim: null }])
  })

  it.each([
    [
      'own words from nowhere',
      file({ ...version, articles: [{ ...article, verbatim: { text: '广告不得……' } }] }),
    ],
    ['overlapping versions', file(version, { ...version, id: 'b', from: '2020-12-31', to: null })],
    [
      'an open version before another',
      file({ ...version, to: null }, { ...version, id: 'b', from: '2021-01-01' }),
    ],
    ['a version that ends before it starts', file({ ...version, to: '2019-12-31' })],
    ['a day that does not exist', file({ ...version, from: '2020-02-30' })],
    ['two versions of one name', file(version, { ...version, from: '2021-01-01', to: null })],
    ['one key twice', file({ ...version, articles: [article, article] })],
    ['a key read as a number', file({ ...version, articles: [{ ...article, key: 9 }] })],
    ['an unknown label', file({ ...version, text: 'sure' })],
    ['an unknown field', file({ ...version, until: '2021-01-01' })],
    ['two laws of one id', { laws: [...file(version).laws, ...file(version).laws] }],
    ['nothing', null],
  ])('refuses %s', (_, input) => {
    expect(LawsFile.safeParse(input).success).toBe(false)
  })
})

/** The printed form of a numeric key, by the convention at the head of laws.yaml. */
function citeOf(key: string): string {
  const [, article, paragraph, item] = /^(\d+)(?:\.(\d+))?(?:\((\d+)\))?$/.exec(key) ?? []
  return [
    `第${chinese(Number(article))}条`,
    paragraph && `第${chinese(Number(paragraph))}款`,
    item && `第${chinese(Number(item))}项`,
  ]
    .filter(Boolean)
    .join('')
}

function chinese(n: number): string {
  const digits = '零一二三四五六七八九'
  const text = [...String(n)]
    .map((digit, i, all) =>
      digit === '0'
        ? '零'
        : digits.charAt(Number(digit)) + ['', '十', '百', '千'][all.length - 1 - i],
    )
    .join('')
    .replace(/零+/g, '零')
    .replace(/(.)零$/, '$1')
  return n < 20 ? text.replace(/^一十/, '十') : text
}

import { expect, test } from 'vitest'
import type { LexiconSource, Rule } from './lexicon.ts'
import { RulesFile } from './lexicon.ts'
import { diffLexicons, isEmptyDiff } from './lexicon-diff.ts'
import { diffText } from './lexicon-diff-text.ts'

const rule = (id: string, change: Partial<Rule> = {}) => ({
  ...{ id, name: `规则${id}`, match: ['全网最低'] },
  examples: { match: ['甲', '乙', '丙'], clean: ['丁', '戊', '己'] },
  ...change,
})
const file = (category: string, rules: unknown[]) => RulesFile.parse({ category, rules })

const before: LexiconSource = {
  concepts: { 范围: ['全网', '全平台'], 低价: { words: ['最低'], include: ['范围'] } },
  exceptions: [
    {
      ...{ id: 'goal', name: '目标', source: '指南', reason: '只是目标', always: true },
      ...{ where: 'before', within: 8, question: false, patterns: ['力争'] },
    },
  ],
  variants: {
    ...{ signs: { '➕': '加' }, lookAlikes: [], splits: {}, fillers: ['啊'], staff: ['客服'] },
    ...{ clauseOpeners: ['但是'], corrections: ['说错了'] },
  },
  calendars: [{ id: 'closed', name: '禁渔', source: '通告', from: '05-01', to: '09-16' }],
  rules: [file('price', [rule('one'), rule('two'), rule('gone')])],
  categories: [{ id: 'price', severity: 3, mode: 'assert' }],
}

test('a version does not differ from itself, nor from one in another order', () => {
  const [first] = before.rules
  const turned = { ...before, rules: [{ ...first, rules: first?.rules.toReversed() }] }
  expect(isEmptyDiff(diffLexicons(before, turned as LexiconSource))).toBe(true)
  expect(diffText(diffLexicons(before, before))).toBe('两个版本没有差别。')
})

test('rules added, removed, changed by field and moved; words, exceptions, variants, calendars', () => {
  const after: LexiconSource = {
    ...before,
    concepts: { 范围: ['全网', '全国'], 新词: ['首发'] },
    exceptions: before.exceptions.map((one) => ({ ...one, patterns: ['力争', '争取'], within: 6 })),
    variants: { ...before.variants, fillers: ['啊', '呃'], signs: { '➕': '家' } },
    calendars: before.calendars.map((one) => ({ ...one, to: '08-16' })),
    rules: [
      file('price', [rule('one', { match: ['全网最低', '史低'], severity: 4 }), rule('new')]),
      file('other', [rule('two')]),
    ],
    categories: [{ id: 'price', severity: 4, mode: 'assert' }],
  }
  const diff = diffLexicons(before, after)
  expect(diff.rules.added.map(({ id }) => id)).toEqual(['new'])
  expect(diff.rules.removed.map(({ id }) => id)).toEqual(['gone'])
  expect(diff.rules.changed).toEqual([
    {
      ...{ id: 'one', name: '规则one' },
      fields: [
        { field: 'match', added: ['史低'], removed: [] },
        { field: 'severity', added: ['4'], removed: [] },
      ],
    },
    {
      ...{ id: 'two', name: '规则two' },
      fields: [{ field: 'category', added: ['other'], removed: ['price'] }],
    },
  ])
  expect(diff.concepts).toEqual({
    added: [{ id: '新词', name: '新词' }],
    removed: [{ id: '低价', name: '低价' }],
    changed: [
      {
        id: '范围',
        name: '范围',
        fields: [{ field: 'words', added: ['全国'], removed: ['全平台'] }],
      },
    ],
  })
  expect(diffText(diff)).toBe(`规则:新增 1,删除 1,修改 2
  + new(规则new)
  − gone(规则gone)
  ~ one(规则one)
      写法:+ 史低
      严重度:+ 4
  ~ two(规则two)
      类别:price → other
概念:新增 1,删除 1,修改 1
  + 新词
  − 低价
  ~ 范围
      词:全平台 → 全国
例外:新增 0,删除 0,修改 1
  ~ goal(目标)
      写法:+ 争取
      范围:8 → 6
日历:新增 0,删除 0,修改 1
  ~ closed(禁渔)
      止:09-16 → 08-16
类别:新增 0,删除 0,修改 1
  ~ price
      严重度:3 → 4
变体
  填充词:+ 呃
  符号:➕=加 → ➕=家`)
})

test('a rule of absence that differs is a difference', () => {
  const example = (minutes: number) => [{ minutes, said: ['看链接'] }]
  const absent = (minutes: number) => ({
    ...{ id: 'price.absent', name: '没有报价', needs: ['speech'], minutes },
    ...{ when: ['链接'], expects: ['#块'] },
    examples: { missing: example(minutes), said: example(1), unclear: example(0) },
  })
  const having = (...list: unknown[]): LexiconSource => ({
    ...before,
    rules: [RulesFile.parse({ category: 'price', rules: [rule('one')], absent: list })],
  })
  const diff = diffLexicons(having(absent(10)), having(absent(20)))
  expect(isEmptyDiff(diff)).toBe(false)
  expect(diffText(diff)).toContain('至少听过的分钟:10 → 20')
  expect(diffText(diff)).toContain('应报缺失的例子')
})

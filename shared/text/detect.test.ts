import { expect, test } from 'vitest'
import type { LexiconSource, Rule } from '#shared/domain/lexicon.ts'
import { compileLexicon } from './compile.ts'
import { detect } from './detect.ts'

const rule: Rule = {
  id: 'luck.worn',
  name: '戴了转运',
  match: ['戴…10转运'],
  within: 'sentence',
  channels: ['speech'],
  dayKnown: false,
  goodsKnown: false,
  except: ['negated'],
  noExcept: [],
  sound: true,
  examples: { match: [], clean: [] },
}
const source = (over: Partial<Rule> = {}): LexiconSource => ({
  concepts: {},
  exceptions: [
    {
      id: 'negated',
      name: '中间的否定',
      source: '说明不作此宣传的',
      reason: '中间是否定',
      always: false,
      where: 'before',
      within: 1,
      patterns: ['(不会|不)'],
      question: false,
    },
  ],
  variants: {
    ...{ signs: {}, lookAlikes: [], splits: {}, fillers: [] },
    ...{ staff: ['客服'], clauseOpeners: ['但是'], corrections: ['说错了'] },
  },
  calendars: [{ id: 'summer', name: '夏天', source: '示例', from: '05-01', to: '09-16' }],
  rules: [{ category: 'luck', rules: [{ ...rule, ...over }] }],
  categories: [{ id: 'luck', severity: 3, mode: 'assert' }],
})
const kept = (text: string, over?: Partial<Rule>, at?: Date) =>
  detect(compileLexicon(source(over), 'test'), { text, channel: 'speech', at }).filter(
    (hit) => !hit.suppressed,
  ).length

test.each([
  ['戴上就能转运', 1],
  ['戴着好看不会转运', 0],
  ['不好意思戴上它就转运', 1],
  ['戴三天不花钱就转运', 1],
])('a denial between the words of a hit: %s', (text, hits) => {
  expect(kept(text)).toBe(hits)
})

test.each([
  [false, undefined, 1],
  [true, undefined, 0],
  [true, new Date('2026-06-01T02:00:00Z'), 1],
  [true, new Date('2026-11-01T02:00:00Z'), 0],
  [true, new Date('2026-09-16T15:59:59Z'), 1],
  [true, new Date('2026-09-16T16:00:00Z'), 0],
])('season, day needed %s, said at %s', (dayKnown, at, hits) => {
  expect(kept('戴上就转运', { dates: 'summer', dayKnown }, at)).toBe(hits)
})

import { describe, expect, test } from 'vitest'
import { loadPolicy } from '#shared/policy/load.ts'
import { policyFile } from './policy.ts'
import {
  type RuleEntry,
  type RuleRecord,
  TermHealthPolicy,
  termHealth,
  wilson,
} from './term-health.ts'

const { versions } = await loadPolicy('policies/term-health.yaml', policyFile(TermHealthPolicy))
const [policy] = versions
if (!policy) throw new Error('no policy')

describe('Wilson interval, against published values', () => {
  // Newcombe 1998, table I, method 3 (score, no continuity correction).
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i', (successes, of, low, high) => {
    const found = wilson(successes, of)
    expect(found?.low).toBeCloseTo(low, 4)
    expect(found?.high).toBeCloseTo(high, 4)
  })
  test('nothing of nothing is no share', () => expect(wilson(0, 0)).toBeNull())
})

const entry = (change: Partial<RuleEntry> = {}): RuleEntry => ({
  rule: 'r',
  category: 'c',
  name: '规则',
  channels: ['speech'],
  shortWords: [],
  ...change,
})
const record = (change: Partial<RuleRecord> = {}): RuleRecord => ({
  rule: 'r',
  hits: 40,
  speechHits: 40,
  suppressed: 0,
  flags: 30,
  confirmed: 0,
  dismissed: 0,
  doubtful: 0,
  lastSeenAt: null,
  overlaps: {},
  ...change,
})
const said = 1_000_000
const acts = (e: RuleEntry, r: RuleRecord[], chars = said) =>
  termHealth([e], r, chars, policy)[0]?.advice.map(({ act }) => act)

describe('advice', () => {
  test.each<[string, RuleEntry, RuleRecord[], number, string[]]>([
    ['a rule that is right stays', entry(), [record({ confirmed: 20, dismissed: 3 })], said, []],
    ['few verdicts prove nothing', entry(), [record({ dismissed: 9 })], said, []],
    // 0 of 15: the interval ends at 20.4 %, above the line; 0 of 16 ends at 19.4 %.
    ['almost surely wrong', entry(), [record({ dismissed: 15 })], said, ['narrow']],
    ['surely wrong goes', entry(), [record({ dismissed: 16 })], said, ['retire']],
    [
      'more often wrong than right is narrowed',
      entry(),
      [record({ confirmed: 5, dismissed: 20 })],
      said,
      ['narrow'],
    ],
    ['never fired in much talk', entry(), [], said, ['retire']],
    ['never fired in little talk is not known', entry(), [], 1000, []],
    [
      'fired and suppressed is not never',
      entry(),
      [record({ hits: 0, speechHits: 0, suppressed: 3 })],
      said,
      [],
    ],
    [
      'a rule for comments alone is not measured by talk',
      entry({ channels: ['danmaku'] }),
      [],
      said,
      [],
    ],
    ['said at every turn', entry(), [record({ hits: 501, speechHits: 501 })], said, ['narrow']],
    ['as often as allowed', entry(), [record({ hits: 500, speechHits: 500 })], said, []],
    ['twice the same', entry(), [record({ overlaps: { other: 36, third: 2 } })], said, ['retire']],
    ['one character proves nothing', entry({ shortWords: ['最'] }), [record()], said, ['narrow']],
    ['two may be a name', entry({ shortWords: ['玳瑁'] }), [record({ confirmed: 1 })], said, []],
    [
      'two that people dismiss',
      entry({ shortWords: ['顶级'] }),
      [record({ confirmed: 1, dismissed: 2 })],
      said,
      ['narrow'],
    ],
    [
      'a few hits in little talk are no rate',
      entry(),
      [record({ hits: 9, speechHits: 9 })],
      100,
      [],
    ],
  ])('%s', (_, e, r, chars, wanted) => expect(acts(e, r, chars)).toEqual(wanted))
})

test('every advice is a sentence with its figures, and what to retire stands first', () => {
  const found = termHealth(
    [entry({ rule: 'good' }), entry({ rule: 'short', shortWords: ['治'] }), entry({ rule: 'bad' })],
    [
      record({ rule: 'good', confirmed: 12, overlaps: { bad: 20 } }),
      record({ rule: 'bad', dismissed: 30, confirmed: 1 }),
      record({ rule: 'short' }),
    ],
    said,
    policy,
  )
  expect(found.map(({ rule }) => rule)).toEqual(['bad', 'short', 'good'])
  expect(found[0]).toMatchObject({
    tooBroad: true,
    per10k: 0.4,
    advice: [{ act: 'retire', reason: expect.stringMatching(/31 条只有 1 条成立.*3%.*。$/) }],
  })
  expect(found[1]).toMatchObject({
    tooShort: true,
    advice: [{ reason: expect.stringContaining('“治”') }],
  })
  expect(found[2]).toMatchObject({ overlap: { rule: 'bad', share: 0.5 }, advice: [] })
})

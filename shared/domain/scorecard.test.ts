import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadPolicy, parsePolicy } from '#shared/policy/load.ts'
import { itemsOf, ScoreSheet } from './score-sheet.ts'
import { differences, type Observed, propose, type Scorecard, totalOf } from './scorecard.ts'

const path = 'policies/scoring/2026-default.yaml'
const sheet = await loadPolicy(path, ScoreSheet)

function card(
  change: Readonly<Record<string, number>> = {},
  more: Partial<Scorecard> = {},
): Scorecard {
  return {
    sheetVersion: sheet.version,
    scorer: 'zhou',
    marks: itemsOf(sheet).map(({ id, points }) => ({
      item: id,
      points: change[id] ?? points,
      note: '',
      evidence: [],
      auto: null,
    })),
    bonus: [],
    vetoes: [],
    ...more,
  }
}

function itemOf(id: string) {
  const item = itemsOf(sheet).find((known) => known.id === id)
  if (!item) throw new Error(id)
  return item
}

describe('the sheet as shipped', () => {
  it('has the 12 criteria of the founding document in 4 groups, 100 points, marked as a default', () => {
    expect(sheet.note).toBe('默认稿·由市局修改后启用')
    expect(sheet.groups.map((g) => [g.name, g.criteria.map((c) => [c.name, c.points])])).toEqual([
      [
        '运营者合法合规',
        [
          ['守法经营', 12],
          ['管理规范', 10],
          ['倡导绿色', 8],
        ],
      ],
      [
        '直播管理规范',
        [
          ['直播间规范管理', 10],
          ['主播能力培训', 8],
          ['主播直播行为', 12],
        ],
      ],
      [
        '商品或服务的品质保障',
        [
          ['商品或服务质量', 9],
          ['商品或服务标价行为', 8],
          ['知识产权保护', 5],
        ],
      ],
      [
        '消费者合法权益保障',
        [
          ['放心消费环境', 6],
          ['售中补救措施', 5],
          ['售后服务水平', 7],
        ],
      ],
    ])
    expect(sheet.vetoes).toHaveLength(10)
  })

  it.each([
    [
      'an item worth more',
      'id: 1.2b, text: 团队职责明确，与主播、商家、平台有协议, points: 2',
      'id: 1.2b, text: 团队职责明确, points: 3',
      /1\.2 各项合计 11 分/,
    ],
    ['a criterion worth more', 'points: 12\n', 'points: 13\n', /合计应为 100 分/],
    ['an id twice', 'id: 1.2b,', 'id: 1.2a,', /编号 1\.2a 重复/],
    ['an item in the wrong criterion', 'id: 1.2b,', 'id: 2.2z,', /2\.2z 不属于 1\.2/],
    ['a band above the item', 'bound: 0.2, points: 3', 'bound: 0.2, points: 4', /不得高于 3 分/],
  ])('refuses %s', (_, from, to, fault) => {
    const text = readFileSync(path, 'utf8')
    expect(text).toContain(from)
    expect(() => parsePolicy(text.replace(from, to), ScoreSheet, 'sheet.yaml')).toThrow(fault)
  })
})

describe('totalOf', () => {
  const veto = { id: 'V1', document: '公示系统查询 2026-05-06' }
  it.each<[string, Scorecard, number, string]>([
    ['full marks', card(), 100, 'list'],
    [
      '80 exactly',
      card({ '1.1a': 0, '1.2a': 0, '2.2b': 0, '2.1d': 0, '3.1a': 0, '3.1b': 0, '4.3b': 0 }),
      80,
      'list',
    ],
    [
      '79.5 and 5 of bonus',
      card(
        { '1.1a': 0, '1.2a': 0, '2.2b': 0, '2.1d': 0, '3.1a': 0, '3.1b': 0, '4.3b': 0, '1.3c': 1 },
        {
          bonus: [
            { item: 'B1', points: 2 },
            { item: 'B2', points: 2 },
            { item: 'B3', points: 2 },
          ],
        },
      ),
      79.5,
      'coach',
    ],
    ['a weak group', card({ '4.1a': 0, '4.1b': 0, '4.2a': 0, '4.3a': 0 }), 92, 'coach'],
    ['a group at 60 % exactly', card({ '1.1a': 0, '1.1b': 0, '1.1c': 0, '1.1d': 0 }), 88, 'list'],
    [
      'a group just below',
      card({ '1.1a': 0, '1.1b': 0, '1.1c': 0, '1.1d': 0, '1.3c': 1 }),
      87.5,
      'coach',
    ],
    [
      'below the lower line',
      card(
        Object.fromEntries(itemsOf(sheet).map(({ id, points }) => [id, Math.floor(points) / 2])),
      ),
      49.5,
      'reject',
    ],
    ['a veto', card({}, { vetoes: [veto] }), 100, 'veto'],
    ['an item left out', { ...card(), marks: card().marks.slice(1) }, 97, 'incomplete'],
  ])('%s', (_, filled, base, outcome) => {
    const total = totalOf(sheet, filled)
    expect([total.base, total.outcome]).toEqual([base, outcome])
    expect(total.groups.reduce((s, group) => s + group.points, 0)).toBe(base)
    expect(total.total).toBe(base + total.bonus)
    expect(total.bonus).toBeLessThanOrEqual(5)
  })

  it.each<[string, Scorecard, string]>([
    ['another sheet', card({}, { sheetVersion: '2030' }), '版本'],
    [
      'an unknown item',
      {
        ...card(),
        marks: [...card().marks, { item: '9.9z', points: 1, note: '', evidence: [], auto: null }],
      },
      '没有 9.9z',
    ],
    [
      'an item twice',
      { ...card(), marks: [...card().marks, ...card().marks.slice(0, 1)] },
      '重复评分',
    ],
    ['too many points', card({ '1.1a': 3.5 }), '满分 3'],
    ['an unknown veto', card({}, { vetoes: [{ id: 'V99', document: 'x' }] }), '没有否决项 V99'],
  ])('refuses %s', (_, filled, words) => {
    expect(() => totalOf(sheet, filled)).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringContaining(words) }),
    )
  })
})

describe('propose', () => {
  const seen = (flags: Observed['flags'], measures = {}, hours = 20): Observed => ({
    hours,
    measures,
    flags,
  })
  it.each<[string, string, Observed, number | null]>([
    ['the best band', '1.1d', seen([], { confirmedPer10Hours: 0.2 }), 3],
    ['a middle band', '1.1d', seen([], { confirmedPer10Hours: 0.51 }), 1],
    ['no band', '1.1d', seen([], { confirmedPer10Hours: 1.01 }), 0],
    ['a band where more is better', '3.2a', seen([], { priceMarkedShare: 0.97 }), 2],
    ['no measure', '1.1d', seen([]), null],
    ['too few hours', '1.1d', seen([], { confirmedPer10Hours: 0 }, 19.9), null],
    ['nothing to deduct', '2.3b', seen([{ category: 'wildlife', severity: 5 }]), 5],
    [
      'by severity',
      '2.3b',
      seen([
        { category: 'absolute-terms', severity: 2 },
        { category: 'false-lowest-price', severity: 3 },
      ]),
      3.5,
    ],
    [
      'never below 0',
      '4.2b',
      seen([
        { category: 'wildlife', severity: 5 },
        { category: 'wildlife', severity: 5 },
      ]),
      0,
    ],
    ['a manual item', '2.2a', seen([]), null],
  ])('%s', (_, id, observed, points) => {
    expect(propose(sheet, itemOf(id), observed).points).toBe(points)
  })
})

describe('differences', () => {
  it('shows where scorers part, widest first', () => {
    const cards = [card(), card({ '1.1a': 1, '2.3b': 4.5 }), card({ '2.3b': 2 })]
    expect(differences(cards, 0.5)).toEqual([
      { item: '2.3b', low: 2, high: 5 },
      { item: '1.1a', low: 1, high: 3 },
    ])
    expect(differences([], 0)).toEqual([])
  })
})

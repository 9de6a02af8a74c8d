import { beforeAll, describe, expect, test } from 'vitest'
import { loadPolicy } from '#shared/policy/load.ts'
import { type Claim, learnConfirmations } from './confirmation.ts'
import { policyFile } from './policy.ts'
import {
  cutByMinutes,
  type RankRules,
  rankWork,
  samplesOf,
  type WorkFlag,
  type WorkItem,
} from './worklist.ts'
import { WorklistPolicy } from './worklist-policy.ts'

const nowMs = Date.parse('2026-03-12T08:00:00+08:00')
let rules: RankRules

beforeAll(async () => {
  const { versions } = await loadPolicy('policies/worklist.yaml', policyFile(WorklistPolicy))
  const [policy] = versions
  if (!policy) throw new Error('no policy')
  const known = { ...claim, judged: 100, confirmed: 20 }
  rules = { policy, nowMs, withinHours: 24, learned: learnConfirmations([known], policy.chance) }
})

const claim = { category: 'price', rule: 'lowest', phrase: '全网最低', roomId: 'r1' }
type Change = Partial<WorkFlag> & Partial<Claim>
const flag = (id: string, { phrase, roomId, ...change }: Change = {}): WorkFlag => ({
  ...{ id, severity: 3, audience: false, poolState: 'surveyed', createdAtMs: nowMs },
  ...{ hitCount: 1, script: null, handedBy: null, look: null, ...change },
  claim: { ...claim, phrase: phrase ?? claim.phrase, roomId: roomId ?? claim.roomId },
})
/** An item in full, its words among it. */
const told = (item: WorkItem) => ({ ...item, reasons: item.reasons() })
const order = (...flags: WorkFlag[]) => rankWork(flags, rules).map(({ item }) => item.id)

describe('rank', () => {
  test.each<[string, Change]>([
    ['graver', { severity: 4 }],
    ['in the pool', { poolState: 'listed' }],
    ['being rectified', { poolState: 'rectifying' }],
    ['a phrase nobody has judged', { phrase: '没听过' }],
    ['older', { createdAtMs: nowMs - 20 * 3_600_000 }],
    ['handed over by a colleague', { handedBy: '乙' }],
    ['overdue', { createdAtMs: nowMs - 30 * 3_600_000 }],
  ])('%s comes first', (_, change) => {
    expect(order(flag('a'), flag('b', change))).toEqual(['b', 'a'])
  })

  test('what only viewers said comes last', () => {
    expect(order(flag('a', { audience: true, severity: 5 }), flag('b', { severity: 1 }))).toEqual([
      'b',
      'a',
    ])
  })

  test('says why in words', () => {
    const [red] = rankWork(
      [
        flag('a', { severity: 5, poolState: 'rectifying', script: 's', hitCount: 60 }),
        flag('b', { script: 's', roomId: 'r2' }),
      ],
      rules,
    )
    expect(red && told(red.item)).toEqual({
      ...{ id: 'a', flagIds: ['a', 'b'], rooms: 2, hits: 61 },
      reasons: ['红线', '同一话术 2 条、2 个直播间', '本场 60 次', '直播间整改中'],
    })
    const [late] = rankWork(
      [flag('a', { phrase: '新', createdAtMs: nowMs - 25 * 3_600_000 })],
      rules,
    )
    expect(late?.item.reasons()).toEqual(['严重度 3', '未判定过的说法', '已超 24 小时时限'])
  })

  test('nothing of an item tells what is expected of it', () => {
    const items = (confirmed: number) =>
      rankWork([flag('a', { hitCount: 3 })], {
        ...rules,
        learned: learnConfirmations([{ ...claim, judged: 100, confirmed }], rules.policy.chance),
      }).map(({ item }) => told(item))
    expect(items(0)).toEqual(items(100))
  })
})

const many = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    flag(`f${String(i).padStart(3, '0')}`, {
      severity: ((i % 4) + 1) as WorkFlag['severity'],
      roomId: `r${i % 13}`,
      script: i % 5 === 0 ? `s${i % 15}` : null,
      audience: i % 11 === 0,
    }),
  )

test('every lead is in exactly one item, whatever order they come in', () => {
  const flags = many(200)
  const ranked = rankWork(flags, rules)
  expect(ranked.flatMap(({ item }) => item.flagIds).toSorted()).toEqual(flags.map(({ id }) => id))
  const inOrder = (of: typeof ranked) => of.map(({ item, score }) => ({ ...told(item), score }))
  expect(inOrder(rankWork(flags.toReversed(), rules))).toEqual(inOrder(ranked))
})

describe('the cut', () => {
  const cut = (minutes: number, seed = '2026-03-12 甲') =>
    cutByMinutes(rankWork(many(200), rules), { minutes, minutesPerFlag: 0.5, seed }, rules.policy)

  test('fits the minutes and counts the rest', () => {
    for (const minutes of [0, 1, 7, 30, 60, 1000]) {
      const { items, below } = cut(minutes)
      const spent = items.reduce((sum, { flagIds }) => sum + 0.5 * Math.min(3, flagIds.length), 0)
      expect(spent).toBeLessThanOrEqual(minutes)
      const flags = items.reduce((sum, { flagIds }) => sum + flagIds.length, 0)
      expect(flags + below.flags).toBe(200)
    }
    expect(cut(1000).below).toEqual({ items: 0, flags: 0, sample: [], expected: null })
  })

  test('draws the same sample all day, another for another day', () => {
    const ids = (seed?: string) => cut(20, seed).below.sample.map(({ id }) => id)
    expect(ids()).toEqual(ids())
    expect(ids()).toHaveLength(5)
    expect(ids('2026-03-13 甲')).not.toEqual(ids())
  })

  test('says how many are expected below, but never of a few', () => {
    expect(cut(20).below.expected).toBeGreaterThan(0)
    const few = cutByMinutes(
      rankWork(many(10), rules),
      { minutes: 0, minutesPerFlag: 0.5, seed: '' },
      rules.policy,
    )
    expect(few.below).toMatchObject({ expected: null })
  })
})

test('samples are drawn by the ids alone', () => {
  const ids = Array.from({ length: 12 }, (_, i) => `id${i}`)
  expect(samplesOf(ids, 3)).toHaveLength(3)
  expect(samplesOf(ids.toReversed(), 3)).toEqual(samplesOf(ids, 3))
  expect(samplesOf(ids.slice(1), 3)).not.toEqual(samplesOf(ids, 3))
  expect(samplesOf(ids.slice(0, 2), 3).toSorted()).toEqual(['id0', 'id1'])
})

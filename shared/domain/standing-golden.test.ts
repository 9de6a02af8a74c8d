import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parsePolicy } from '#shared/policy/load.ts'
import { dayMs } from './calendar.ts'
import type { FlagFacts } from './flag.ts'
import { policyFile, policyOn } from './policy.ts'
import type { PoolEvent } from './pool-event.ts'
import { colourOf, PoolPolicy } from './pool-policy.ts'
import { standing } from './standing.ts'
import { decide } from './verdict.ts'

const { versions } = parsePolicy(
  readFileSync('policies/pool.yaml', 'utf8'),
  policyFile(PoolPolicy),
  'pool.yaml',
)
const saidMs = Date.parse('2026-05-06T20:15:00+08:00')
const hour = 3_600_000
const afterMs = saidMs + 2 * dayMs
const policy = policyOn(versions, saidMs)

function flagged(flagId: string, facts: Partial<FlagFacts> = {}): PoolEvent[] {
  const flag: FlagFacts = {
    flagId,
    broadcastId: `b-${flagId}`,
    rule: 'absolute-terms.best',
    category: 'absolute-terms',
    severity: 3,
    mode: 'assert',
    channel: 'speech',
    saidAtMs: saidMs,
    audience: false,
    correctedAfterMs: null,
    ...facts,
  }
  return [{ kind: 'flagged', id: `e-${flagId}`, atMs: flag.saidAtMs + hour, flag }]
}

function confirmed(flagId: string, facts: Partial<FlagFacts> = {}): PoolEvent[] {
  const act = { id: `v-${flagId}`, flagId, verdict: 'confirmed', reason: '', by: 'li' } as const
  const atMs = (facts.saidAtMs ?? saidMs) + 2 * hour
  return [...flagged(flagId, facts), { kind: 'verdict', ...decide([], act, atMs, policy) }]
}

const on = (kind: 'noticed' | 'rectified', flagId: string, hours: number): PoolEvent => ({
  kind,
  id: `${kind}-${flagId}-${hours}`,
  atMs: saidMs + hours * hour,
  noticeId: 'n1',
  flagIds: [flagId],
})
const selfReported = (flagId: string, hours: number): PoolEvent => ({
  kind: 'self_reported',
  id: `self-${flagId}`,
  atMs: saidMs + hours * hour,
  flagIds: [flagId],
})

describe('standing under the shipped policy', () => {
  it.each<[string, PoolEvent[], number, number[]]>([
    ['no events', [], 100, []],
    ['what the machine found alone', flagged('a', { severity: 5 }), 100, []],
    ['severity 1', confirmed('a', { severity: 1 }), 100, [0]],
    ['severity 2', confirmed('a', { severity: 2 }), 99, [1]],
    ['severity 3', confirmed('a'), 97, [3]],
    ['severity 4', confirmed('a', { severity: 4 }), 92, [8]],
    ['severity 5', confirmed('a', { severity: 5 }), 59, [41]],
    ['a modifier alone', confirmed('a', { severity: 4, mode: 'modifier' }), 100, [0]],
    ['only the audience said it', confirmed('a', { audience: true }), 100, []],
    ['corrected in the 60th second', confirmed('a', { correctedAfterMs: 60_000 }), 98.5, [1.5]],
    ['corrected too late', confirmed('a', { correctedAfterMs: 60_001 }), 97, [3]],
    ['a red line corrected', confirmed('a', { severity: 5, correctedAfterMs: 1 }), 59, [41]],
    ['self-reported, never noticed', [...confirmed('a'), selfReported('a', 9)], 100, [0]],
    [
      'self-reported before the notice',
      [...confirmed('a'), selfReported('a', 9), on('noticed', 'a', 10)],
      100,
      [0],
    ],
    [
      'self-reported after the notice',
      [...confirmed('a'), selfReported('a', 11), on('noticed', 'a', 10)],
      97,
      [3],
    ],
    [
      'self-reported a red line',
      [...confirmed('a', { severity: 5 }), selfReported('a', 9)],
      59,
      [41],
    ],
    ['noticed only', [...confirmed('a'), on('noticed', 'a', 10)], 97, [3]],
    ['rectified', [...confirmed('a', { severity: 4 }), on('rectified', 'a', 20)], 96, [4]],
    [
      'corrected and rectified',
      [...confirmed('a', { correctedAfterMs: 5 }), on('rectified', 'a', 20)],
      99.25,
      [0.75],
    ],
    [
      'rectified a red line',
      [...confirmed('a', { severity: 5 }), on('rectified', 'a', 20)],
      59,
      [41],
    ],
    [
      'the same rule twice in one broadcast',
      [
        ...confirmed('a', { broadcastId: 'b' }),
        ...confirmed('b', { broadcastId: 'b', severity: 4 }),
      ],
      92,
      [8],
    ],
    [
      'two rules in one broadcast',
      [
        ...confirmed('a', { broadcastId: 'b' }),
        ...confirmed('b', { broadcastId: 'b', rule: 'r2' }),
      ],
      94,
      [3, 3],
    ],
    ['one rule in two broadcasts', [...confirmed('a'), ...confirmed('b')], 94, [3, 3]],
    [
      'never below 0',
      ['a', 'b', 'c'].flatMap((id) => confirmed(id, { severity: 5 })),
      0,
      [41, 41, 41],
    ],
    [
      'said before any policy',
      confirmed('a', { saidAtMs: Date.parse('2024-06-30T23:00:00+08:00') }),
      100,
      [],
    ],
  ])('%s', (_, events, score, points) => {
    const found = standing(events, versions, afterMs)
    expect(found.score).toBe(score)
    expect(found.deductions.map((d) => d.points)).toEqual(points)
  })

  it('starts after the undo window and ends when the day leaves the window of 90 days', () => {
    const events = confirmed('a')
    const effectiveMs = saidMs + 2 * hour + 10 * 60_000
    const leavesMs = Date.parse('2026-08-04T00:00:00+08:00')
    expect(standing(events, versions, effectiveMs - 1).score).toBe(100)
    expect(standing(events, versions, effectiveMs).score).toBe(97)
    expect(standing(events, versions, leavesMs - 1).score).toBe(97)
    expect(standing(events, versions, leavesMs).score).toBe(100)
  })

  it('judges words by the policy of their day, and a day by what is known at another', () => {
    const dearer: PoolPolicy = {
      ...policy,
      version: '2',
      effectiveFrom: '2026-05-08',
      points: { ...policy.points, assert: [9, 9, 9, 9, 9] },
    }
    const later = saidMs + 3 * dayMs
    const both = [...confirmed('a'), ...confirmed('b', { saidAtMs: later })]
    const found = standing(both, [dearer, ...versions], later + dayMs)
    expect(found.deductions.map((d) => [d.points, d.policyVersion])).toEqual([
      [3, policy.version],
      [9, '2'],
    ])
    expect(standing(both, versions, saidMs + hour).score).toBe(100)
    expect(standing(both, versions, saidMs + hour, afterMs).score).toBe(97)
  })

  it('names the next flag that would take the place of an overturned one', () => {
    const same = { broadcastId: 'b' }
    const events = [...confirmed('a', { ...same, severity: 2 }), ...confirmed('b', same)]
    const [deduction] = standing(events, versions, afterMs).deductions
    expect(deduction).toMatchObject({ flagId: 'b', verdictId: 'v-b', confirmedBy: 'li', points: 3 })
    expect(deduction?.others.map((other) => [other.flagId, other.points])).toEqual([['a', 1]])
    expect(deduction?.why).toBe('严重度 3，应扣 3；同场同项另有 1 条，不重复扣分；实扣 3')
  })
})

describe('colourOf', () => {
  it.each([
    [100, 'green'],
    [90, 'green'],
    [89.99, 'blue'],
    [75, 'blue'],
    [74.99, 'yellow'],
    [60, 'yellow'],
    [59.99, 'red'],
    [0, 'red'],
  ])('%d is %s', (score, colour) => {
    expect(colourOf(score, policy)).toBe(colour)
  })
})

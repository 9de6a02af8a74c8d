import { describe, expect, it } from 'vitest'
import { loadPolicy } from '#shared/policy/load.ts'
import { dayMs } from './calendar.ts'
import { provinceFacts, reapplyFrom, validUntil } from './membership-terms.ts'
import { policyFile, policyOn } from './policy.ts'
import type { PoolEvent } from './pool-event.ts'
import { PoolPolicy } from './pool-policy.ts'
import { decide } from './verdict.ts'

const { versions } = await loadPolicy('policies/pool.yaml', policyFile(PoolPolicy))
const onMs = Date.parse('2026-11-24T12:00:00+08:00')
const policy = policyOn(versions, onMs)

function confirmed(severity: 3 | 4, daysAgo: number, audience = false): PoolEvent[] {
  const saidAtMs = onMs - daysAgo * dayMs
  const flagId = `f${severity}-${daysAgo}`
  const act = { id: `v-${flagId}`, flagId, verdict: 'confirmed', reason: '', by: 'li' } as const
  return [
    {
      kind: 'flagged',
      id: `e-${flagId}`,
      atMs: saidAtMs,
      flag: {
        flagId,
        broadcastId: `b-${flagId}`,
        rule: 'r',
        category: 'c',
        severity,
        mode: 'assert',
        channel: 'speech',
        saidAtMs,
        audience,
        correctedAfterMs: null,
      },
    },
    { kind: 'verdict', ...decide([], act, saidAtMs, policy) },
  ]
}

describe('terms of a listing', () => {
  it('runs two years, and a removed room waits twelve months', () => {
    expect(validUntil('2026-02-10', policy)).toBe('2028-02-10')
    expect(reapplyFrom('2026-02-10', policy)).toBe('2027-02-10')
  })
})

describe('provinceFacts', () => {
  it.each<[string, PoolEvent[], string, boolean[]]>([
    ['a clean half year', [], '2026-05-24', [true, true, true]],
    ['a day too early', [], '2026-05-25', [true, false, true]],
    [
      'a grave flag still in the quiet months',
      confirmed(4, 180),
      '2026-01-01',
      [true, true, false],
    ],
    ['one before them', confirmed(4, 185), '2026-01-01', [true, true, true]],
    ['a lesser one', confirmed(3, 10), '2026-01-01', [true, true, true]],
    ['the audience', confirmed(4, 10, true), '2026-01-01', [true, true, true]],
    [
      'a low score',
      [1, 2, 3, 4].flatMap((day) => confirmed(3, day)),
      '2026-01-01',
      [false, true, true],
    ],
  ])('%s', (_, events, listedOn, met) => {
    expect(provinceFacts(events, versions, listedOn, onMs).map((fact) => fact.met)).toEqual(met)
  })
})

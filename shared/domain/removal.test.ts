import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePolicy } from '#shared/policy/load.ts'
import { histories, historyDays, historyStartMs } from '#shared/testing/pool-histories.ts'
import { dayMs } from './calendar.ts'
import { InPool, MembershipState } from './membership.ts'
import { policyFile, policyOn } from './policy.ts'
import type { PoolEvent } from './pool-event.ts'
import { PoolPolicy } from './pool-policy.ts'
import { flagsOf, proposeRemoval, type RemovalProposal, stillDue } from './removal.ts'
import { standing } from './standing.ts'
import { decide, type VerdictEntry } from './verdict.ts'

const { versions } = parsePolicy(
  readFileSync('policies/pool.yaml', 'utf8'),
  policyFile(PoolPolicy),
  'pool.yaml',
)
const policy = policyOn(versions, historyStartMs)
/** Drafts far more often, so that random histories reach every kind of trigger. */
const strict: PoolPolicy = {
  ...policy,
  removal: {
    ...policy.removal,
    triggers: [
      { id: 'low', name: '低分', kind: 'score-below', below: 92 },
      { id: 'twice', name: '两次', kind: 'repeats', times: 2, days: 60, minSeverity: 2 },
      { id: 'grave', name: '严重', kind: 'severity', atLeast: 4, times: 1 },
    ],
  },
}
const onMs = historyStartMs + 40 * dayMs
const hour = 3_600_000

function confirmed(flagId: string, severity: 1 | 2 | 3 | 4 | 5, more = {}): PoolEvent[] {
  const saidAtMs = onMs - 10 * dayMs
  const flag = {
    flagId,
    broadcastId: `b-${flagId}`,
    rule: 'r',
    category: 'c',
    severity,
    mode: 'assert' as const,
    channel: 'speech' as const,
    saidAtMs,
    audience: false,
    correctedAfterMs: null,
    ...more,
  }
  const act = { id: `v-${flagId}`, flagId, verdict: 'confirmed', reason: '', by: 'li' } as const
  return [
    { kind: 'flagged', id: `e-${flagId}`, atMs: saidAtMs, flag },
    { kind: 'verdict', ...decide([], act, saidAtMs + hour, policy) },
  ]
}

function overturn(events: readonly PoolEvent[], flagId: string, atMs: number): PoolEvent {
  const log = events.flatMap((e): VerdictEntry[] => {
    if (e.kind !== 'verdict' || e.flagId !== flagId) return []
    const { kind: _, ...entry } = e
    return [entry]
  })
  const act = {
    id: `o-${flagId}`,
    flagId,
    verdict: 'dismissed',
    reason: '复核更正',
    by: 'qian',
  } as const
  return { kind: 'verdict', ...decide(log, act, atMs, policy) }
}

function propose(events: readonly PoolEvent[], state: MembershipState = 'listed', atMs = onMs) {
  return proposeRemoval(standing(events, versions, atMs), events, policy, state)
}

function proposed(proposal: RemovalProposal, atMs: number): PoolEvent {
  return { kind: 'removal_proposed', id: 'p', atMs, proposalId: 'p', flagIds: flagsOf(proposal) }
}

const many = (severity: 2 | 3 | 4, n: number) =>
  Array.from({ length: n }, (_, i) => confirmed(`f${i}`, severity, { category: `c${i}` })).flat()

describe('proposeRemoval', () => {
  it.each<[string, PoolEvent[], string[] | null]>([
    ['nothing', [], null],
    [
      'the same kind three times, all self-reported',
      [
        ...['a', 'b', 'c'].flatMap((id) => confirmed(id, 3)),
        { kind: 'self_reported', id: 's', atMs: onMs - 9 * dayMs, flagIds: ['a', 'b', 'c'] },
      ],
      null,
    ],
    ['one red line', confirmed('a', 5), ['red', 'red-line']],
    ['five grave ones, 60 exactly', many(4, 5), null],
    ['six grave ones', many(4, 6), ['red']],
    ['the same kind three times', ['a', 'b', 'c'].flatMap((id) => confirmed(id, 3)), ['repeat']],
    ['the same kind twice', ['a', 'b'].flatMap((id) => confirmed(id, 3)), null],
    ['three slight ones', ['a', 'b', 'c'].flatMap((id) => confirmed(id, 2)), null],
    [
      'three times in one broadcast',
      ['a', 'b', 'c'].flatMap((id) => confirmed(id, 3, { broadcastId: 'b' })),
      null,
    ],
    [
      'three of which one is older than 30 days',
      [
        ...confirmed('a', 3),
        ...confirmed('b', 3),
        ...confirmed('c', 3, { saidAtMs: onMs - 30 * dayMs }),
      ],
      null,
    ],
  ])('%s', (_, events, triggers) => {
    expect(propose(events)?.triggers.map((trigger) => trigger.id) ?? null).toEqual(triggers)
  })

  it('proposes only for a room in ordinary supervision', () => {
    for (const state of MembershipState.options)
      expect(propose(confirmed('a', 5), state) !== null).toBe(InPool.safeParse(state).success)
  })

  it('shows its arithmetic, what would void it, what speaks for the room, and its clocks', () => {
    const events: PoolEvent[] = [
      ...many(4, 5),
      ...confirmed('x', 3, { correctedAfterMs: 20_000 }),
      {
        kind: 'favourable',
        id: 'g',
        atMs: onMs - dayMs,
        fact: 'training',
        text: '主播培训 8 学时',
      },
    ]
    const proposal = propose(events)
    expect(
      proposal?.rows.map((row) => [
        row.running,
        row.counted,
        row.scoreIfOverturned,
        row.dueIfOverturned,
      ]),
    ).toEqual([
      [92, true, 66.5, false],
      [84, true, 66.5, false],
      [76, true, 66.5, false],
      [68, true, 66.5, false],
      [60, true, 66.5, false],
      [58.5, true, 60, false],
    ])
    expect(proposal?.voidWhen.text).toBe('6 项事实中任一项被更正，本建议自动撤回。')
    expect(proposal?.favourable.map((fact) => [fact.kind, fact.text])).toEqual([
      ['corrected', '说出后 20 秒内当场更正'],
      ['training', '主播培训 8 学时'],
    ])
    expect(proposal?.clocks.map((clock) => clock.clock)).toEqual([
      'removal-verify',
      'removal-hear',
      'removal-review',
      'removal-approve',
    ])
  })

  it('is never drafted twice for the same facts, but is for a new one', () => {
    const first = propose(confirmed('a', 5))
    if (!first) throw new Error('not proposed')
    const events = [...confirmed('a', 5), proposed(first, onMs)]
    expect(propose(events)).toBeNull()
    const dearer = confirmed('A', 5, { broadcastId: 'b-a', saidAtMs: onMs - 11 * dayMs })
    expect(standing([...events, ...dearer], versions, onMs).deductions[0]?.flagId).toBe('A')
    expect(propose([...events, ...dearer])).toBeNull()
    const again = propose([...events, ...confirmed('b', 5)])
    expect(again?.key).not.toBe(first.key)
    expect(
      propose([...events, { kind: 'removal_withdrawn', id: 'w', atMs: onMs, proposalId: 'p' }])
        ?.key,
    ).toBe(first.key)
  })

  it('stays due while time passes and new facts come, and withdraws itself when its own fall', () => {
    const events = confirmed('a', 5)
    const proposal = propose(events)
    if (!proposal) throw new Error('not proposed')
    const muchLater = onMs + 200 * dayMs
    expect(stillDue(proposal, events, versions, muchLater)).toEqual({ due: true, score: 59 })
    const other = [...events, ...confirmed('b', 5), overturn(events, 'a', onMs + hour)]
    expect(stillDue(proposal, other, versions, onMs + hour).due).toBe(true)
    expect(stillDue(proposal, other, versions, onMs + 2 * hour)).toEqual({
      due: false,
      score: 100,
      why: '所依据的事实已更正或整改验收，按原计算日重算为 100 分，不再达到“动态得分低于 60 分、红线线索成立”，本建议自动撤回。',
    })
  })

  it('says truly, on random histories, what each overturned verdict would do', () => {
    let drafted = 0
    fc.assert(
      fc.property(histories([strict]), fc.integer({ min: 20, max: historyDays }), (all, day) => {
        const atMs = historyStartMs + day * dayMs
        // Everything known is also in effect, so that only what the test does changes the outcome.
        const events = all.filter((event) => event.atMs <= atMs - hour)
        const now = standing(events, [strict], atMs)
        const proposal = proposeRemoval(now, events, strict, 'listed')
        if (!proposal) return
        drafted += 1
        const laterMs = atMs + hour
        expect(proposal.rows.at(-1)?.running).toBe(now.score)
        expect(stillDue(proposal, events, [strict], laterMs)).toEqual({
          due: true,
          score: now.score,
        })
        const recorded = [...events, proposed(proposal, atMs)]
        expect(proposeRemoval(now, recorded, strict, 'listed')).toBeNull()
        for (const { deduction, scoreIfOverturned, dueIfOverturned } of proposal.rows) {
          const changed = [...events, overturn(events, deduction.flagId, atMs + 1)]
          expect(stillDue(proposal, changed, [strict], laterMs)).toMatchObject({
            due: dueIfOverturned,
            score: scoreIfOverturned,
          })
          expect(proposal.voidWhen.anyOne.includes(deduction.flagId)).toBe(!dueIfOverturned)
        }
        const fallen = proposal.voidWhen.together.map((id) => overturn(events, id, atMs + 1))
        expect(stillDue(proposal, [...events, ...fallen], [strict], laterMs).due).toBe(false)
      }),
      { numRuns: 1500 },
    )
    expect(drafted).toBeGreaterThan(300)
  })
})

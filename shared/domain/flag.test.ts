import { describe, expect, it } from 'vitest'
import {
  checkDecision,
  FlagState,
  flagState,
  type Lease,
  takeLease,
  verdictGivers,
} from './flag.ts'
import { Role } from './role.ts'
import { decide, undo, Verdict, type VerdictEntry } from './verdict.ts'

const minute = 60_000
const windows = { undoMinutes: 10, batchUndoMinutes: 30 }

function logOf(state: FlagState, by = 'li'): VerdictEntry[] {
  if (state === 'open') return []
  const act = { id: 'v0', flagId: 'f', verdict: state, reason: '', by }
  return [decide([], act, 0, windows)]
}

describe('a lease', () => {
  const held: Lease = { by: 'li', untilMs: 10 * minute }
  it.each<[string, Lease | null, string, number, Lease | 'conflict']>([
    ['a free flag', null, 'li', 0, { by: 'li', untilMs: 10 * minute }],
    ['a heartbeat', held, 'li', 5 * minute, { by: 'li', untilMs: 15 * minute }],
    ["somebody else's", held, 'wang', 10 * minute - 1, 'conflict'],
    ['one run out', held, 'wang', 10 * minute, { by: 'wang', untilMs: 20 * minute }],
  ])('%s', (_, lease, by, nowMs, expected) => {
    if (expected === 'conflict') expect(() => takeLease(lease, by, nowMs, 10)).toThrow('他人')
    else expect(takeLease(lease, by, nowMs, 10)).toEqual(expected)
  })
})

describe('checkDecision', () => {
  const may = (state: FlagState, verdict: Verdict, by: string, ...roles: Role[]) => {
    try {
      checkDecision(logOf(state), { verdict, by, roles }, null, 0)
      return true
    } catch {
      return false
    }
  }

  it('allows each role, state and verdict as the field does it, and nothing else', () => {
    for (const role of Role.options)
      for (const state of FlagState.options)
        for (const verdict of Verdict.options) {
          const reviews = role === 'reviewer' || role === 'second_reviewer'
          const other = state === 'open' ? reviews : role === 'second_reviewer' && state !== verdict
          expect([state, verdict, role, may(state, verdict, 'wang', role)]).toEqual([
            state,
            verdict,
            role,
            other,
          ])
          const own = reviews && (state === 'open' || (state !== verdict && state !== 'doubtful'))
          expect(may(state, verdict, 'li', role)).toBe(own)
        }
  })

  it('never lets a person settle their own doubt, whatever their roles', () => {
    expect(() =>
      checkDecision(
        logOf('doubtful'),
        { verdict: 'confirmed', by: 'li', roles: Role.options },
        null,
        0,
      ),
    ).toThrow(
      expect.objectContaining({ code: 'forbidden', message: expect.stringContaining('另一人') }),
    )
  })

  it('respects a running lease', () => {
    const act = { verdict: 'confirmed', by: 'li', roles: ['reviewer'] } as const
    const held = { by: 'wang', untilMs: 5 }
    expect(() => checkDecision([], act, held, 4)).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    )
    expect(() => checkDecision([], act, held, 5)).not.toThrow()
    expect(() => checkDecision([], act, { ...held, by: 'li' }, 4)).not.toThrow()
  })
})

describe('a flag', () => {
  it('is where its log puts it, and remembers every hand', () => {
    const first = logOf('doubtful')
    const act = {
      id: 'v1',
      flagId: 'f',
      verdict: 'confirmed',
      reason: '听清了',
      by: 'qian',
    } as const
    const second = [...first, decide(first, act, minute, windows)]
    const undone = [...second, undo(second, { id: 'v2', by: 'qian' }, 2 * minute)]
    expect([[], first, second, undone].map((log) => flagState(log))).toEqual([
      'open',
      'doubtful',
      'confirmed',
      'doubtful',
    ])
    expect(flagState(undone, minute)).toBe('confirmed')
    expect(verdictGivers([...undone].reverse())).toEqual(['li', 'qian'])
  })
})

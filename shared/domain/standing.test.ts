import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePolicy } from '#shared/policy/load.ts'
import { histories, historyDays, historyStartMs } from '#shared/testing/pool-histories.ts'
import { addDays, dayMs, dayOf } from './calendar.ts'
import { casesOf } from './flag-case.ts'
import { policyFile, policyOn } from './policy.ts'
import type { PoolEvent } from './pool-event.ts'
import { colourOf, PoolPolicy } from './pool-policy.ts'
import { nextChangeMs, type Standing, standing } from './standing.ts'
import { currentVerdict, decide, type VerdictEntry } from './verdict.ts'

const { versions } = parsePolicy(
  readFileSync('policies/pool.yaml', 'utf8'),
  policyFile(PoolPolicy),
  'pool.yaml',
)
const shipped = policyOn(versions, historyStartMs)
/** A second version in the middle of every history: shorter window, dearer points, counted by category. */
const policies: PoolPolicy[] = [
  shipped,
  {
    ...shipped,
    version: '2',
    effectiveFrom: addDays(dayOf(historyStartMs), 60),
    windowDays: 45,
    oncePer: 'category',
    points: { ...shipped.points, verify: [0.5, 1.25, 4, 9, 50] },
    rectified: { restoreShare: 0.3, maxSeverity: 4 },
  },
]
const history = histories(policies)
const days = Array.from({ length: historyDays }, (_, i) => historyStartMs + (i + 1) * dayMs - 1)
const anyDay = fc.constantFrom(...days)
const endMs = historyStartMs + historyDays * dayMs

function what(s: Standing) {
  return { score: s.score, colour: s.colour, deductions: s.deductions }
}

function verdictsOf(events: readonly PoolEvent[], flagId: string): VerdictEntry[] {
  return events.flatMap((e) => {
    if (e.kind !== 'verdict' || e.flagId !== flagId) return []
    const { kind: _, ...entry } = e
    return [entry]
  })
}

/** The history plus one more decision on a flag, after everything else in it. */
function decided(
  events: readonly PoolEvent[],
  flagId: string,
  verdict: 'confirmed' | 'dismissed',
  atMs: number,
): PoolEvent[] {
  const log = verdictsOf(events, flagId)
  if (currentVerdict(log)?.verdict === verdict) return [...events]
  const act = { id: `${flagId}.last`, flagId, verdict, reason: '复核', by: 'zhao' }
  return [...events, { kind: 'verdict', ...decide(log, act, atMs, shipped) }]
}

describe('standing on random histories', () => {
  it('does not depend on the order in which the events are read', () => {
    const shuffled = history.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
    )
    fc.assert(
      fc.property(shuffled, anyDay, ([events, other], onMs) => {
        expect(standing(other, policies, onMs)).toEqual(standing(events, policies, onMs))
      }),
      { numRuns: 500 },
    )
  })

  it('keeps the score within 0 and 100 and the colour by the thresholds', () => {
    fc.assert(
      fc.property(history, anyDay, (events, onMs) => {
        const { score, colour, deductions } = standing(events, policies, onMs)
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(100)
        expect(colour).toBe(colourOf(score, shipped))
        for (const d of deductions) {
          expect(d.points).toBeGreaterThanOrEqual(0)
          expect(d.points).toBeLessThanOrEqual(d.fullPoints)
        }
        const lost = deductions.reduce((sum, d) => sum + Math.round(d.points * 100), 0)
        expect(score).toBe(Math.max(0, 10_000 - lost) / 100)
      }),
      { numRuns: 500 },
    )
  })

  it('stored and refreshed only on events and at nextChangeMs, equals a recomputation on every day', () => {
    fc.assert(
      fc.property(history, (events) => {
        let stored = what(standing([], policies, historyStartMs))
        let dueMs: number | null = historyStartMs
        let seen: PoolEvent[] = []
        const arriving = [...events].sort((a, b) => a.atMs - b.atMs)
        for (const dayEndMs of days) {
          while (arriving[0] && arriving[0].atMs <= dayEndMs) {
            const [event] = arriving.splice(0, 1)
            if (!event) break
            seen = [...seen, event]
            stored = what(standing(seen, policies, event.atMs))
            dueMs = nextChangeMs(seen, policies, event.atMs)
          }
          while (dueMs !== null && dueMs <= dayEndMs) {
            stored = what(standing(seen, policies, dueMs))
            dueMs = nextChangeMs(seen, policies, dueMs)
          }
          const fresh = what(standing(events, policies, dayEndMs))
          // Tens of thousands of comparisons: the cheap one first, the one that explains itself on failure.
          if (!isDeepStrictEqual(stored, fresh)) expect(stored).toEqual(fresh)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('never lets later events change how a past day looked then', () => {
    fc.assert(
      fc.property(history, anyDay, (events, onMs) => {
        const then = events.filter((event) => event.atMs <= onMs)
        expect(standing(events, policies, onMs)).toEqual(standing(then, policies, onMs))
      }),
      { numRuns: 500 },
    )
  })

  it('treats an overturned confirmation as if it had never been given', () => {
    fc.assert(
      fc.property(history, fc.nat(), (events, pick) => {
        const flags = casesOf(events, endMs).map((c) => c.flag.flagId)
        const flagId = flags[pick % Math.max(1, flags.length)]
        if (flagId === undefined) return
        const lastMs = Math.max(...events.map((event) => event.atMs)) + 1
        const overturned = decided(events, flagId, 'dismissed', lastMs)
        const never = events.filter((e) => e.kind !== 'verdict' || e.flagId !== flagId)
        const afterMs = lastMs + 3_600_000
        expect(what(standing(overturned, policies, afterMs))).toEqual(
          what(standing(never, policies, afterMs)),
        )
        expect(standing(overturned, policies, afterMs).score).toBeGreaterThanOrEqual(
          standing(events, policies, afterMs).score,
        )
        expect(standing(overturned, policies, lastMs - 1)).toEqual(
          standing(events, policies, lastMs - 1),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('treats a reversed notice, self-report or rectification as never entered', () => {
    fc.assert(
      fc.property(
        history,
        fc.constantFrom('self_reported' as const, 'noticed' as const, 'rectified' as const),
        fc.nat(historyDays * dayMs),
        anyDay,
        (events, kind, atOffset, onMs) => {
          const atMs = historyStartMs + atOffset
          const fact = { id: 'extra', atMs, noticeId: 'n', flagIds: ['f0', 'f1'] }
          const { noticeId: _, ...plain } = fact
          const added: PoolEvent[] = [
            ...events,
            kind === 'self_reported' ? { kind, ...plain } : { kind, ...fact },
            { kind: 'reversed', id: 'back', atMs: atMs + 1, reverses: 'extra', reason: '误录' },
          ]
          if (onMs === atMs) return
          expect(standing(added, policies, onMs)).toEqual(standing(events, policies, onMs))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('never rises when one more flag is confirmed, or a confirmed one is graver', () => {
    fc.assert(
      fc.property(history, fc.nat(), anyDay, (events, pick, onMs) => {
        const found = casesOf(events, endMs)
        const one = found[pick % Math.max(1, found.length)]
        if (!one) return
        const lastMs = Math.max(...events.map((event) => event.atMs)) + 1
        const more = decided(events, one.flag.flagId, 'confirmed', lastMs)
        const laterMs = Math.max(onMs, lastMs + 3_600_000)
        const before = standing(events, policies, laterMs).score
        expect(standing(more, policies, laterMs).score).toBeLessThanOrEqual(before)

        const flag = { ...one.flag, severity: 5 as const }
        const graver: PoolEvent[] = [...events, { kind: 'flagged', id: 'z', atMs: lastMs, flag }]
        expect(standing(graver, policies, laterMs).score).toBeLessThanOrEqual(before)
      }),
      { numRuns: 500 },
    )
  })

  it('is always able to explain itself in numbers that add up', () => {
    fc.assert(
      fc.property(history, anyDay, (events, onMs) => {
        for (const d of standing(events, policies, onMs).deductions) {
          expect(d.why).toContain(`实扣 ${d.points}`)
          expect(d.others.every((other) => other.points <= d.points)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})

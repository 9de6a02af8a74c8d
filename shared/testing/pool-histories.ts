import fc from 'fast-check'
import { dayMs } from '#shared/domain/calendar.ts'
import type { FlagFacts } from '#shared/domain/flag.ts'
import { findPolicy } from '#shared/domain/policy.ts'
import type { PoolEvent } from '#shared/domain/pool-event.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { decide, undo, Verdict, type VerdictEntry } from '#shared/domain/verdict.ts'

/** The first instant of every random history: 2026-03-01 in Shanghai. */
export const historyStartMs = Date.parse('2026-03-01T00:00:00+08:00')
export const historyDays = 150

const offsetMs = fc.integer({ min: 0, max: (historyDays - 30) * dayMs })
const gapMs = fc.oneof(
  fc.integer({ min: 0, max: 20 * 60_000 }),
  fc.integer({ min: 0, max: 12 * dayMs }),
)

const facts = fc.record({
  broadcast: fc.integer({ min: 0, max: 5 }),
  rule: fc.integer({ min: 0, max: 3 }),
  severity: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const),
  mode: fc.constantFrom('assert' as const, 'verify' as const, 'absence' as const),
  audience: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  correctedAfterMs: fc.option(fc.integer({ min: 0, max: 120_000 })),
  saidMs: offsetMs,
})

const step = fc.record({
  gapMs,
  act: fc.constantFrom(
    ...Verdict.options,
    // Weighted: only confirmed flags have consequences.
    'confirmed' as const,
    'confirmed' as const,
    'confirmed' as const,
    'undo' as const,
    'self_reported' as const,
    'noticed' as const,
    'rectified' as const,
    'reverse' as const,
    'refine' as const,
  ),
  by: fc.constantFrom('li', 'qian'),
  batch: fc.boolean(),
})

const plan = fc.array(
  fc.record({ facts, steps: fc.array(step, { minLength: 1, maxLength: 6, size: 'max' }) }),
  {
    maxLength: 12,
    size: 'max',
  },
)

/** One room's random event log, made with the same verbs people use; steps that a verb refuses leave no line. */
export function histories(policies: readonly PoolPolicy[]): fc.Arbitrary<PoolEvent[]> {
  return plan.map((flags) =>
    flags.flatMap(({ facts: { broadcast, rule, saidMs, ...rest }, steps }, i) => {
      const flag: FlagFacts = {
        ...rest,
        flagId: `f${i}`,
        broadcastId: `b${broadcast}`,
        rule: `r${rule}`,
        category: `c${rule % 2}`,
        channel: 'speech',
        saidAtMs: historyStartMs + saidMs,
      }
      return eventsOf(flag, steps, policies)
    }),
  )
}

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

function eventsOf(
  flag: FlagFacts,
  steps: readonly Step[],
  policies: readonly PoolPolicy[],
): PoolEvent[] {
  const { flagId } = flag
  const log: VerdictEntry[] = []
  const events: PoolEvent[] = [
    { kind: 'flagged', id: `${flagId}.0`, atMs: flag.saidAtMs + 3_600_000, flag },
  ]
  let nowMs = flag.saidAtMs + 3_600_000
  for (const [i, { act, by, batch, gapMs: gap }] of steps.entries()) {
    nowMs += gap
    const id = `${flagId}.${i + 1}`
    const policy = findPolicy(policies, nowMs)
    if (!policy) continue
    const last = events.at(-1)
    if (act === 'self_reported')
      events.push({ kind: 'self_reported', id, atMs: nowMs, flagIds: [flagId] })
    else if (act === 'noticed' || act === 'rectified')
      events.push({ kind: act, id, atMs: nowMs, noticeId: `n${flagId}`, flagIds: [flagId] })
    else if (act === 'reverse') {
      if (last && ['self_reported', 'noticed', 'rectified'].includes(last.kind))
        events.push({ kind: 'reversed', id, atMs: nowMs, reverses: last.id, reason: '录入有误' })
    } else if (act === 'refine')
      events.push({ kind: 'flagged', id, atMs: nowMs, flag: { ...flag, severity: 2 } })
    else {
      const entry = attempt(() =>
        act === 'undo'
          ? undo(log, { id, by }, nowMs)
          : decide(
              log,
              {
                id,
                flagId,
                verdict: act,
                reason: '依据录像',
                by,
                ...(batch ? { batch: 'x' } : {}),
              },
              nowMs,
              policy,
            ),
      )
      if (!entry) continue
      log.push(entry)
      events.push({ kind: 'verdict', ...entry })
    }
  }
  return events
}

function attempt<T>(act: () => T): T | null {
  try {
    return act()
  } catch {
    return null
  }
}

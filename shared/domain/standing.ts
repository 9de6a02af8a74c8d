import { addDays, dayOf, dayStartMs } from './calendar.ts'
import { casesOf, type FlagCase } from './flag-case.ts'
import { findPolicy, policyChangesMs, policyOn } from './policy.ts'
import type { PoolEvent } from './pool-event.ts'
import { type Colour, colourOf, type PoolPolicy } from './pool-policy.ts'
import type { Decision } from './verdict.ts'

/** One confirmed flag's share of a deduction: what it would cost alone. Points are to the hundredth. */
export interface Charge {
  readonly flagId: string
  /** The confirmation it rests on, and who gave it. */
  readonly verdictId: string
  readonly confirmedBy: string
  readonly category: string
  readonly rule: string
  readonly severity: number
  readonly mode: FlagCase['flag']['mode']
  readonly saidAtMs: number
  /** Before mitigation, by the policy in force when it was said. */
  readonly fullPoints: number
  readonly points: number
  readonly halved: boolean
  readonly selfReported: boolean
  /** Points given back by an accepted rectification. */
  readonly restored: number
  readonly policyVersion: string
}

/** What one rule costs in one broadcast: the dearest of its confirmed flags; the others cost nothing more. */
export interface Deduction extends Charge {
  /** Broadcast and rule (or category, as the policy counts), the same before and after a correction. */
  readonly key: string
  readonly broadcastId: string
  /** One sentence of arithmetic for the screen and the document. */
  readonly why: string
  /** The flags that would take its place if it were overturned, dearest first. */
  readonly others: readonly Charge[]
}

export interface Standing {
  readonly onMs: number
  readonly knownMs: number
  readonly policyVersion: string
  readonly window: { readonly fromMs: number; readonly toMs: number }
  readonly score: number
  readonly colour: Colour
  /** Oldest first. */
  readonly deductions: readonly Deduction[]
}

/** Whole hundredths, so that sums do not depend on the order of adding. */
function hundredths(points: number): number {
  return Math.round(points * 100)
}

/** The score that is left after these deductions, never below 0. */
export function scoreAfter(points: readonly number[], base = 100): number {
  const lost = points.reduce((sum, p) => sum + hundredths(p), 0)
  return Math.max(0, hundredths(base) - lost) / 100
}

/** Calendar days in Shanghai, the last one being the day of `onMs`. */
function windowOn(windowDays: number, onMs: number): Standing['window'] {
  return { fromMs: dayStartMs(addDays(dayOf(onMs), 1 - windowDays)), toMs: onMs }
}

function charge(found: FlagCase, confirmed: Decision, policy: PoolPolicy): Charge {
  const { flag } = found
  const fullPoints = policy.points[flag.mode][flag.severity - 1] ?? 0
  const may = (rule: { readonly maxSeverity: number }) => flag.severity <= rule.maxSeverity
  const selfReported =
    may(policy.selfReported) &&
    found.selfReportedMs !== null &&
    (found.noticedMs === null || found.selfReportedMs < found.noticedMs)
  const halved =
    may(policy.correctedOnAir) &&
    flag.correctedAfterMs !== null &&
    flag.correctedAfterMs <= policy.correctedOnAir.withinSeconds * 1000
  const mitigated =
    fullPoints *
    (halved ? policy.correctedOnAir.factor : 1) *
    (selfReported ? policy.selfReported.factor : 1)
  const given = hundredths(mitigated)
  const back =
    found.rectifiedMs !== null && may(policy.rectified)
      ? hundredths(mitigated * policy.rectified.restoreShare)
      : 0
  return {
    flagId: flag.flagId,
    verdictId: confirmed.id,
    confirmedBy: confirmed.by,
    category: flag.category,
    rule: flag.rule,
    severity: flag.severity,
    mode: flag.mode,
    saidAtMs: flag.saidAtMs,
    fullPoints,
    points: (given - back) / 100,
    halved,
    selfReported,
    restored: back / 100,
    policyVersion: policy.version,
  }
}

function explain(c: Charge, others: number): string {
  return [
    `严重度 ${c.severity}，应扣 ${c.fullPoints}`,
    c.halved ? '直播中及时更正，减轻' : '',
    c.selfReported ? '告知前自查自报，减免' : '',
    c.restored > 0 ? `整改验收，恢复 ${c.restored}` : '',
    others > 0 ? `同场同项另有 ${others} 条，不重复扣分` : '',
    `实扣 ${c.points}`,
  ]
    .filter((part) => part !== '')
    .join('；')
}

function dearestFirst(a: Charge, b: Charge): number {
  return b.points - a.points || a.saidAtMs - b.saidAtMs || (a.flagId < b.flagId ? -1 : 1)
}

/**
 * The room's dynamic score on an instant, from its event log alone: only flags a person confirmed, only after the undo
 * window, only what the host side said. Points and mitigation follow the policy in force when it was said (行政处罚法
 * 第37条 by analogy), window and colours the one in force on `onMs`; words said before any policy cost nothing.
 * `knownMs` asks how that instant looks with what is known at another time. Throws `not_found` without a policy on `onMs`.
 */
export function standing(
  events: readonly PoolEvent[],
  policies: readonly PoolPolicy[],
  onMs: number,
  knownMs: number = onMs,
): Standing {
  const policy = policyOn(policies, onMs)
  const window = windowOn(policy.windowDays, onMs)
  const groups = new Map<string, { broadcastId: string; charges: Charge[] }>()
  for (const found of casesOf(events, knownMs)) {
    const { flag, confirmed } = found
    const then = findPolicy(policies, flag.saidAtMs)
    if (!confirmed || flag.audience || !then) continue
    if (flag.saidAtMs < window.fromMs || flag.saidAtMs > window.toMs) continue
    const key = JSON.stringify([flag.broadcastId, flag[policy.oncePer]])
    const group = groups.get(key) ?? { broadcastId: flag.broadcastId, charges: [] }
    group.charges.push(charge(found, confirmed, then))
    groups.set(key, group)
  }
  const deductions = [...groups]
    .flatMap(([key, { broadcastId, charges }]): Deduction[] => {
      const [first, ...others] = charges.sort(dearestFirst)
      if (!first) return []
      return [{ ...first, key, broadcastId, why: explain(first, others.length), others }]
    })
    .sort((a, b) => a.saidAtMs - b.saidAtMs || (a.key < b.key ? -1 : 1))
  const score = scoreAfter(
    deductions.map((d) => d.points),
    policy.base,
  )
  return {
    onMs,
    knownMs,
    policyVersion: policy.version,
    window,
    score,
    colour: colourOf(score, policy),
    deductions,
  }
}

/**
 * The next instant after `afterMs` at which the standing may differ, or null: a stored standing that is recomputed on
 * every new event and at these instants always equals a fresh one.
 */
export function nextChangeMs(
  events: readonly PoolEvent[],
  policies: readonly PoolPolicy[],
  afterMs: number,
): number | null {
  const windows = [...new Set(policies.map((policy) => policy.windowDays))]
  const instants = policyChangesMs(policies)
  for (const event of events) {
    instants.push(event.atMs)
    if (event.kind === 'verdict') instants.push(event.effectiveAtMs)
    if (event.kind !== 'flagged') continue
    instants.push(event.flag.saidAtMs)
    for (const days of windows) instants.push(dayStartMs(addDays(dayOf(event.flag.saidAtMs), days)))
  }
  const later = instants.filter((ms) => ms > afterMs)
  return later.length > 0 ? later.reduce((a, b) => Math.min(a, b)) : null
}

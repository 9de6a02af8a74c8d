import { addDays, dayOf, dayStartMs } from './calendar.ts'
import { type Favourable, favourableFacts } from './favourable.ts'
import { fingerprint } from './fingerprint.ts'
import { InPool, type MembershipState } from './membership.ts'
import type { PoolEvent } from './pool-event.ts'
import type { PoolPolicy, RemovalTrigger } from './pool-policy.ts'
import { removalStages } from './removal-stages.ts'
import { type Deduction, type Standing, scoreAfter, standing } from './standing.ts'

/** One line of the arithmetic, oldest first. */
export interface ProposalRow {
  readonly deduction: Deduction
  /** The score after this line and those above it. */
  readonly running: number
  /** True when a trigger rests on it. */
  readonly counted: boolean
  /** If this one verdict were overturned: the score, and whether a proposal would still be due. */
  readonly scoreIfOverturned: number
  readonly dueIfOverturned: boolean
}

/** 移出建议: a draft for people, complete enough to be checked by hand. Nothing about it is a decision. */
export interface RemovalProposal {
  /** Names the facts: the same confirmed verdicts under the same triggers give the same key. */
  readonly key: string
  readonly onMs: number
  readonly policyVersion: string
  readonly score: number
  readonly colour: Standing['colour']
  /** The rules that were met, as they stood, so that the draft can be re-examined later. */
  readonly triggers: readonly RemovalTrigger[]
  readonly rows: readonly ProposalRow[]
  readonly thresholds: PoolPolicy['colours']
  readonly favourable: readonly Favourable[]
  readonly voidWhen: VoidWhen
  /** Clocks of the six stages: ids in `policies/clocks.yaml`. */
  readonly clocks: readonly { readonly stage: string; readonly clock: string }[]
}

/** What would undo a proposal. */
export interface VoidWhen {
  /** Flags each of which alone, if overturned, voids it. */
  readonly anyOne: readonly string[]
  /** Flags that void it together, dearest first; one flag when `anyOne` has any. */
  readonly together: readonly string[]
  readonly text: string
}

/** The deductions a trigger rests on, or none when it is not met on that day. */
function restsOn(
  trigger: RemovalTrigger,
  deductions: readonly Deduction[],
  onMs: number,
): readonly Deduction[] {
  const costly = deductions.filter((d) => d.points > 0)
  switch (trigger.kind) {
    case 'score-below':
      return scoreAfter(costly.map((d) => d.points)) < trigger.below ? costly : []
    case 'severity': {
      const grave = costly.filter((d) => d.severity >= trigger.atLeast)
      return grave.length >= trigger.times ? grave : []
    }
    case 'repeats': {
      const fromMs = dayStartMs(addDays(dayOf(onMs), 1 - trigger.days))
      const recent = costly.filter((d) => d.saidAtMs >= fromMs && d.severity >= trigger.minSeverity)
      return recent.filter(
        (d) => recent.filter((other) => other.category === d.category).length >= trigger.times,
      )
    }
  }
}

function isDue(
  triggers: readonly RemovalTrigger[],
  deductions: readonly Deduction[],
  onMs: number,
) {
  return triggers.some((trigger) => restsOn(trigger, deductions, onMs).length > 0)
}

/** The deductions if the flag now charged under `key` were overturned: the next of its kind takes its place. */
function overturned(deductions: readonly Deduction[], key: string): Deduction[] {
  return deductions.flatMap((d) => {
    if (d.key !== key) return [d]
    const [next, ...others] = d.others
    return next ? [{ ...d, ...next, others }] : []
  })
}

function voidWhen(
  triggers: readonly RemovalTrigger[],
  from: readonly Deduction[],
  onMs: number,
): VoidWhen {
  const counted = (deductions: readonly Deduction[]) => [
    ...new Set(triggers.flatMap((trigger) => restsOn(trigger, deductions, onMs))),
  ]
  const anyOne = counted(from)
    .filter((d) => !isDue(triggers, overturned(from, d.key), onMs))
    .map((d) => d.flagId)
  const together: string[] = []
  let left = [...from]
  while (isDue(triggers, left, onMs)) {
    const [dearest] = counted(left).sort((a, b) => b.points - a.points)
    if (!dearest) break
    together.push(dearest.flagId)
    left = overturned(left, dearest.key)
  }
  const all = counted(from).length
  const text =
    anyOne.length === 0
      ? `单独更正任一项仍达到条件；更正其中扣分最多的 ${together.length} 项，本建议自动撤回。`
      : anyOne.length === all
        ? `${all} 项事实中任一项被更正，本建议自动撤回。`
        : `${all} 项事实中的 ${anyOne.length} 项，任一项被更正，本建议自动撤回。`
  return { anyOne, together: anyOne.length > 0 ? anyOne.slice(0, 1) : together, text }
}

/** Flags that a proposal before this one rested on, unless that one withdrew itself. */
function consideredFlags(events: readonly PoolEvent[], knownMs: number): Set<string> {
  const known = events.filter((event) => event.atMs <= knownMs)
  const withdrawn = new Set(
    known.flatMap((e) => (e.kind === 'removal_withdrawn' ? [e.proposalId] : [])),
  )
  return new Set(
    known.flatMap((e) =>
      e.kind === 'removal_proposed' && !withdrawn.has(e.proposalId) ? e.flagIds : [],
    ),
  )
}

/**
 * Drafts a removal proposal when the policy's triggers are met by confirmed facts, or returns null: not in ordinary
 * supervision (or already under a proposal), no trigger met, or no fact that an earlier proposal has not weighed
 * already. A draft only: removal needs 情节严重 found by people after a hearing (舟市监发〔2024〕36号 七(三)).
 */
export function proposeRemoval(
  now: Standing,
  events: readonly PoolEvent[],
  policy: PoolPolicy,
  membership: MembershipState,
): RemovalProposal | null {
  if (!InPool.safeParse(membership).success) return null
  const { deductions, onMs } = now
  const triggers = policy.removal.triggers.filter(
    (trigger) => restsOn(trigger, deductions, onMs).length > 0,
  )
  const facts = new Set(triggers.flatMap((trigger) => restsOn(trigger, deductions, onMs)))
  const weighed = consideredFlags(events, now.knownMs)
  const isNew = (d: Deduction) => ![d, ...d.others].some((c) => weighed.has(c.flagId))
  if (![...facts].some(isNew)) return null
  const points = deductions.map((d) => d.points)
  return {
    key: fingerprint(
      JSON.stringify([
        triggers.map((trigger) => trigger.id).sort(),
        [...facts].map((d) => d.verdictId).sort(),
      ]),
    ),
    onMs,
    policyVersion: now.policyVersion,
    score: now.score,
    colour: now.colour,
    triggers,
    rows: deductions.map((deduction, i) => {
      const without = overturned(deductions, deduction.key)
      return {
        deduction,
        running: scoreAfter(points.slice(0, i + 1), policy.base),
        counted: facts.has(deduction),
        scoreIfOverturned: scoreAfter(
          without.map((d) => d.points),
          policy.base,
        ),
        dueIfOverturned: isDue(triggers, without, onMs),
      }
    }),
    thresholds: policy.colours,
    favourable: favourableFacts(events, now.knownMs),
    voidWhen: voidWhen(triggers, deductions, onMs),
    clocks: removalStages.flatMap(({ stage, clock }) => (clock ? [{ stage, clock }] : [])),
  }
}

/** Every flag a proposal's triggers rest on, with those that share its lines: what `removal_proposed` records. */
export function flagsOf(proposal: RemovalProposal): string[] {
  return proposal.rows.flatMap(({ counted, deduction }) =>
    counted ? [deduction, ...deduction.others].map((c) => c.flagId) : [],
  )
}

export type StillDue =
  | { readonly due: true; readonly score: number }
  | { readonly due: false; readonly score: number; readonly why: string }

/**
 * Whether a proposal's own facts, with everything known at `nowMs`, would still meet its own triggers on its own day.
 * Corrections and accepted rectifications count; that time has passed does not, nor do facts that came later.
 */
export function stillDue(
  proposal: RemovalProposal,
  events: readonly PoolEvent[],
  policies: readonly PoolPolicy[],
  nowMs: number,
): StillDue {
  const keys = new Set(proposal.rows.map(({ deduction }) => deduction.key))
  const { deductions } = standing(events, policies, proposal.onMs, nowMs)
  const left = deductions.filter((d) => keys.has(d.key))
  const score = scoreAfter(left.map((d) => d.points))
  if (isDue(proposal.triggers, left, proposal.onMs)) return { due: true, score }
  const names = proposal.triggers.map((trigger) => trigger.name).join('、')
  return {
    due: false,
    score,
    why: `所依据的事实已更正或整改验收，按原计算日重算为 ${score} 分，不再达到“${names}”，本建议自动撤回。`,
  }
}

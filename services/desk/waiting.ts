import type { Db } from '#shared/db/client.ts'
import { applicationsDue, noticesDue, removalsDue } from '#shared/db/desk.ts'
import { registryTaskCounts } from '#shared/db/registry-tasks.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { dayMs, dayOf, dayStartMs } from '#shared/domain/calendar.ts'
import { policyOn } from '#shared/domain/policy.ts'
import type { RegistryPolicy } from '#shared/domain/registry-policy.ts'
import { removalStages } from '#shared/domain/removal-stages.ts'
import { mayUse, type Verb } from '#shared/domain/rights.ts'

export interface WaitingDeps {
  readonly db: Db
  readonly now: () => Date
  readonly registry: readonly RegistryPolicy[]
}

/** Of each kind: a list is worked off from the top. */
const shown = 100

/** Places at which an application waits for the county, and for the city. */
const placesOf = {
  county: ['submitted', 'county_review'],
  city: ['reported', 'city_review', 'scored', 'publicity', 'objection'],
} as const

const can = ({ roles }: Actor, verb: Verb) => mayUse(roles, verb)

/** Cases that this person's roles may move, the nearest deadline first. */
export async function casesFor({ db }: WaitingDeps, actor: Actor) {
  const ask = <T>(allowed: boolean, rows: () => Promise<T[]>) => (allowed ? rows() : [])
  const stages = removalStages.flatMap(({ stage, who }) =>
    who.some((role) => actor.roles.includes(role)) ? [stage] : [],
  )
  const places = placesOf[actor.region.includes('/') ? 'county' : 'city']
  const reviews = can(actor, 'application.review') || can(actor, 'application.settle')
  const [notices, removals, applications] = await Promise.all([
    ask(can(actor, 'notice.write'), () => noticesDue(db, actor, shown)),
    ask(can(actor, 'removal.sign'), () => removalsDue(db, actor, stages, shown)),
    ask(reviews, () => applicationsDue(db, actor, places, shown)),
  ])
  return [
    ...notices.map(({ state, ...row }) => ({
      ...{ ...timed(row), kind: 'notice' as const, detail: state },
    })),
    ...removals.map(({ stage, ...row }) => ({
      ...{ ...timed(row), kind: 'removal' as const, detail: stage },
    })),
    ...applications.map(({ place, ...row }) => ({
      ...{ ...timed(row), kind: 'application' as const, detail: place },
    })),
  ].sort((a, b) => (a.dueMs ?? Number.MAX_VALUE) - (b.dueMs ?? Number.MAX_VALUE))
}

function timed<Row extends { readonly dueAt: Date | null }>({ dueAt, ...row }: Row) {
  return { ...row, dueMs: dueAt?.getTime() ?? null }
}

/** What the registry asks of this person, by kind, with the end of the first day one of them is due. */
export async function tasksFor({ db, now, registry }: WaitingDeps, actor: Actor) {
  if (!can(actor, 'operator.write')) return []
  const nowMs = now().getTime()
  const found = await registryTaskCounts(db, actor, policyOn(registry, nowMs), dayOf(nowMs))
  return found.map(({ due, ...row }) => ({ ...row, dueMs: dayStartMs(due) + dayMs - 1 }))
}

/** Of those: how many run out within `soonMs` from now or have run out, and how many wait for an approval. */
export function pressing(
  cases: Awaited<ReturnType<typeof casesFor>>,
  nowMs: number,
  soonMs: number,
): { readonly soon: number; readonly toApprove: number } {
  return {
    soon: cases.filter(({ dueMs }) => dueMs !== null && dueMs < nowMs + soonMs).length,
    toApprove: cases.filter(({ detail }) => detail === 'approve' || detail === 'scored').length,
  }
}

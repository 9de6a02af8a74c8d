import type { Db } from '#shared/db/client.ts'
import { applicationsDue, noticesDue, removalsDue } from '#shared/db/desk.ts'
import { registryTasks } from '#shared/db/registry-tasks.ts'
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

/** What waits for one person, the nearest deadline first: cases their roles may move, and what the registry asks for. */
export async function waitingFor({ db, now, registry }: WaitingDeps, actor: Actor) {
  const can = (verb: Verb) => mayUse(actor.roles, verb)
  const ask = <T>(allowed: boolean, rows: () => Promise<T[]>) => (allowed ? rows() : [])
  const stages = removalStages.flatMap(({ stage, who }) =>
    who.some((role) => actor.roles.includes(role)) ? [stage] : [],
  )
  const places = placesOf[actor.region.includes('/') ? 'county' : 'city']
  const nowMs = now().getTime()
  const [notices, removals, applications, tasks] = await Promise.all([
    ask(can('notice.write'), () => noticesDue(db, actor, shown)),
    ask(can('removal.sign'), () => removalsDue(db, actor, stages, shown)),
    ask(can('application.review') || can('application.settle'), () =>
      applicationsDue(db, actor, places, shown),
    ),
    can('operator.write')
      ? registryTasks(db, actor, policyOn(registry, nowMs), dayOf(nowMs), { limit: shown })
      : { rows: [], total: 0 },
  ])
  const rows = [
    ...notices.map(({ state, ...row }) => ({
      ...timed(row),
      kind: 'notice' as const,
      detail: state,
    })),
    ...removals.map(({ stage, ...row }) => ({
      ...timed(row),
      kind: 'removal' as const,
      detail: stage,
    })),
    ...applications.map(({ place, ...row }) => ({
      ...{ ...timed(row), kind: 'application' as const, detail: place },
    })),
    ...tasks.rows.map(({ kind, subject, subjectName, region, detail, due }) => ({
      ...{ id: subject, name: subjectName, region, kind, detail },
      dueMs: dayStartMs(due) + dayMs - 1,
    })),
  ].sort((a, b) => (a.dueMs ?? Number.MAX_VALUE) - (b.dueMs ?? Number.MAX_VALUE))
  return { rows, total: rows.length - tasks.rows.length + tasks.total }
}

function timed<Row extends { readonly dueAt: Date | null }>({ dueAt, ...row }: Row) {
  return { ...row, dueMs: dueAt?.getTime() ?? null }
}

const caseKinds: readonly string[] = ['notice', 'removal', 'application']

/** Of those: cases that run out within `soonMs` from now or have run out, and cases that wait for an approval. */
export function pressing(
  rows: Awaited<ReturnType<typeof waitingFor>>['rows'],
  nowMs: number,
  soonMs: number,
): { readonly soon: number; readonly toApprove: number } {
  const cases = rows.filter(({ kind }) => caseKinds.includes(kind))
  return {
    soon: cases.filter(({ dueMs }) => dueMs !== null && dueMs < nowMs + soonMs).length,
    toApprove: cases.filter(({ detail }) => detail === 'approve' || detail === 'scored').length,
  }
}

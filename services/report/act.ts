import { audit } from '#shared/db/audit.ts'
import { findReport, type Report, type ReportKey, stepReport } from '#shared/db/reports.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { checkReportStep, type ReportVerb } from '#shared/domain/report-life.ts'
import { AppError } from '#shared/errors.ts'
import { buildReport, keyOf, type ReportDeps } from './build.ts'

export interface ReportAct {
  readonly verb: ReportVerb
  /** The version the person had before their eyes, and when it was counted. */
  readonly version: number
  readonly builtAt: Date
  /** Why, for a return and a correction. */
  readonly reason?: string | undefined
}

/**
 * A person's step in a report's life, with its line in the log. Throws `conflict` when the report is not what they saw,
 * `forbidden` for the role or the same person twice, `invalid` without a reason where one is due.
 */
export async function actOnReport(
  deps: ReportDeps,
  given: ReportKey,
  act: ReportAct,
  actor: Actor,
): Promise<Report> {
  const { db, now, reporting } = deps
  const key = keyOf(given)
  const at = now()
  const { freezeMinutes } = policyOn(reporting.reports, at.getTime())
  const report = await findReport(db, key)
  if (!report) throw new AppError('not_found', `${key.day} 尚无报告，请先打开一次。`)
  if (report.version !== act.version || report.builtAt.getTime() !== act.builtAt.getTime())
    throw new AppError('conflict', '报告刚有变动，请刷新后再看。')
  const { state, reviewedBy, signedBy, signedAt } = report
  const life = { state, reviewedBy, signedBy, signedAtMs: signedAt?.getTime() ?? null }
  checkReportStep(
    life,
    { verb: act.verb, by: actor.name, roles: actor.roles },
    at.getTime(),
    freezeMinutes,
  )
  const reason = act.reason?.trim() ?? ''
  if ((act.verb === 'return' || act.verb === 'correct') && reason === '')
    throw new AppError('invalid', '退回或更正须写明理由。')
  if (act.verb === 'review' && report.figures.partial)
    throw new AppError('conflict', '本期尚未结束，数字还会变动，不能审核。')
  const { verb } = act
  if (verb === 'correct') {
    const next = await buildReport(deps, key, reason)
    await audit(db, {
      at,
      actor: actor.name,
      action: 'report-correct',
      subject: next.id,
      detail: { reason },
    })
    return next
  }
  return db.transaction(async (tx) => {
    const done = await stepReport(tx, report, changeOf(verb, actor.name, at))
    const detail = { day: key.day, region: key.region, version: report.version, reason }
    await audit(tx, {
      at,
      actor: actor.name,
      action: `report-${verb}`,
      subject: report.id,
      detail,
    })
    return done
  })
}

function changeOf(verb: Exclude<ReportVerb, 'correct'>, by: string, at: Date) {
  switch (verb) {
    case 'review':
      return { state: 'reviewed' as const, reviewedBy: by, reviewedAt: at }
    case 'return':
      return { state: 'draft' as const, reviewedBy: null, reviewedAt: null }
    case 'sign':
      return { state: 'signed' as const, signedBy: by, signedAt: at }
    case 'unsign':
      return { state: 'reviewed' as const, signedBy: null, signedAt: null }
  }
}

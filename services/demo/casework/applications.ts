import { eq } from 'drizzle-orm'
import type { Db } from '#shared/db/client.ts'
import { operators } from '#shared/db/schema/index.ts'
import { addDays, dayOf } from '#shared/domain/calendar.ts'
import { itemsOf, type ScoreSheet } from '#shared/domain/score-sheet.ts'
import { listRoom, object, publicize } from '../../applications/confirm.ts'
import type { CaseDeps } from '../../applications/deps.ts'
import {
  createBatch,
  saveFields,
  startApplication,
  submitApplication,
} from '../../applications/draft.ts'
import { fileMaterial } from '../../applications/materials.ts'
import { reviewApplication } from '../../applications/review.ts'
import { assignPanel, settleScore, submitCard } from '../../applications/scoring.ts'
import type { RegistryDeps } from '../../registry/deps.ts'
import { createOperator } from '../../registry/operators.ts'
import { createRoom } from '../../registry/rooms.ts'
import { demoPeople } from '../people.ts'
import { type Applicant, applicants, operatorOf, roomOf } from './applicants.ts'
import { aPaper } from './papers.ts'
import { asFarAsAllowed, daysAgo } from './when.ts'

export type ApplicationDeps = CaseDeps & RegistryDeps
type Papers = readonly { readonly name: string; readonly bytes: Uint8Array }[]

const { approver, countyOfficer, scorer, otherScorer } = demoPeople

/** A batch of eleven applications, each at another point of the way, made by the verbs people use. */
export async function fillApplications(deps: ApplicationDeps): Promise<void> {
  const [sheet] = deps.sheets
  if (!sheet) return
  const today = dayOf(deps.now().getTime())
  const batch = await createBatch(daysAgo(deps, 46), approver, {
    name: '今年第二批',
    sheetVersion: sheet.version,
    opensOn: addDays(today, -45),
    closesOn: addDays(today, 30),
    places: 2,
    tolerance: 0.5,
  })
  const papers = [
    await aPaper('营业执照', '统一社会信用代码见申报表。本件为演示用的虚构材料。'),
    await aPaper('合规制度', '直播前逐场审核话术与价格标示，设合规专员，发现差错当场更正。'),
  ]
  for (const [n, applicant] of applicants.entries())
    await asFarAsAllowed(() => apply(deps, applicant, n, batch.id, sheet, papers))
}

async function apply(
  deps: ApplicationDeps,
  applicant: Applicant,
  n: number,
  batchId: string,
  sheet: ScoreSheet,
  [licence, rules]: Papers,
): Promise<void> {
  const { stop, short } = applicant
  // What has not come far was begun late.
  const lag = ['draft', 'submitted', 'county_review', 'returned'].includes(stop) ? 0 : 36
  const on = (days: number) => daysAgo(deps, days + lag)
  const lookedUpOn = dayOf(on(4).now().getTime())
  const form = operatorOf(applicant, n, lookedUpOn)
  const operator =
    (await operatorWithCode(deps.db, form.code)) ??
    (await createOperator(on(4), countyOfficer, form))
  const room = await createRoom(on(4), countyOfficer, roomOf(applicant, n, operator.id))
  const { id } = await startApplication(on(4), countyOfficer, { batchId, roomId: room.id })
  await saveFields(on(4), countyOfficer, id, {
    staff: 6 + n,
    mainGoods: '海鲜水产',
    hours: '每日 19:00 至 22:00',
    complianceSystem: '设合规专员一名，逐场审稿，每月培训一次。',
  })
  if (stop === 'draft') return
  await saveFields(on(3.5), countyOfficer, id, { promise: true })
  if (licence) await fileMaterial(on(3.5), countyOfficer, id, 'business-licence', licence)
  if (rules) await fileMaterial(on(3.5), countyOfficer, id, 'compliance-system', rules)
  await submitApplication(on(3), countyOfficer, id)
  if (stop === 'submitted') return
  const review = (
    days: number,
    verb: Parameters<typeof reviewApplication>[3]['verb'],
    opinion = '',
  ) => reviewApplication(on(days), countyOfficer, id, { verb, opinion, mend: [] })
  await review(2, 'start_county_review')
  if (stop === 'county_review') return
  if (stop === 'returned') {
    const mend = [{ what: 'business-licence' as const, why: '照片不清晰，请重新拍摄' }]
    const words = { verb: 'return' as const, opinion: '请补正后再次提交', mend }
    await reviewApplication(on(1), countyOfficer, id, words)
    return
  }
  if (stop === 'rejected') {
    await review(1, 'reject', '实际未从事直播营销')
    return
  }
  await review(0, 'report', '材料齐全，同意上报')
  if (stop === 'reported') return
  await score(deps, id, sheet, short, stop === 'scoring')
  if (stop === 'scoring' || stop === 'scored') return
  await publicize(daysAgo(deps, stop === 'listed' ? 24 : 4), approver, id, '得分达到入库线')
  if (stop === 'objection')
    await object(daysAgo(deps, 2), scorer, id, {
      raisedBy: '某消费者',
      contact: '',
      text: '反映该直播间未公示退换货规则',
    })
  if (stop === 'listed') await listRoom(daysAgo(deps, 10), approver, id, '公示期满无异议')
}

/** An operator the city has already. */
export async function operatorWithCode(db: Db, code: string) {
  const [row] = await db
    .select({ id: operators.id, region: operators.region })
    .from(operators)
    .where(eq(operators.code, code))
  return row
}

/** Two scorers by themselves, then the chief; `half` leaves the second card and the final open. */
async function score(
  deps: ApplicationDeps,
  id: string,
  sheet: ScoreSheet,
  short: number,
  half: boolean,
) {
  const words = { verb: 'start_city_review' as const, opinion: '', mend: [] }
  await reviewApplication(daysAgo(deps, 34), scorer, id, words)
  await assignPanel(daysAgo(deps, 33), approver, id, [scorer.name, otherScorer.name])
  const card = (less: number) => ({
    bonus: [],
    vetoes: [],
    marks: itemsOf(sheet).map(({ id: item, points }, i) => ({
      item,
      points: i < less ? Math.max(0, points - 1) : points,
      note: '现场检查',
    })),
  })
  await submitCard(daysAgo(deps, 31), scorer, id, card(short))
  if (half) return
  await submitCard(daysAgo(deps, 30), otherScorer, id, card(short + 1))
  await settleScore(daysAgo(deps, 28), approver, id, card(short))
}

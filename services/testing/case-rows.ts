import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import type { Db } from '#shared/db/client.ts'
import { addSignature } from '#shared/db/removals.ts'
import {
  applicationBatches,
  applicationMaterials,
  applications,
  leads,
  memberships,
  notices,
  objections,
  operators,
  removalProposals,
  scorecards,
} from '#shared/db/schema/index.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { ApplicationState } from '#shared/domain/application.ts'
import type { LeadState } from '#shared/domain/lead.ts'
import type { MembershipState } from '#shared/domain/membership.ts'
import type { NoticeState } from '#shared/domain/notice.ts'
import { creditCheckDigit } from '#shared/domain/operator.ts'
import type { RemovalStage } from '#shared/domain/removal-stages.ts'
import { itemsOf } from '#shared/domain/score-sheet.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import type { House } from '../house.ts'
import { judgeFlag } from '../pool/judge.ts'
import { poolStage } from '../pool/stage.ts'

/** Rows of cases in any state, put there without the steps that lead to it: places to try steps from. */

const at = new Date('2026-03-10T10:00:00+08:00')
const by = '陈'

/** A room of its own in this place; the trigger lets a row begin anywhere. */
export async function roomIn(db: Db, state: MembershipState): Promise<string> {
  const { id } = await aRoom(db, randomUUID(), { state: 'surveyed', now: at })
  await db.execute(sql`delete from memberships where room_id = ${id}`)
  await db.insert(memberships).values({ roomId: id, state, since: at })
  return id
}

export async function aNotice(db: Db, state: NoticeState): Promise<string> {
  const roomId = await roomIn(db, state === 'draft' ? 'listed' : 'rectifying')
  const row = { roomId, state, items: [], demand: '整改', clock: 'notice-rectify', dueAt: at }
  const [made] = await db
    .insert(notices)
    .values({ ...row, draftedBy: by, draftedAt: at })
    .returning()
  return made?.id ?? ''
}

export async function aLead(db: Db, state: LeadState): Promise<string> {
  const facts = {
    ...{ title: '投诉', text: '投诉', happenedOn: null, platform: null, platformId: '' },
    ...{ account: '', operatorName: '', operatorCode: '', actualPlace: '', link: '' },
    ...{ quotes: [], matchedBy: 'none' as const },
  }
  const source = { number: randomUUID(), direction: 'in' as const, source: '12315' as const }
  const kept = { region: 'zhoushan/putuo', unit: '普陀分局', createdBy: by, createdAt: at }
  const [made] = await db
    .insert(leads)
    .values({ ...source, ...kept, state, facts, checkDueAt: at })
    .returning()
  return made?.id ?? ''
}

/** A complete application whose scorers are done, of an operator that may apply; what each verb needs is there. */
export async function anApplication(
  { deps }: Pick<House, 'deps'>,
  place: MembershipState,
  state: ApplicationState = 'open',
): Promise<{ id: string; roomId: string; objectionId: string }> {
  const { db } = deps
  const sheet = deps.sheets[0]
  if (!sheet) throw new Error('no sheet')
  const roomId = await roomIn(db, place)
  const first = `91330903MA${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`
  const lookup = { listed: false, lookedUpOn: '2026-03-09', source: '公示系统' }
  const places = { region: 'zhoushan/putuo', registeredPlace: 'zhoushan/putuo' }
  const [operator] = await db
    .insert(operators)
    .values({
      ...{ code: first + creditCheckDigit(first), name: '海鲜公司', ...places },
      ...{ foundedOn: '2020-01-01', abnormal: lookup, dishonest: lookup },
    })
    .returning()
  const [batch] = await db
    .insert(applicationBatches)
    .values({
      ...{ name: randomUUID(), region: 'zhoushan', sheetVersion: sheet.version },
      ...{ opensOn: '2026-03-01', closesOn: '2026-03-31', createdBy: by, createdAt: at },
    })
    .returning()
  const fields = { staff: 3, mainGoods: '海鲜', complianceSystem: '有', promise: true }
  const [made] = await db
    .insert(applications)
    .values({
      ...{ batchId: batch?.id ?? '', roomId, operatorId: operator?.id ?? '', state, fields },
      ...{ mend: [{ what: 'staff' as const, why: '请核对' }], createdBy: by, createdAt: at },
      ...{ clock: 'publicity', dueAt: at },
    })
    .returning()
  const id = made?.id ?? ''
  const file = { name: 'a.pdf', mime: 'application/pdf', bytes: 1, key: 'a', by, at }
  for (const kind of ['business-licence', 'compliance-system'] as const)
    await db.insert(applicationMaterials).values({ ...file, applicationId: id, kind, sha256: kind })
  const marks = fullMarks({ deps })
  const card = { sheetVersion: sheet.version, scorer: by, bonus: [], vetoes: [], marks }
  const full = { applicationId: id, state: 'submitted' as const, card, assignedBy: by }
  const scorers = { ...full, total: 100, outcome: 'list' as const, assignedAt: at }
  await db.insert(scorecards).values({ ...scorers, scorer: by, kind: 'scorer' })
  // The final card is what publicity goes by; where a room is still to be scored there is none.
  if (place !== 'city_review')
    await db.insert(scorecards).values({ ...scorers, scorer: '总', kind: 'final' })
  const said = { applicationId: id, raisedBy: '群众', text: '异议', at, enteredBy: by }
  const [objection] = await db.insert(objections).values(said).returning()
  return { id, roomId, objectionId: objection?.id ?? '' }
}

export function fullMarks({ deps }: Pick<House, 'deps'>) {
  const [sheet] = deps.sheets
  if (!sheet) throw new Error('no sheet')
  return itemsOf(sheet).map(({ id: item, points }) => {
    return { item, points, note: '现场检查', evidence: [], auto: null }
  })
}

const signedBefore: Readonly<Record<RemovalStage, readonly RemovalStage[]>> = {
  propose: [],
  verify: ['propose'],
  hear: ['propose', 'verify'],
  review: ['propose', 'verify', 'hear'],
  approve: ['propose', 'verify', 'hear', 'review'],
  publish: ['propose', 'verify', 'hear', 'review', 'approve'],
}

/** A removal case that waits for this stage, on a red line somebody confirmed; served and its box filled from `review` on. */
export async function aRemoval(
  { deps }: Pick<House, 'deps'>,
  waiting: RemovalStage,
): Promise<string> {
  const { db } = deps
  const now = deps.now()
  const room = await aRoom(db, randomUUID(), { now: new Date(now.getTime() - 86_400_000) })
  const recording = await aRecording(db, room.id, new Date(now.getTime() - 7_200_000))
  const flagId = await aFlag(db, recording, { severity: 5 }, new Date(now.getTime() - 3_600_000))
  const judge: Actor = { name: '判', roles: ['reviewer'], region: 'zhoushan' }
  await judgeFlag(deps, flagId, { verdict: 'confirmed' }, judge)
  await poolStage.run({ roomId: room.id }, deps, new AbortController().signal)
  const [made] = await db
    .select({ id: removalProposals.id })
    .from(removalProposals)
    .where(eq(removalProposals.roomId, room.id))
  const id = made?.id ?? ''
  for (const [i, stage] of signedBefore[waiting].entries())
    if (i > 0)
      await addSignature(db, id, i + 1, {
        ...{ stage, outcome: 'agree', by: `签${i}`, reason: '' },
        atMs: now.getTime(),
      })
  if (waiting !== 'verify' && waiting !== 'hear')
    await db
      .update(removalProposals)
      .set({ servedAt: at, hearingDueAt: at, answeredAt: at })
      .where(eq(removalProposals.id, id))
  return id
}

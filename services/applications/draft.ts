import { act } from '#shared/db/act.ts'
import {
  addApplication,
  addBatch,
  batchOf,
  lockApplication,
  materialsOf,
  updateApplication,
} from '#shared/db/applications.ts'
import type { Db } from '#shared/db/client.ts'
import { stepIn } from '#shared/db/membership.ts'
import { operatorOf } from '#shared/db/operators.ts'
import { lockRoomFor, removedUntil } from '#shared/db/pool.ts'
import type { Actor } from '#shared/domain/actor.ts'
import {
  ApplicationFields,
  type BatchForm,
  checkCity,
  checkUnderWay,
  fieldNames,
  mayChange,
  missingParts,
} from '#shared/domain/application.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import { dueOf } from '#shared/domain/clock.ts'
import { eligibility, isEligible } from '#shared/domain/operator.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { AppError } from '#shared/errors.ts'
import { type CaseDeps, sheetOf } from './deps.ts'

/** Announces a batch of the city. */
export async function createBatch(deps: CaseDeps, actor: Actor, form: BatchForm) {
  return act(deps, actor, { verb: 'batch.write' }, async (tx, at) => {
    checkCity(actor, deps.city)
    sheetOf(deps, form.sheetVersion)
    const row = { ...form, region: deps.city, createdBy: actor.name, createdAt: at }
    const result = await addBatch(tx, row)
    return { result, subject: result.id, after: result }
  })
}

/** Opens a draft for a room. Throws `conflict` when it has one under way, or before a removed room may come back. */
export async function startApplication(
  deps: CaseDeps,
  actor: Actor,
  { batchId, roomId }: { readonly batchId: string; readonly roomId: string },
) {
  return act(deps, actor, { verb: 'application.write' }, async (tx, at) => {
    const { room } = await lockRoomFor(tx, actor, roomId)
    const batch = await batchOf(tx, deps.city, batchId)
    checkDates(batch, dayOf(at.getTime()))
    if (room.operatorId === null)
      throw new AppError('conflict', '直播间尚未登记经营主体，请先补充后再申报。')
    await checkReapply(tx, roomId, at)
    const row = { batchId, roomId, operatorId: room.operatorId }
    const result = await addApplication(tx, { ...row, createdBy: actor.name, createdAt: at })
    return { result, subject: result.id, after: row }
  })
}

function checkDates(batch: { readonly opensOn: Day; readonly closesOn: Day }, today: Day): void {
  if (today < batch.opensOn || today > batch.closesOn)
    throw new AppError('conflict', `本批次申报时间为 ${batch.opensOn} 至 ${batch.closesOn}。`)
}

async function checkReapply(tx: Db, roomId: string, at: Date): Promise<void> {
  const from = await removedUntil(tx, roomId)
  if (from !== null && dayOf(at.getTime()) < from)
    throw new AppError('conflict', `该直播间已被移出培育库，自 ${from} 起方可重新申报。`)
}

/** Saves some fields of the form; null takes one out. */
export async function saveFields(
  deps: CaseDeps,
  actor: Actor,
  id: string,
  change: Readonly<Record<string, unknown>>,
) {
  return act(deps, actor, { verb: 'application.write', subject: id }, async (tx) => {
    const { application } = await lockApplication(tx, actor, id)
    const fields: Record<string, unknown> = { ...application.fields }
    for (const [name, value] of Object.entries(change)) {
      if (!Object.hasOwn(fieldNames, name))
        throw new AppError('invalid', `申报表没有“${name}”这一项。`)
      if (!mayChange(name, application.state, application.mend))
        throw new AppError(
          'conflict',
          `“${fieldNames[name as keyof ApplicationFields]}”现在不能修改。`,
        )
      if (value === null) delete fields[name]
      else fields[name] = value
    }
    const parsed = ApplicationFields.safeParse(fields)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      const name = fieldNames[String(issue?.path[0]) as keyof ApplicationFields]
      throw new AppError('invalid', `“${name}”填写有误：${issue?.message}。`)
    }
    const result = await updateApplication(tx, application, { fields: parsed.data })
    return { result, before: application.fields, after: parsed.data }
  })
}

/**
 * Hands the form in, for the first time or mended. Throws `conflict` with every missing part, or with every hard
 * condition that is not met or not known.
 */
export async function submitApplication(deps: CaseDeps, actor: Actor, id: string) {
  return act(deps, actor, { verb: 'application.write', subject: id }, async (tx, at) => {
    const { application } = await lockApplication(tx, actor, id)
    const { roomId, state, batchId, operatorId } = application
    const today = dayOf(at.getTime())
    if (state === 'draft') checkDates(await batchOf(tx, deps.city, batchId), today)
    else {
      checkUnderWay(state)
      if (application.mend.length === 0)
        throw new AppError('conflict', '申报已提交，不必重复提交。')
    }
    await checkReapply(tx, roomId, at)
    const kinds = (await materialsOf(tx, id)).map(({ kind }) => kind)
    const missing = missingParts(application.fields, kinds)
    if (missing.length > 0) throw new AppError('conflict', `尚缺：${missing.join('、')}。`)
    const facts = await eligibilityNow(deps, tx, operatorId, at)
    if (isEligible(facts) !== true) {
      const stops = facts.filter(({ met }) => met !== true).map(({ text }) => text)
      throw new AppError('conflict', `不满足申报条件：${stops.join('；')}。`)
    }
    const reason = state === 'draft' ? '提交申报' : '补正后再次提交'
    await stepIn(tx, { roomId, verb: 'submit', reason, by: actor.name }, at)
    const result = await updateApplication(tx, application, {
      state: 'open',
      eligibility: facts,
      mend: [],
      submittedAt: application.submittedAt ?? at,
      extended: false,
      ...dueOf(deps, 'county-review', at),
    })
    return { result, before: { state, mend: application.mend }, after: { state: 'open' } }
  })
}

/** The hard conditions of the operator as they are now. */
export async function eligibilityNow(deps: CaseDeps, db: Db, operatorId: string, at: Date) {
  const { registeredPlace, ...operator } = await operatorOf(db, operatorId)
  const { lookupStaleDays } = policyOn(deps.registry, at.getTime())
  const place = { ...operator, registeredPlace: registeredPlace || null }
  return eligibility(place, deps.city, dayOf(at.getTime()), lookupStaleDays, deps.regions)
}

import { z } from 'zod'
import { act } from '#shared/db/act.ts'
import {
  applicationFor,
  batchOf,
  lockApplication,
  updateApplication,
} from '#shared/db/applications.ts'
import type { Db } from '#shared/db/client.ts'
import { stepIn } from '#shared/db/membership.ts'
import { observedOf } from '#shared/db/observed.ts'
import { addFinal, assignScorers, type CardRow, cardsOf, fillCard } from '#shared/db/scorecards.ts'
import { getUserNamed } from '#shared/db/users.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { checkCity, checkUnderWay, cityOf } from '#shared/domain/application.ts'
import { dayMs } from '#shared/domain/calendar.ts'
import { inScope, type RegionPath } from '#shared/domain/region.ts'
import { mayUse } from '#shared/domain/rights.ts'
import { itemsOf, type ScoreSheet } from '#shared/domain/score-sheet.ts'
import {
  differences,
  type Proposed,
  propose,
  Scorecard,
  type Total,
  totalOf,
} from '#shared/domain/scorecard.ts'
import { AppError } from '#shared/errors.ts'
import { type CaseDeps, noClock, sheetOf } from './deps.ts'

const { marks, bonus, vetoes } = Scorecard.shape

/** A card as a person hands it in: whose it is, and what monitoring proposed, the house knows. */
export const CardForm = z.strictObject({
  marks: z.array(marks.element.omit({ auto: true }).partial({ note: true, evidence: true })),
  bonus: bonus.default([]),
  vetoes: vetoes.default([]),
})
export type CardForm = z.infer<typeof CardForm>

/** Names the scorers of one application; each of them fills a card without seeing the others'. */
export async function assignPanel(
  deps: CaseDeps,
  actor: Actor,
  id: string,
  scorers: readonly string[],
) {
  return act(deps, actor, { verb: 'application.assign', subject: id }, async (tx, at) => {
    const { application, place, region } = await lockApplication(tx, actor, id)
    checkCity(actor, region)
    checkUnderWay(application.state)
    if (place !== 'city_review') throw new AppError('conflict', '市局审核中方可指定评分人。')
    const names = [...new Set(scorers)]
    for (const name of names) await checkScorer(tx, name, region)
    if ((await cardsOf(tx, id)).length > 0)
      throw new AppError('conflict', '已指定评分人，不能更换。')
    await assignScorers(tx, id, names, actor.name, at)
    return { result: { scorers: names }, after: { scorers: names } }
  })
}

/** Throws `invalid` for a scorer without an account, one that is closed, or one who may not score here. */
async function checkScorer(tx: Db, name: string, region: RegionPath): Promise<void> {
  const user = await getUserNamed(tx, { region: cityOf(region) }, name)
  if (!user?.active) throw new AppError('invalid', `没有账号“${name}”，或已停用，请另选评分人。`)
  if (!mayUse(user.roles, 'application.score'))
    throw new AppError('invalid', `“${name}”没有评分的权限，请先授权或另选评分人。`)
  if (!inScope(user.region, region))
    throw new AppError('invalid', `“${name}”的辖区不含该直播间，请另选评分人。`)
}

/** What monitoring proposes for every item of the batch's sheet. */
export async function proposedPoints(deps: CaseDeps, actor: Actor, id: string) {
  const { application } = await applicationFor(deps.db, actor, id)
  const { sheet, proposals, hours } = await proposalsFor(deps, deps.db, application, deps.now())
  return { sheet: sheet.version, hours, minHours: sheet.minHours, proposals }
}

async function proposalsFor(
  deps: CaseDeps,
  db: Db,
  { batchId, roomId }: { readonly batchId: string; readonly roomId: string },
  at: Date,
) {
  const batch = await batchOf(db, deps.city, batchId)
  const sheet = sheetOf(deps, batch.sheetVersion)
  const from = new Date(at.getTime() - sheet.periodDays * dayMs)
  const seen = await observedOf(db, roomId, from, at)
  const proposals = itemsOf(sheet).map((item) => ({ item: item.id, ...propose(sheet, item, seen) }))
  return { batch, sheet, hours: seen.hours, proposals }
}

type Proposal = { readonly item: string } & Proposed

/** The card with what monitoring proposed; throws `invalid` for a departure from it without a note. */
function cardOf(
  form: CardForm,
  sheet: ScoreSheet,
  scorer: string,
  proposals: readonly Proposal[],
): { card: Scorecard; total: Total } {
  const card: Scorecard = {
    sheetVersion: sheet.version,
    scorer,
    bonus: form.bonus,
    vetoes: form.vetoes,
    marks: form.marks.map(({ note = '', evidence = [], ...mark }) => ({
      ...mark,
      note,
      evidence,
      auto: proposals.find(({ item }) => item === mark.item)?.points ?? null,
    })),
  }
  const total = totalOf(sheet, card)
  for (const { item, points, auto, note } of card.marks)
    if (auto !== null && points !== auto && note.trim() === '')
      throw new AppError('invalid', `${item} 项与监测建议的 ${auto} 分不同，请写明理由。`)
  if (total.outcome === 'incomplete') throw new AppError('invalid', `${total.why}。`)
  return { card, total }
}

/** A scorer hands in their own card, once. Throws `forbidden` for somebody who was not named. */
export async function submitCard(deps: CaseDeps, actor: Actor, id: string, form: CardForm) {
  return act(deps, actor, { verb: 'application.score', subject: id }, async (tx, at) => {
    const { application, place } = await lockApplication(tx, actor, id)
    checkUnderWay(application.state)
    if (place !== 'city_review') throw new AppError('conflict', '申报不在评分环节。')
    const own = (await cardsOf(tx, id)).find((c) => c.kind === 'scorer' && c.scorer === actor.name)
    if (!own) throw new AppError('forbidden', '您不是本件的评分人。')
    const { sheet, proposals } = await proposalsFor(deps, tx, application, at)
    const { card, total } = cardOf(form, sheet, actor.name, proposals)
    await fillCard(tx, own.id, card, total, at)
    return { result: total, after: { total: total.total, outcome: total.outcome } }
  })
}

/** The cards for these eyes: before all are in, a scorer sees their own and everybody else only how many wait. */
export async function panelView(deps: CaseDeps, actor: Actor, id: string) {
  const { application } = await applicationFor(deps.db, actor, id)
  if (actor.operatorId) throw new AppError('forbidden', '评分过程不对申报人公开。')
  const rows = await cardsOf(deps.db, id)
  const scorers = rows.filter(({ kind }) => kind === 'scorer')
  const all = scorers.length > 0 && scorers.every(({ state }) => state === 'submitted')
  const { tolerance } = await batchOf(deps.db, deps.city, application.batchId)
  return {
    complete: all,
    waiting: scorers.filter(({ state }) => state === 'assigned').length,
    cards: rows.map((row) => shown(row, all || row.scorer === actor.name)),
    differences: all ? differences(cards(scorers), tolerance) : null,
  }
}

function shown({ scorer, kind, state, card, total, outcome }: CardRow, open: boolean) {
  const seen = open ? { card, total, outcome } : { card: null, total: null, outcome: null }
  return { scorer, kind, state, ...seen }
}

function cards(rows: readonly CardRow[]): Scorecard[] {
  return rows.flatMap(({ card }) => (card ? [card] : []))
}

/**
 * The chief's final card, when all are in: whoever scored does not settle, and where scorers differ by more than the
 * batch's tolerance the final mark says why. The room is scored by it.
 */
export async function settleScore(deps: CaseDeps, actor: Actor, id: string, form: CardForm) {
  return act(deps, actor, { verb: 'application.settle', subject: id }, async (tx, at) => {
    const { application, region } = await lockApplication(tx, actor, id)
    checkCity(actor, region)
    checkUnderWay(application.state)
    const rows = (await cardsOf(tx, id)).filter(({ kind }) => kind === 'scorer')
    if (rows.length === 0 || rows.some(({ state }) => state !== 'submitted'))
      throw new AppError('conflict', '须待全部评分人提交后，方可定分。')
    if (rows.some(({ scorer }) => scorer === actor.name))
      throw new AppError('forbidden', '评分人不能自己定分，请由他人办理。')
    const { batch, sheet, proposals } = await proposalsFor(deps, tx, application, at)
    const { card, total } = cardOf(form, sheet, actor.name, proposals)
    for (const { item, low, high } of differences(cards(rows), batch.tolerance))
      if (!card.marks.some((mark) => mark.item === item && mark.note.trim() !== ''))
        throw new AppError(
          'invalid',
          `${item} 项评分相差较大（${low} 至 ${high}），定分须写明理由。`,
        )
    await addFinal(tx, id, card, total, at)
    const step = { roomId: application.roomId, verb: 'score' as const, reason: total.why }
    await stepIn(tx, { ...step, by: actor.name }, at)
    await updateApplication(tx, application, { opinion: total.why, ...noClock })
    return { result: total, after: { total: total.total, outcome: total.outcome } }
  })
}

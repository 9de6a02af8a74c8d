import { z } from 'zod'
import { act } from '#shared/db/act.ts'
import { type Lead, leadFor, updateLead } from '#shared/db/leads.ts'
import { lockRoomFor } from '#shared/db/pool.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { dueOf, extendedDue } from '#shared/domain/clock.ts'
import { LeadDisposal, LeadResult, leadAfter, leadResultNames } from '#shared/domain/lead.ts'
import { AppError } from '#shared/errors.ts'
import type { LeadDeps } from './import.ts'

const reason = z.string().trim().max(2000).default('')

/** One step of a lead; the clocks are the policy's: 签收, 核查 15 + 15 working days (处罚程序规定 第18条). */
export const LeadStep = z.discriminatedUnion('verb', [
  z.strictObject({
    verb: z.literal('send'),
    reason,
    unit: z.string().trim().min(1, '请写明承办单位').max(100).optional(),
    outside: z.boolean().optional(),
  }),
  z.strictObject({ verb: z.literal('receive'), reason }),
  z.strictObject({ verb: z.literal('check'), reason }),
  z.strictObject({ verb: z.literal('extend'), reason: z.string().trim().min(1, '请写明延期理由') }),
  z.strictObject({
    verb: z.literal('report'),
    reason: z.string().trim().min(1, '请写明核查情况').max(4000),
    result: LeadResult,
    disposal: LeadDisposal,
  }),
  z.strictObject({ verb: z.literal('close'), reason }),
])
export type LeadStep = z.infer<typeof LeadStep>

export async function stepLead(deps: LeadDeps, actor: Actor, id: string, step: LeadStep) {
  const deed = { verb: 'lead.write' as const, subject: id, reason: step.reason }
  return act(deps, actor, deed, async (tx, at) => {
    const lead = await leadFor(tx, actor, id, true)
    const state = leadAfter(lead.state, step.verb)
    const result = await updateLead(tx, lead, { state, ...changeOf(deps, lead, step, at) })
    return { result, before: { state: lead.state }, after: { ...step, state } }
  })
}

function changeOf(deps: LeadDeps, lead: Lead, step: LeadStep, at: Date): Partial<Lead> {
  switch (step.verb) {
    case 'send': {
      const unit = step.unit ?? lead.unit
      if (unit === '') throw new AppError('invalid', '请写明承办单位。')
      const { dueAt, dueUnknown } = dueOf(deps, 'lead-receipt', at)
      const outside = step.outside ?? lead.outside
      return { unit, outside, sentAt: at, receiptDueAt: dueAt, dueUnknown }
    }
    case 'receive': {
      const { dueAt, dueUnknown } = dueOf(deps, 'lead-check', at)
      return { receivedAt: at, checkDueAt: dueAt, dueUnknown }
    }
    case 'extend': {
      if (lead.extended) throw new AppError('conflict', '期限只能延长一次。')
      const { dueAt, dueUnknown } = extendedDue(deps, 'lead-check', lead.checkDueAt, at)
      return { checkDueAt: dueAt, dueUnknown, extended: true }
    }
    case 'report':
      return {
        result: `${leadResultNames[step.result]}：${step.reason}`,
        disposal: step.disposal,
        reportedAt: at,
      }
    case 'close':
      return { closedAt: at }
    case 'check':
      return {}
  }
}

/** Says by hand which room a lead is about, when the file did not. */
export async function matchLead(deps: LeadDeps, actor: Actor, id: string, roomId: string) {
  return act(deps, actor, { verb: 'lead.write', subject: id }, async (tx) => {
    const lead = await leadFor(tx, actor, id, true)
    if (lead.direction !== 'in') throw new AppError('conflict', '移交的线索不能改直播间。')
    const { room } = await lockRoomFor(tx, actor, roomId)
    const facts = { ...lead.facts, matchedBy: 'person' as const }
    const change = { roomId, region: room.region, facts, outside: false }
    const result = await updateLead(tx, lead, change)
    return { result, before: { roomId: lead.roomId }, after: { roomId } }
  })
}

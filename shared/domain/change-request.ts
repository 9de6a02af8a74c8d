import { z } from 'zod'
import { RoomType } from './channel.ts'

/**
 * 账号变更: what an operator may ask to have changed in the bureau's file. Of itself whom to call, of a room what it is
 * called, where it is, who hosts, and whether the host is a digital human (令117号 第15条: changes are reported within days).
 */
const Own = z.strictObject({
  representative: z.string().trim().min(1).max(60).optional(),
  contact: z.string().trim().min(1).max(60).optional(),
  phone: z.string().trim().min(1).max(40).optional(),
  address: z.string().trim().min(1).max(300).optional(),
})
const OfRoom = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  accountName: z.string().trim().min(1).max(100).optional(),
  link: z.url({ protocol: /^https?$/, error: '链接应以 http:// 或 https:// 开头' }).optional(),
  type: RoomType.optional(),
  /** A host who is new to the room. */
  host: z.string().trim().min(1).max(60).optional(),
})
const reason = z.string().trim().min(1, '请写明变更原因').max(2000)
const something = (change: object) => Object.keys(change).length > 0
const nothing = { error: '请至少填写一项要变更的内容', path: ['change'] }

export const ChangeForm = z.discriminatedUnion('what', [
  z
    .strictObject({ what: z.literal('operator'), change: Own, reason })
    .refine(({ change }) => something(change), nothing),
  z
    .strictObject({ what: z.literal('room'), roomId: z.uuid(), change: OfRoom, reason })
    .refine(({ change }) => something(change), nothing),
])
export type ChangeForm = z.infer<typeof ChangeForm>

/** What is to become what, by field. */
export type Changed = Readonly<Record<string, string>>

export const ChangeState = z.enum(['asked', 'granted', 'refused', 'withdrawn'])
export type ChangeState = z.infer<typeof ChangeState>

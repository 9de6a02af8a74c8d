import { z } from 'zod'
import { Channel, Goods, RoomType } from './channel.ts'

const Patterns = z.array(z.string().min(1).max(600)).min(1)
const Severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])

/** What a rule of absence cannot do without. `speech` is asked of every one. */
export const AbsenceNeed = z.enum(['speech', 'title', 'goods', 'room', 'screen', 'link'])
export type AbsenceNeed = z.infer<typeof AbsenceNeed>

/** Whether what should be there was there; `cannot_tell` always comes with the reason. */
export const AbsenceOutcome = z.enum(['missing', 'said', 'cannot_tell'])
export type AbsenceOutcome = z.infer<typeof AbsenceOutcome>

/** A broadcast a rule's owner makes up: what was said, spread evenly over its minutes. */
export const AbsenceExample = z.strictObject({
  title: z.string().default(''),
  goods: Goods.optional(),
  room: RoomType.optional(),
  /** How long was transcribed. */
  minutes: z.number().min(0).max(1440),
  said: z.array(z.string().min(1)),
  /** Comments by the room's own people. */
  staff: z.array(z.string().min(1)).default([]),
})
export type AbsenceExample = z.infer<typeof AbsenceExample>

/** 缺失规则: what has to be said or shown in a broadcast, and from when on its absence is a lead. */
export const AbsenceRule = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+([-.][a-z0-9]+)*$/, '编号只用小写字母、数字、连字符和点'),
    name: z.string().min(1),
    note: z.string().optional(),
    severity: Severity.optional(),
    /** What must be there to judge at all. */
    needs: z.array(AbsenceNeed).min(1),
    /** Only for these; not known where `needs` names them means that nobody can tell. */
    goods: z.array(Goods).min(1).optional(),
    rooms: z.array(RoomType).min(1).optional(),
    /** Words that tell the goods where nobody has registered them. */
    goodsSaid: Patterns.optional(),
    /** Product talk: without it nothing is due. */
    when: Patterns,
    /** In so many sentences at least. */
    whenCount: z.int().min(1).max(1000).default(5),
    /** One of these has to occur. */
    expects: Patterns,
    /** Where it may occur; comments by staff count as speech. */
    in: z
      .array(Channel)
      .min(1)
      .default(['speech', 'title'])
      .refine((list) => !list.includes('danmaku'), '观众弹幕不算,小助理的弹幕算口播'),
    /** Once in the broadcast, or again within so many minutes of product talk that was heard. */
    within: z.union([z.literal('broadcast'), z.int().min(1).max(600)]).default('broadcast'),
    /** With less than this heard of it, nobody can tell. */
    minutes: z.int().min(1).max(600),
    examples: z.strictObject({
      missing: z.array(AbsenceExample).min(1),
      said: z.array(AbsenceExample).min(1),
      unclear: z.array(AbsenceExample).min(1),
    }),
  })
  .refine(({ goods, needs }) => !goods || needs.includes('goods'), {
    path: ['needs'],
    message: '写了 goods,needs 里就要有 goods',
  })
  .refine(({ rooms, needs }) => !rooms || needs.includes('room'), {
    path: ['needs'],
    message: '写了 rooms,needs 里就要有 room',
  })
  .refine(({ goods, goodsSaid }) => !goodsSaid || goods, {
    path: ['goodsSaid'],
    message: 'goodsSaid 说的是 goods 里的商品,要一起写',
  })
  .refine(({ within, minutes }) => within === 'broadcast' || within <= minutes, {
    path: ['minutes'],
    message: '听过的分钟数不能少于 within',
  })
export type AbsenceRule = z.infer<typeof AbsenceRule>

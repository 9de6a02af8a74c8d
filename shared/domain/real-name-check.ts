import { z } from 'zod'
import { Day } from './calendar.ts'
import { versioned } from './policy.ts'

/** 后台实名 is about who is registered, 前端合规 about what viewers see (舟市监发〔2024〕36号 四(一)2). */
const Side = z.enum(['behind', 'front'])

/** One version of `policies/real-name.yaml`: the check sheet of a room's account. */
export const RealNameSheet = z
  .strictObject({
    ...versioned,
    items: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[a-z][a-z0-9-]*$/),
          side: Side,
          text: z.string().min(1),
          basis: z.string().min(1),
        }),
      )
      .min(1),
  })
  .refine(({ items }) => new Set(items.map(({ id }) => id)).size === items.length, '检查项编号重复')
export type RealNameSheet = z.infer<typeof RealNameSheet>

export const RealNameAnswer = z.strictObject({
  item: z.string().min(1),
  answer: z.enum(['yes', 'no', 'none']),
  note: z.string().trim().max(500).default(''),
})
export type RealNameAnswer = z.infer<typeof RealNameAnswer>

/** A filled sheet as a person enters it. */
export const RealNameCheckForm = z.strictObject({
  checkedOn: Day,
  answers: z.array(RealNameAnswer).min(1).max(100),
  note: z.string().trim().max(2000).default(''),
})
export type RealNameCheckForm = z.infer<typeof RealNameCheckForm>

/** What is wrong with a filled sheet, as a sentence, or null: each item is answered once, a `no` says why. */
export function sheetFault(
  sheet: RealNameSheet,
  answers: readonly RealNameAnswer[],
): string | null {
  const strange = answers.find(({ item }) => !sheet.items.some(({ id }) => id === item))
  if (strange) return `检查表没有“${strange.item}”这一项`
  for (const { id, text } of sheet.items) {
    const given = answers.filter(({ item }) => item === id)
    if (given.length === 0) return `“${text}”还没有填写`
    if (given.length > 1) return `“${text}”填写了不止一次`
    if (given[0]?.answer === 'no' && given[0].note === '') return `“${text}”不符合时须写明情况`
  }
  return null
}

/** True when nothing on the sheet is answered `no`. */
export function sheetPassed(answers: readonly RealNameAnswer[]): boolean {
  return answers.every(({ answer }) => answer !== 'no')
}

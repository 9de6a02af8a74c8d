import { z } from 'zod'
import { Day } from './calendar.ts'

/** Who fills an item: monitoring, monitoring with papers beside it, or a person. */
export const Feed = z.enum(['auto', 'partly', 'manual'])
export type Feed = z.infer<typeof Feed>

const points = z.number().min(0).max(100).multipleOf(0.5)

/** The first band whose bound the measure meets gives the points; none met gives 0. Best band first. */
const Bands = z.strictObject({
  kind: z.literal('bands'),
  measure: z.string().min(1),
  better: z.enum(['low', 'high']),
  bands: z.array(z.strictObject({ bound: z.number(), points })).min(1),
})

/** The item starts full and every confirmed flag of these categories takes points away, down to 0. */
const Deduct = z.strictObject({
  kind: z.literal('deduct'),
  categories: z.array(z.string().min(1)).min(1),
  /** Points taken for severity 1 to 5. */
  perFlag: z.tuple([points, points, points, points, points]),
})

/** How monitoring proposes an item's points. */
export const AutoRule = z.discriminatedUnion('kind', [Bands, Deduct])
export type AutoRule = z.infer<typeof AutoRule>

export const SheetItem = z.strictObject({
  id: z.string().regex(/^\d\.\d[a-z]$/, '评分项编号形如 1.1a'),
  text: z.string().min(1),
  points,
  feed: Feed,
  auto: AutoRule.optional(),
})
export type SheetItem = z.infer<typeof SheetItem>

const Criterion = z.strictObject({
  code: z.string().regex(/^\d\.\d$/, '准则编号形如 1.1'),
  name: z.string().min(1),
  points,
  evidence: z.array(z.string().min(1)).min(1),
  items: z.array(SheetItem).min(1),
})

const Group = z.strictObject({
  id: z.string().regex(/^\d$/),
  name: z.string().min(1),
  criteria: z.array(Criterion).min(1),
})

/** 一票否决: bound to a document a person names, never to what a machine found. */
export const Veto = z.strictObject({
  id: z.string().min(1),
  text: z.string().min(1),
  document: z.string().min(1),
  basis: z.string().min(1),
})

/** One file of `policies/scoring/`: the 赋分表 over the 12 criteria (舟市监发〔2024〕36号 第四条). Items add up to criteria, criteria to 100. */
export const ScoreSheet = z
  .strictObject({
    version: z.string().min(1),
    effectiveFrom: Day,
    note: z.string().min(1),
    title: z.string().min(1),
    /** Days monitoring looks back, and the hours it must have heard: below that an item is 样本不足 and inspected. */
    periodDays: z.int().min(1),
    minHours: z.number().min(0),
    groups: z.array(Group).length(4, '赋分表应有 4 组'),
    bonus: z.strictObject({
      max: points,
      items: z.array(z.strictObject({ id: z.string(), text: z.string(), points })),
    }),
    vetoes: z.array(Veto),
    thresholds: z
      .strictObject({
        list: points,
        groupShare: z.number().min(0).max(1),
        coach: points,
        coachDays: z.int().min(1),
      })
      .refine((t) => t.list > t.coach, '入库线应高于辅导线'),
  })
  .superRefine((sheet, issue) => {
    const wrong = (path: PropertyKey[], message: string) =>
      issue.addIssue({ code: 'custom', path, message })
    const criteria = sheet.groups.flatMap((group) => group.criteria)
    if (criteria.length !== 12) wrong(['groups'], `应有 12 项准则，现有 ${criteria.length} 项`)
    const total = sum(criteria)
    if (total !== 100) wrong(['groups'], `12 项准则合计应为 100 分，现为 ${total} 分`)
    const ids = [
      ...criteria.flatMap((c) => c.items.map((item) => item.id)),
      ...sheet.bonus.items.map((item) => item.id),
      ...sheet.vetoes.map((veto) => veto.id),
    ]
    for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i)))
      wrong([], `编号 ${id} 重复`)
    for (const [g, group] of sheet.groups.entries())
      for (const [c, criterion] of group.criteria.entries()) {
        const path = ['groups', g, 'criteria', c]
        const items = sum(criterion.items)
        if (items !== criterion.points)
          wrong(
            [...path, 'points'],
            `${criterion.code} 各项合计 ${items} 分，与 ${criterion.points} 分不符`,
          )
        if (!criterion.code.startsWith(`${group.id}.`))
          wrong([...path, 'code'], `${criterion.code} 不属于第 ${group.id} 组`)
        for (const [i, item] of criterion.items.entries()) {
          const at = [...path, 'items', i]
          if (!item.id.startsWith(criterion.code))
            wrong([...at, 'id'], `${item.id} 不属于 ${criterion.code}`)
          if ((item.feed === 'auto') !== (item.auto !== undefined) && item.feed !== 'partly')
            wrong([...at, 'feed'], 'auto 项须写明 auto 规则，manual 项不得有')
          if (
            item.auto?.kind === 'bands' &&
            item.auto.bands.some((band) => band.points > item.points)
          )
            wrong([...at, 'auto'], `分档得分不得高于 ${item.points} 分`)
        }
      }
  })
export type ScoreSheet = z.infer<typeof ScoreSheet>

/** Every scored item of the sheet, in print order. */
export function itemsOf(sheet: ScoreSheet): SheetItem[] {
  return sheet.groups.flatMap((group) => group.criteria.flatMap((criterion) => criterion.items))
}

function sum(parts: readonly { readonly points: number }[]): number {
  return parts.reduce((total, part) => total + part.points, 0)
}

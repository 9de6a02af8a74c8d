import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { itemsOf, type ScoreSheet, type SheetItem } from './score-sheet.ts'

/** Half points, so that sums are exact. */
const halves = z.number().min(0).multipleOf(0.5)

/** One item as one scorer filled it. `auto` keeps what monitoring proposed, so that a departure from it can be seen. */
export const Mark = z.strictObject({
  item: z.string().min(1),
  points: halves,
  note: z.string().max(2000),
  evidence: z.array(z.string()),
  auto: z.number().nullable(),
})
export type Mark = z.infer<typeof Mark>

/** A filled 赋分表. `vetoes` name the document each rests on. */
export const Scorecard = z.strictObject({
  sheetVersion: z.string().min(1),
  scorer: z.string().min(1),
  marks: z.array(Mark),
  bonus: z.array(z.strictObject({ item: z.string().min(1), points: halves })),
  vetoes: z.array(
    z.strictObject({ id: z.string().min(1), document: z.string().min(1, '一票否决须有文书依据') }),
  ),
})
export type Scorecard = z.infer<typeof Scorecard>

/** 建议入库, 辅导后复评, 不入库, 一票否决, 未评完. */
export type Outcome = 'list' | 'coach' | 'reject' | 'veto' | 'incomplete'

export interface Total {
  readonly base: number
  /** Capped; never lifts a room over a threshold that `base` misses. */
  readonly bonus: number
  readonly total: number
  readonly groups: readonly {
    readonly id: string
    readonly points: number
    readonly of: number
    readonly passes: boolean
  }[]
  readonly missing: readonly string[]
  readonly outcome: Outcome
  readonly why: string
}

/** Adds up a card by its sheet. Throws `invalid` for a card of another sheet, unknown or repeated items, or too many points. */
export function totalOf(sheet: ScoreSheet, card: Scorecard): Total {
  if (card.sheetVersion !== sheet.version)
    throw new AppError(
      'invalid',
      `评分表版本为 ${card.sheetVersion}，与 ${sheet.version} 不符，请用同一版本。`,
    )
  const marks = byItem(itemsOf(sheet), card.marks)
  const bonuses = byItem(sheet.bonus.items, card.bonus)
  for (const { id } of card.vetoes)
    if (!sheet.vetoes.some((veto) => veto.id === id))
      throw new AppError('invalid', `评分表中没有否决项 ${id}。`)
  const groups = sheet.groups.map(({ id, criteria }) => {
    const points = criteria
      .flatMap((c) => c.items)
      .reduce((s, item) => s + (marks.get(item.id) ?? 0), 0)
    const of = criteria.reduce((s, c) => s + c.points, 0)
    return {
      id,
      points,
      of,
      passes: points >= Math.round(of * sheet.thresholds.groupShare * 1000) / 1000,
    }
  })
  const base = groups.reduce((s, group) => s + group.points, 0)
  const bonus = Math.min(
    sheet.bonus.max,
    [...bonuses.values()].reduce((s, p) => s + p, 0),
  )
  const missing = itemsOf(sheet).flatMap(({ id }) => (marks.has(id) ? [] : [id]))
  return {
    base,
    bonus,
    total: base + bonus,
    groups,
    missing,
    ...outcomeOf(sheet, card, base, groups, missing),
  }
}

/** The points by item; throws `invalid` for an item the sheet has not, one given twice, or more points than it has. */
function byItem(
  items: readonly { readonly id: string; readonly points: number }[],
  given: readonly { readonly item: string; readonly points: number }[],
): Map<string, number> {
  const marks = new Map<string, number>()
  for (const { item: id, points } of given) {
    const item = items.find((known) => known.id === id)
    if (!item) throw new AppError('invalid', `评分表中没有 ${id} 项。`)
    if (marks.has(id)) throw new AppError('invalid', `${id} 项重复评分。`)
    if (points > item.points)
      throw new AppError('invalid', `${id} 项满分 ${item.points}，不能给 ${points} 分。`)
    marks.set(id, points)
  }
  return marks
}

function outcomeOf(
  { thresholds }: ScoreSheet,
  card: Scorecard,
  base: number,
  groups: Total['groups'],
  missing: readonly string[],
): Pick<Total, 'outcome' | 'why'> {
  const { list, coach, groupShare, coachDays } = thresholds
  const short = groups.filter((group) => !group.passes).map((group) => `第 ${group.id} 组`)
  if (card.vetoes.length > 0)
    return {
      outcome: 'veto',
      why: `触及一票否决项 ${card.vetoes.map((veto) => veto.id).join('、')}`,
    }
  if (missing.length > 0)
    return { outcome: 'incomplete', why: `尚有 ${missing.length} 项未评：${missing.join('、')}` }
  if (base >= list && short.length === 0)
    return {
      outcome: 'list',
      why: `${base} 分，达到 ${list} 分且各组均不低于 ${Math.round(groupShare * 100)}%`,
    }
  if (base >= list)
    return {
      outcome: 'coach',
      why: `${base} 分，但${short.join('、')}低于 ${Math.round(groupShare * 100)}%，辅导后 ${coachDays} 日内复评`,
    }
  if (base >= coach) return { outcome: 'coach', why: `${base} 分，辅导后 ${coachDays} 日内复评` }
  return { outcome: 'reject', why: `${base} 分，低于 ${coach} 分` }
}

/** What monitoring saw of a room in the sheet's period; flags are confirmed ones, on the host's side. */
export interface Observed {
  readonly hours: number
  readonly measures: Readonly<Record<string, number>>
  readonly flags: readonly { readonly category: string; readonly severity: number }[]
}

/** Points monitoring proposes for an item, or why it cannot: 样本不足 is never full marks and never 0. */
export type Proposed =
  | { readonly points: number; readonly why: string }
  | { readonly points: null; readonly why: string }

/** Proposes one item's points from monitoring; a person may depart from it with a note. */
export function propose(sheet: ScoreSheet, item: SheetItem, seen: Observed): Proposed {
  const { auto } = item
  if (!auto) return { points: null, why: '本项由人工评定' }
  if (seen.hours < sheet.minHours)
    return {
      points: null,
      why: `样本不足：有效监测 ${seen.hours} 小时，少于 ${sheet.minHours} 小时，改为现场检查`,
    }
  if (auto.kind === 'deduct') {
    const flags = seen.flags.filter((flag) => auto.categories.includes(flag.category))
    const lost = flags.reduce((s, flag) => s + (auto.perFlag[flag.severity - 1] ?? 0), 0)
    return {
      points: Math.max(0, item.points - lost),
      why: `相关成立线索 ${flags.length} 条，扣 ${lost} 分`,
    }
  }
  const value = seen.measures[auto.measure]
  if (value === undefined) return { points: null, why: `没有“${auto.measure}”的监测数据` }
  const band = auto.bands.find(({ bound }) =>
    auto.better === 'low' ? value <= bound : value >= bound,
  )
  return { points: band?.points ?? 0, why: `${auto.measure} ${value}` }
}

/** Items on which scorers differ by more than `tolerance` points, largest difference first: for the chief to settle. */
export function differences(
  cards: readonly Scorecard[],
  tolerance: number,
): { item: string; low: number; high: number }[] {
  const given = new Map<string, number[]>()
  for (const { item, points } of cards.flatMap((card) => card.marks))
    given.set(item, [...(given.get(item) ?? []), points])
  return [...given]
    .map(([item, all]) => ({ item, low: Math.min(...all), high: Math.max(...all) }))
    .filter(({ low, high }) => high - low > tolerance)
    .sort((a, b) => b.high - b.low - (a.high - a.low) || (a.item < b.item ? -1 : 1))
}

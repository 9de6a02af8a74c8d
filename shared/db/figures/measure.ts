import { sql } from 'drizzle-orm'
import { type FigureId, figureIds } from '#shared/domain/figure.ts'
import { AppError } from '#shared/errors.ts'
import type { Db } from '../client.ts'
import { rowsOf } from '../rows.ts'
import { type ListName, lists } from './lists.ts'
import { type Dimension, dimensions, dimensionsOf, queries } from './queries.ts'
import type { Window } from './window.ts'

type Row = Readonly<Record<string, unknown>>

const aggregate = (id: FigureId) => {
  const { value, where } = queries[id]
  return sql.raw(`coalesce(${value} filter (where ${where}), 0)::float8 as "${id}"`)
}

const numbers = <Id extends FigureId>(ids: readonly Id[], row: Row | undefined) =>
  Object.fromEntries(ids.map((id) => [id, Number(row?.[id] ?? 0)])) as Record<Id, number>

/** Figures of a window; those over one list share one statement. */
export async function measure<Id extends FigureId>(
  db: Db,
  w: Window,
  ids: readonly Id[],
): Promise<Record<Id, number>> {
  const found: Partial<Record<Id, number>> = {}
  for (const list of new Set(ids.map((id) => queries[id].list))) {
    const mine = ids.filter((id) => queries[id].list === list)
    const columns = sql.join(mine.map(aggregate), sql`, `)
    const [row] = await rowsOf(db, sql`select ${columns} from (${lists[list](w)}) x`)
    Object.assign(found, numbers(mine, row))
  }
  return found as Record<Id, number>
}

export const measureAll = (db: Db, w: Window) => measure(db, w, figureIds)

/** The same figures, all over one list, under each value of a dimension. `also` names further columns of the group. */
export async function measureBy<Id extends FigureId>(
  db: Db,
  w: Window,
  dimension: Dimension,
  ids: readonly Id[],
  also: readonly ('room' | 'region')[] = [],
): Promise<{ key: string; values: Record<Id, number>; row: Row }[]> {
  const list = listOf(ids)
  const by = sql.raw(dimension)
  const more = also.length > 0 ? sql.raw(`, ${also.join(', ')}`) : sql``
  const columns = sql.join(ids.map(aggregate), sql`, `)
  const found = await rowsOf(
    db,
    sql`select ${by}::text as key ${more}, ${columns} from (${lists[list](w)}) x group by ${by} ${more} order by 1`,
  )
  return found.map((row) => ({ key: String(row.key), values: numbers(ids, row), row }))
}

function listOf(ids: readonly FigureId[]): ListName {
  const [list, ...others] = new Set(ids.map((id) => queries[id].list))
  if (!list || others.length > 0) throw new Error(`not over one list: ${ids.join(', ')}`)
  return list
}

export type Narrowed = Partial<Record<Dimension, string | undefined>>

/** A page of the rows a figure counts, with how many there are and what the figure is over them. */
export async function figureRows(
  db: Db,
  w: Window,
  id: FigureId,
  narrowed: Narrowed,
  page: { readonly limit: number; readonly offset: number },
) {
  const { list, where } = queries[id]
  const clauses = dimensions.flatMap((dimension) => {
    const value = narrowed[dimension]
    if (value === undefined) return []
    if (!dimensionsOf[list].includes(dimension))
      throw new AppError('invalid', `这一数字的清单不能按 ${dimension} 筛选。`)
    return [sql`${sql.raw(dimension)}::text = ${value}`]
  })
  const chosen = sql.join([sql.raw(`(${where})`), ...clauses], sql` and `)
  const from = lists[list](w)
  const [total] = await rowsOf(
    db,
    sql`select count(*)::int as n, ${aggregate(id)} from (${from}) x where ${chosen}`,
  )
  const rows = await rowsOf(
    db,
    sql`select * from (${from}) x where ${chosen} order by region, room, id limit ${page.limit} offset ${page.offset}`,
  )
  return { value: Number(total?.[id] ?? 0), total: Number(total?.n ?? 0), rows }
}

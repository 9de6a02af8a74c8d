import { act } from '#shared/db/act.ts'
import { ledgerRows, type RoomFilter } from '#shared/db/room-list.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { stateNames } from '#shared/domain/membership.ts'
import { colourNames } from '#shared/domain/pool-policy.ts'
import type { RegistryDeps } from './deps.ts'
import { Field, type ImportColumns } from './import/columns.ts'
import type { RefusedLine } from './import/plan.ts'
import type { Sheet } from './sheet.ts'

export interface ExportDeps extends RegistryDeps {
  readonly importColumns: ImportColumns
}

/** The ledger of rooms as a table, and the note in the log that it was taken out. */
export async function exportRooms(
  deps: ExportDeps,
  actor: Actor,
  filter: Omit<RoomFilter, 'limit' | 'after'>,
): Promise<Sheet> {
  const { columns, values } = deps.importColumns
  const first = (list: readonly string[] | undefined, value: string) => list?.[0] ?? value
  return act(deps, actor, { verb: 'room.export' }, async (tx) => {
    const found = await ledgerRows(tx, actor, filter)
    const rows = found.map((row) => {
      const cells: Record<Field, string> = {
        ...row,
        platform: first(values.platform[row.platform], row.platform),
        link: row.link ?? '',
        type: first(values.type[row.type], row.type),
        goods: row.goods.map((one) => first(values.goods[one], one)).join('、'),
        region: deps.regions.get(row.region) ?? row.region,
        operatorName: row.operatorName ?? '',
        code: row.code ?? '',
        operatorKind: row.operatorKind
          ? first(values.operatorKind[row.operatorKind], row.operatorKind)
          : '',
        foundedOn: row.foundedOn ?? '',
        domicile: row.domicile ?? '',
        address: row.address ?? '',
        representative: row.representative ?? '',
        contact: row.contact ?? '',
        phone: row.phone ?? '',
      }
      const standing = [stateNames[row.state], String(row.score), colourNames[row.colour]]
      return [...Field.options.map((field) => cells[field]), ...standing]
    })
    const header = [
      ...Field.options.map((field) => columns[field][0] ?? field),
      '在库状态',
      '得分',
      '颜色',
    ]
    const result = { header, rows, widths: [24, 10, 22, 36, 18, 10, 16, 12, 28, 22] }
    return { result, after: { rows: rows.length, filter } }
  })
}

/** The refused lines as they stood, with what is wrong and what to do behind them. */
export function errorSheet(header: readonly string[], errors: readonly RefusedLine[]): Sheet {
  const width = header.length
  const rows = errors.map(({ line, cells, problems }) => {
    const parts = problems.map((problem) => {
      const cut = problem.indexOf('：')
      return cut < 0 ? [problem, ''] : [problem.slice(0, cut), problem.slice(cut + 1)]
    })
    const padded = Array.from({ length: width }, (_, i) => cells[i] ?? '')
    const column = (i: number) => parts.map((part) => part[i] ?? '').join('；')
    return [...padded, String(line), column(0), column(1)]
  })
  return { header: [...header, '原文件行号', '问题', '怎么办'], rows }
}

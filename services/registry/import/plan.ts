import { randomUUID } from 'node:crypto'
import type { KnownRoom } from '#shared/db/imports.ts'
import type { Operator } from '#shared/db/operators.ts'
import { inScope, type RegionPath } from '#shared/domain/region.ts'
import { type OperatorCells, type RoomCells, type RowContext, readRow } from './row.ts'
import type { Table } from './table.ts'

export interface RefusedLine {
  readonly line: number
  readonly cells: readonly string[]
  readonly problems: readonly string[]
}

export interface Change<T> {
  readonly before: T | null
  readonly after: T
}

/** What an import will do, in full, before it does any of it. */
export interface Plan {
  readonly rooms: readonly Change<KnownRoom>[]
  readonly operators: readonly Change<Operator>[]
  readonly unchanged: number
  readonly refused: readonly RefusedLine[]
}

interface GoodLine {
  readonly line: number
  readonly cells: readonly string[]
  readonly room: RoomCells
  readonly operator: OperatorCells | null
}

const roomKey = (room: { readonly platform: string; readonly platformId: string }) =>
  `${room.platform} ${room.platformId}`
const operatorKey = (code: string, region: string) => `${code} ${region}`

/** Reads every line; of two lines for one room the first stands. */
export function readLines(
  table: Table,
  context: RowContext,
): { good: GoodLine[]; refused: RefusedLine[] } {
  const good: GoodLine[] = []
  const refused: RefusedLine[] = []
  const seen = new Map<string, number>()
  for (const { line, cells } of table.lines) {
    const reading = readRow(cells, context)
    if ('problems' in reading) {
      refused.push({ line, cells, problems: reading.problems })
      continue
    }
    const key = roomKey(reading.room)
    const earlier = seen.get(key)
    if (earlier === undefined) {
      seen.set(key, line)
      good.push({ line, cells, ...reading })
    } else {
      const problems = [`与第 ${earlier} 行是同一个直播间（平台与账号 ID 相同）：请删去一行`]
      refused.push({ line, cells, problems })
    }
  }
  return { good, refused }
}

/**
 * Holds the lines against what is stored: new, changed or the same. Cells left blank change nothing. A platform's id that
 * is registered outside the person's region is refused in words that do not say where.
 */
export function planImport(
  { good, refused }: ReturnType<typeof readLines>,
  known: { readonly rooms: readonly KnownRoom[]; readonly operators: readonly Operator[] },
  { scope, at }: { readonly scope: RegionPath; readonly at: Date },
): Plan {
  const byKey = new Map(known.rooms.map((room) => [roomKey(room), room]))
  const files = new Map<string, Change<Operator>>(
    known.operators.map((one) => [operatorKey(one.code, one.region), { before: one, after: one }]),
  )
  const firstLine = new Map<string, number>()
  const problems = [...refused]
  const rooms: Change<KnownRoom>[] = []
  let unchanged = 0
  for (const { line, cells, room, operator } of good) {
    const before = byKey.get(roomKey(room)) ?? null
    const refuse = (problem: string) => problems.push({ line, cells, problems: [problem] })
    if (before && !inScope(scope, before.region)) {
      refuse('该平台账号不能在此登记：请核对账号 ID，确属本辖区的请联系市局')
      continue
    }
    let operatorId = before?.operatorId ?? null
    if (operator) {
      const key = operatorKey(operator.code, room.region)
      const file = files.get(key)
      const first = firstLine.get(key)
      if (first !== undefined && file && file.after.name !== operator.name) {
        refuse(`与第 ${first} 行信用代码相同而主体名称不同：请核对`)
        continue
      }
      const after = mergeOperator(file?.after, operator, room.region, at)
      files.set(key, { before: file?.before ?? null, after })
      if (first === undefined) firstLine.set(key, line)
      operatorId = after.id
    }
    const after = mergeRoom(before, room, operatorId)
    if (before && same(before, after)) unchanged++
    else rooms.push({ before, after })
  }
  const operators = [...files.values()].filter(
    ({ before, after }) => before === null || !same(before, after),
  )
  return { rooms, operators, unchanged, refused: problems.sort((a, b) => a.line - b.line) }
}

function mergeRoom(
  before: KnownRoom | null,
  cells: RoomCells,
  operatorId: string | null,
): KnownRoom {
  const fresh: KnownRoom = {
    id: randomUUID(),
    link: null,
    accountName: '',
    type: 'shop',
    goods: [],
    version: 1,
    ...cells,
    operatorId,
  }
  return before ? { ...before, ...cells, operatorId } : fresh
}

function mergeOperator(
  before: Operator | undefined,
  cells: OperatorCells,
  region: RegionPath,
  at: Date,
): Operator {
  if (before) return { ...before, ...cells }
  return {
    id: randomUUID(),
    kind: 'company',
    category: 'merchant',
    region,
    registeredPlace: '',
    actualPlace: '',
    domicile: '',
    address: '',
    foundedOn: null,
    representative: '',
    contact: '',
    phone: '',
    abnormal: null,
    dishonest: null,
    createdAt: at,
    updatedAt: at,
    version: 1,
    ...cells,
  }
}

function same(a: object, b: object): boolean {
  const sorted = (one: object) => JSON.stringify(one, Object.keys(one).sort())
  return sorted(a) === sorted(b)
}

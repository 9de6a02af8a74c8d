import { createHash, randomUUID } from 'node:crypto'
import { act } from '#shared/db/act.ts'
import type { Db } from '#shared/db/client.ts'
import {
  addImport,
  insertOperators,
  insertRooms,
  operatorsByCodes,
  roomsByPlatformIds,
  updateOperators,
  updateRooms,
} from '#shared/db/imports.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { checkRight } from '#shared/domain/rights.ts'
import type { RegistryDeps } from '../deps.ts'
import { type ImportColumns, plain, readHeader } from './columns.ts'
import { type Plan, planImport, type RefusedLine, readLines } from './plan.ts'
import { readTable, type Table } from './table.ts'

export interface ImportDeps extends RegistryDeps {
  readonly importColumns: ImportColumns
  /** Division codes (GB/T 2260) of the regions that have one, by path. */
  readonly regionCodes: ReadonlyMap<string, string>
}

export interface ImportFile {
  readonly name: string
  readonly bytes: Buffer
}

/** How far an import has come: the file is read, its lines compared with what is there, rooms written. */
export interface ImportProgress {
  readonly step: 'reading' | 'comparing' | 'writing'
  readonly done: number
  readonly total: number
}

export interface ImportOptions {
  readonly dryRun?: boolean
  readonly progress?: (now: ImportProgress) => void
}

export interface ImportResult {
  /** Null for a trial run, which leaves nothing behind. */
  readonly id: string | null
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly refused: number
  readonly operatorsCreated: number
  readonly operatorsUpdated: number
  readonly unknownColumns: readonly string[]
  readonly header: readonly string[]
  readonly errors: readonly RefusedLine[]
}

/** Rooms written at a time: a twentieth of the largest file. */
const chunk = 1000

/**
 * Imports a ledger of rooms with their operators: what is new is made, what exists is brought up to date by its natural
 * key, lines at fault are refused one by one with what to do. All of it is one transaction and one act.
 */
export async function importRooms(
  deps: ImportDeps,
  actor: Actor,
  file: ImportFile,
  { dryRun = false, progress = () => {} }: ImportOptions = {},
): Promise<ImportResult> {
  checkRight(actor, 'room.import')
  progress({ step: 'reading', done: 0, total: 0 })
  const table = await readTable(file.bytes)
  const header = readHeader(table.header, deps.importColumns)
  const context = {
    header,
    words: deps.importColumns,
    regions: regionWords(deps),
    scope: actor.region,
  }
  progress({ step: 'comparing', done: 0, total: table.lines.length })
  // Thousands of lines are read in one go: whoever asks how far it is gets an answer first.
  await new Promise(setImmediate)
  const lines = readLines(table, context)
  const plan = async (db: Db, at: Date): Promise<Plan> => {
    const codes = [...new Set(lines.good.flatMap(({ operator }) => operator?.code ?? []))]
    const rooms = await roomsByPlatformIds(
      db,
      lines.good.map(({ room: { platform, platformId } }) => ({ platform, platformId })),
    )
    const operators = await operatorsByCodes(db, actor, codes)
    return planImport(lines, { rooms, operators }, { scope: actor.region, at })
  }
  if (dryRun) {
    const planned = await plan(deps.db, deps.now())
    return resultOf(null, planned, table, header.unknown)
  }
  return act(deps, actor, { verb: 'room.import' }, async (tx, at) => {
    const planned = await plan(tx, at)
    const id = randomUUID()
    const result = resultOf(id, planned, table, header.unknown)
    await write(tx, planned, at, progress)
    const { rows, created, updated, unchanged, refused } = result
    const counts = { rows, created, updated, unchanged, refused }
    const sha256 = createHash('sha256').update(file.bytes).digest('hex')
    const origin = { fileName: file.name.slice(0, 200), sha256, bytes: file.bytes.length }
    await addImport(
      tx,
      {
        id,
        region: actor.region,
        ...origin,
        ...counts,
        header: [...table.header],
        by: actor.name,
        at,
      },
      planned.refused.map(({ line, cells, problems }) => ({
        line,
        cells: [...cells],
        problems: [...problems],
      })),
      [...planned.rooms, ...planned.operators].map(({ before, after }) => ({
        subject: after.id,
        before: before && { ...before },
        after: { ...after },
      })),
    )
    return { result, subject: id, after: { ...origin, ...counts } }
  })
}

async function write(
  tx: Db,
  { rooms, operators }: Plan,
  at: Date,
  progress: NonNullable<ImportOptions['progress']>,
) {
  const total = rooms.length
  const written = (done: number) => progress({ step: 'writing', done, total })
  written(0)
  await insertOperators(tx, made(operators))
  await updateOperators(tx, mended(operators), at)
  const [fresh, old] = [made(rooms), mended(rooms)]
  let done = 0
  for (let i = 0; i < fresh.length; i += chunk) {
    const part = fresh.slice(i, i + chunk)
    await insertRooms(
      tx,
      part.map((room) => ({ ...room, createdAt: at, updatedAt: at })),
      at,
    )
    done += part.length
    written(done)
  }
  for (let i = 0; i < old.length; i += chunk) {
    const part = old.slice(i, i + chunk)
    await updateRooms(tx, part, at)
    done += part.length
    written(done)
  }
}

function made<T>(changes: readonly { before: T | null; after: T }[]): T[] {
  return changes.flatMap(({ before, after }) => (before ? [] : [after]))
}
function mended<T>(changes: readonly { before: T | null; after: T }[]): T[] {
  return changes.flatMap(({ before, after }) => (before ? [after] : []))
}

function resultOf(
  id: string | null,
  { rooms, operators, unchanged, refused }: Plan,
  { header, lines }: Table,
  unknownColumns: readonly string[],
): ImportResult {
  return {
    id,
    rows: lines.length,
    created: made(rooms).length,
    updated: mended(rooms).length,
    unchanged,
    refused: refused.length,
    operatorsCreated: made(operators).length,
    operatorsUpdated: mended(operators).length,
    unknownColumns,
    header,
    errors: refused,
  }
}

/** How people write a region: its name, the name without 区 or 县, its division code, its path. */
function regionWords({ regions, regionCodes }: ImportDeps): Map<string, string> {
  const words = new Map<string, string>()
  for (const [path, name] of regions)
    for (const word of [name, name.replace(/[市区县]$/, ''), regionCodes.get(path) ?? path, path])
      words.set(plain(word), path)
  return words
}

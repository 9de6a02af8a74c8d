import { and, asc, eq, sql } from 'drizzle-orm'
import { insertMany } from './bulk.ts'
import type { Db } from './client.ts'
import { afterCursor, orderOf, type PageQuery, pageOf } from './page.ts'
import {
  importChanges,
  importErrors,
  imports,
  memberships,
  operators,
  rooms,
} from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export type ImportRecord = typeof imports.$inferSelect
type RoomRow = typeof rooms.$inferSelect
type OperatorRow = typeof operators.$inferSelect

/** A room that has the platform's id; `region` tells whether it is for these eyes. */
export type KnownRoom = Pick<
  RoomRow,
  | 'id'
  | 'platform'
  | 'platformId'
  | 'name'
  | 'link'
  | 'accountName'
  | 'type'
  | 'goods'
  | 'region'
  | 'operatorId'
  | 'version'
>

const perQuery = 2000

/** Rooms that exist under these platforms and ids, whoever they belong to. */
export async function roomsByPlatformIds(
  db: Db,
  keys: readonly { readonly platform: string; readonly platformId: string }[],
): Promise<KnownRoom[]> {
  const found: KnownRoom[] = []
  for (let at = 0; at < keys.length; at += perQuery) {
    const json = JSON.stringify(keys.slice(at, at + perQuery))
    const wanted = sql`select x.platform, x."platformId" from jsonb_to_recordset(${json}::jsonb) as x(platform text, "platformId" text)`
    const { id, platform, platformId, name, link, accountName, type, goods } = rooms
    const { region, operatorId, version } = rooms
    found.push(
      ...(await db
        .select({
          id,
          platform,
          platformId,
          name,
          link,
          accountName,
          type,
          goods,
          region,
          operatorId,
          version,
        })
        .from(rooms)
        .where(sql`(${platform}, ${platformId}) in (${wanted})`)),
    )
  }
  return found
}

/** Files on operators of these codes in the region and below. */
export async function operatorsByCodes(
  db: Db,
  scope: Scope,
  codes: readonly string[],
): Promise<OperatorRow[]> {
  const found: OperatorRow[] = []
  for (let at = 0; at < codes.length; at += perQuery) {
    const json = JSON.stringify(codes.slice(at, at + perQuery))
    found.push(
      ...(await db
        .select()
        .from(operators)
        .where(
          and(
            within(operators.region, scope, operators.id),
            sql`${operators.code} in (select jsonb_array_elements_text(${json}::jsonb))`,
          ),
        )),
    )
  }
  return found
}

export async function insertOperators(db: Db, rows: readonly (typeof operators.$inferInsert)[]) {
  await insertMany(db, operators, rows)
}

/** New rooms, each with its place before the pool. */
export async function insertRooms(
  db: Db,
  rows: readonly (typeof rooms.$inferInsert & { id: string })[],
  since: Date,
): Promise<void> {
  await insertMany(db, rooms, rows)
  await insertMany(
    db,
    memberships,
    rows.map(({ id }) => ({ roomId: id, since })),
  )
}

/** Brings whole rows up to date, a statement for each batch. */
export async function updateRooms(db: Db, rows: readonly KnownRoom[], at: Date): Promise<void> {
  for (let i = 0; i < rows.length; i += perQuery) {
    const json = JSON.stringify(
      rows.slice(i, i + perQuery).map((row) => ({
        id: row.id,
        name: row.name,
        link: row.link,
        account_name: row.accountName,
        type: row.type,
        goods: row.goods,
        region: row.region,
        operator_id: row.operatorId,
      })),
    )
    await db.execute(
      sql`update ${rooms} set name = x.name, link = x.link, account_name = x.account_name, type = x.type, goods = x.goods, region = x.region, operator_id = x.operator_id, updated_at = ${at.toISOString()}::timestamptz, version = ${rooms}.version + 1 from jsonb_populate_recordset(null::${rooms}, ${json}::jsonb) x where ${rooms}.id = x.id`,
    )
  }
}

export async function updateOperators(db: Db, rows: readonly OperatorRow[], at: Date) {
  for (let i = 0; i < rows.length; i += perQuery) {
    const json = JSON.stringify(
      rows.slice(i, i + perQuery).map((row) => ({
        id: row.id,
        name: row.name,
        kind: row.kind,
        founded_on: row.foundedOn,
        domicile: row.domicile,
        address: row.address,
        representative: row.representative,
        contact: row.contact,
        phone: row.phone,
      })),
    )
    await db.execute(
      sql`update ${operators} set name = x.name, kind = x.kind, founded_on = x.founded_on, domicile = x.domicile, address = x.address, representative = x.representative, contact = x.contact, phone = x.phone, updated_at = ${at.toISOString()}::timestamptz, version = ${operators}.version + 1 from jsonb_populate_recordset(null::${operators}, ${json}::jsonb) x where ${operators}.id = x.id`,
    )
  }
}

export async function addImport(
  db: Db,
  record: ImportRecord,
  errors: readonly Omit<typeof importErrors.$inferInsert, 'importId'>[],
  changes: readonly Omit<typeof importChanges.$inferInsert, 'importId'>[],
): Promise<void> {
  await db.insert(imports).values(record)
  const importId = record.id
  await insertMany(
    db,
    importErrors,
    errors.map((row) => ({ importId, ...row })),
  )
  await insertMany(
    db,
    importChanges,
    changes.map((row) => ({ importId, ...row })),
  )
}

const order = [
  { column: imports.at, down: true },
  { column: imports.id, down: true },
] as const

export async function listImports(db: Db, scope: Scope, { limit, after }: PageQuery) {
  const found = await db
    .select()
    .from(imports)
    .where(and(within(imports.region, scope), afterCursor(order, after)))
    .orderBy(...orderOf(order))
    .limit(limit + 1)
  return pageOf(found, limit, (row) => [row.at, row.id])
}

/** One import with its refused lines, or undefined when it is not there for these eyes. */
export async function importFile(db: Db, scope: Scope, id: string) {
  const [record] = await db
    .select()
    .from(imports)
    .where(and(eq(imports.id, id), within(imports.region, scope)))
  if (!record) return undefined
  const errors = await db
    .select({ line: importErrors.line, cells: importErrors.cells, problems: importErrors.problems })
    .from(importErrors)
    .where(eq(importErrors.importId, id))
    .orderBy(asc(importErrors.line))
  return { record, errors }
}

import { type SQL, sql } from 'drizzle-orm'
import { addDays, type Day } from '#shared/domain/calendar.ts'
import type { RegistryPolicy, RegistryTaskKind } from '#shared/domain/registry-policy.ts'
import { AppError } from '#shared/errors.ts'
import type { Db } from './client.ts'
import type { PageQuery } from './page.ts'
import { rowsOf } from './rows.ts'
import {
  credentials,
  guideReceipts,
  guides,
  licences,
  memberships,
  operators,
  realNameChecks,
  rooms,
  streamers,
} from './schema/index.ts'
import { type Scope, within } from './scope.ts'

export interface RegistryTask {
  readonly kind: RegistryTaskKind
  /** The row to mend: an operator, a room or a streamer. */
  readonly subject: string
  readonly subjectName: string
  readonly region: string
  /** Which licence, list or document. */
  readonly detail: string
  /** Since when it is due; for what will expire, its last day. */
  readonly due: Day
  /** Tells tasks of one kind and subject apart. */
  readonly key: string
}

export interface TaskFilter extends PageQuery {
  readonly kind?: RegistryTaskKind | undefined
}

/** What is due on a day, the oldest first; derived each time, so a task is gone as soon as its cause is. */
export async function registryTasks(
  db: Db,
  scope: Scope,
  policy: RegistryPolicy,
  today: Day,
  { kind, limit, after }: TaskFilter,
): Promise<{ rows: RegistryTask[]; next: string | null; total: number }> {
  const tasks = sql`with tasks as (${sql.join(sources(scope, policy, today), sql` union all `)}), wanted as (select * from tasks ${kind ? sql`where kind = ${kind}` : sql``})`
  const from = after === undefined ? sql`` : sql`where (due, kind, key) > (${readKey(after)})`
  const found = await rowsOf<RegistryTask>(
    db,
    sql`${tasks} select kind, subject, "subjectName", region, detail, due, key from wanted ${from} order by due, kind, key limit ${limit + 1}`,
  )
  const [counted] = await rowsOf<{ n: number }>(
    db,
    sql`${tasks} select count(*)::int n from wanted`,
  )
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const next =
    found.length > limit && last
      ? Buffer.from(JSON.stringify([last.due, last.kind, last.key])).toString('base64url')
      : null
  return { rows, next, total: counted?.n ?? 0 }
}

/** How many there are of each kind, and the first day one of them is due. */
export async function registryTaskCounts(
  db: Db,
  scope: Scope,
  policy: RegistryPolicy,
  today: Day,
): Promise<(Pick<RegistryTask, 'kind' | 'due'> & { readonly n: number })[]> {
  const tasks = sql.join(sources(scope, policy, today), sql` union all `)
  return rowsOf(
    db,
    sql`select kind, min(due) due, count(*)::int n from (${tasks}) tasks group by kind order by min(due), kind`,
  )
}

function sources(scope: Scope, policy: RegistryPolicy, today: Day): SQL[] {
  const myOperators = within(operators.region, scope, operators.id)
  const myRooms = within(rooms.region, scope, rooms.operatorId)
  const myStreamers = within(streamers.region, scope, streamers.operatorId)
  const stale = addDays(today, -policy.lookupStaleDays)
  const warn = addDays(today, policy.expiryWarnDays)
  const lookup = (
    kind: RegistryTaskKind,
    column: typeof operators.abnormal | typeof operators.dishonest,
  ) =>
    sql`select ${kind}::text kind, ${operators.id}::text subject, ${operators.name} "subjectName", ${operators.region} region, coalesce(${column}->>'source', '') detail, coalesce(((${column}->>'lookedUpOn')::date + ${policy.lookupStaleDays}::int)::text, (${operators.createdAt} at time zone 'Asia/Shanghai')::date::text) due, ${operators.id}::text key from ${operators} where ${myOperators} and (${column} is null or (${column}->>'lookedUpOn')::date < ${stale}::date)`
  const state = (what: string, until: SQL) =>
    sql`case when ${until} < ${today}::date then ${`${what}-expired`}::text else ${`${what}-expiring`}::text end`
  return [
    lookup('lookup-abnormal', operators.abnormal),
    lookup('lookup-dishonest', operators.dishonest),
    sql`select ${state('licence', sql`${licences.validUntil}`)}, ${operators.id}::text, ${operators.name}, ${operators.region}, ${licences.kind} || ' ' || ${licences.number}, ${licences.validUntil}::text, ${licences.id}::text from ${licences} join ${operators} on ${operators.id} = ${licences.operatorId} where ${myOperators} and ${licences.validUntil} <= ${warn}::date`,
    sql`select ${state('credential', sql`${credentials.validUntil}`)}, ${streamers.id}::text, ${streamers.name}, ${streamers.region}, ${credentials.name}, ${credentials.validUntil}::text, ${credentials.id}::text from ${credentials} join ${streamers} on ${streamers.id} = ${credentials.streamerId} where ${myStreamers} and ${credentials.validUntil} <= ${warn}::date and not exists (select 1 from ${credentials} newer where newer.streamer_id = ${credentials.streamerId} and newer.kind = ${credentials.kind} and newer.name = ${credentials.name} and newer.passed and coalesce(newer.valid_until, 'infinity') > ${credentials.validUntil})`,
    sql`select case when latest.passed is null then 'real-name-missing' when not latest.passed then 'real-name-failed' else 'real-name-stale' end, ${rooms.id}::text, ${rooms.name}, ${rooms.region}, coalesce(latest.note, ''), coalesce(case when latest.passed then (latest.checked_on + ${policy.realNameEveryDays}::int)::text else latest.checked_on::text end, (${rooms.createdAt} at time zone 'Asia/Shanghai')::date::text), ${rooms.id}::text from ${rooms} left join lateral (select c.passed, c.checked_on, c.note from ${realNameChecks} c where c.room_id = ${rooms.id} order by c.checked_on desc, c.at desc limit 1) latest on true where ${myRooms} and (latest.passed is not true or latest.checked_on < ${addDays(today, -policy.realNameEveryDays)}::date)`,
    sql`select 'guide-unread', ${operators.id}::text, ${operators.name}, ${operators.region}, ${guides.title} || ' v' || ${guides.version}, (${guides.publishedAt} at time zone 'Asia/Shanghai')::date::text, ${guides.id}::text || ${operators.id}::text from ${guides} join ${operators} on (${operators.region} = ${guides.region} or ${operators.region} like ${guides.region} || '/%') where ${myOperators} and ${guides.kind} <> 'other' and not exists (select 1 from ${guides} later where later.region = ${guides.region} and later.kind = ${guides.kind} and later.title = ${guides.title} and later.version > ${guides.version}) and not exists (select 1 from ${guideReceipts} r where r.guide_id = ${guides.id} and r.operator_id = ${operators.id})`,
    sql`select 'listing-expiring', ${rooms.id}::text, ${rooms.name}, ${rooms.region}, '', (${memberships.until} at time zone 'Asia/Shanghai')::date::text, ${rooms.id}::text from ${memberships} join ${rooms} on ${rooms.id} = ${memberships.roomId} where ${myRooms} and ${memberships.state} in ('listed', 'province_recommended', 'rectifying', 'suspended') and (${memberships.until} at time zone 'Asia/Shanghai')::date <= ${warn}::date`,
  ]
}

function readKey(cursor: string): SQL {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(values) && values.length === 3 && values.every((v) => typeof v === 'string'))
      return sql.join(
        values.map((value) => sql`${value}`),
        sql`, `,
      )
  } catch {
    // Told below.
  }
  throw new AppError('invalid', '翻页标记无效，请从第一页重新查看。')
}

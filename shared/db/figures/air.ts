import { type SQL, sql } from 'drizzle-orm'
import { broadcasts, coverage, memberships, recordings, rooms } from '../schema/index.ts'
import { within } from '../scope.ts'
import { at, inPoolStates, type Window } from './window.ts'

const epoch = (instant: SQL | typeof recordings.startedAt) =>
  sql`(extract(epoch from ${instant}) * 1000)::bigint`

/**
 * For each broadcast and day of the window sets of wall-clock milliseconds: on air, and covered of each kind. Content
 * time goes through the recording's clock, overlaps of several recordings count once, and everything is cut at midnight.
 */
function sets(w: Window): SQL {
  return sql`
  days as (
    select to_char(d at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day,
      int8range((extract(epoch from d) * 1000)::bigint, (extract(epoch from d) * 1000)::bigint + 86400000) as r
    from generate_series(${at(w.from)}, ${at(w.to)} - interval '1 ms', interval '24 hours') as d
  ),
  mine as (
    select ${recordings.id} as id, ${recordings.broadcastId} as broadcast_id, ${recordings.clock} as clock,
      ${epoch(recordings.startedAt)} as start_ms, coalesce(${recordings.durationMs}, 0) as duration_ms
    from ${recordings} join ${rooms} on ${rooms.id} = ${recordings.roomId}
    where ${within(rooms.region, w.scope)} and ${recordings.broadcastId} is not null
      and ${recordings.createdAt} <= ${at(w.knownAt)}
      and ${recordings.startedAt} < ${at(w.to)} and ${recordings.startedAt} > ${at(w.from)} - interval '3 days'
  ),
  lines as (
    select id, broadcast_id, duration_ms, content_ms, at_ms,
      lead(content_ms, 1, 9000000000000) over (partition by id order by content_ms) as until_ms
    from (
      select id, broadcast_id, duration_ms, 0::bigint as content_ms, start_ms as at_ms from mine where clock is null
      union all
      select id, broadcast_id, duration_ms, (l ->> 'contentMs')::float8::bigint, (l ->> 'atMs')::float8::bigint
      from mine, jsonb_array_elements(clock -> 'lines') l where clock is not null
    ) all_lines
  ),
  wall as (
    select lines.broadcast_id, ${coverage.kind} as kind, ${coverage.gap} as gap,
      int8range(
        at_ms + greatest(${coverage.fromMs}, content_ms) - content_ms,
        at_ms + least(${coverage.toMs}, until_ms) - content_ms) as r
    from lines join ${coverage} on ${coverage.recordingId} = lines.id
    where ${coverage.fromMs} < until_ms and ${coverage.toMs} > content_ms
      and least(${coverage.toMs}, until_ms) > greatest(${coverage.fromMs}, content_ms)
  ),
  extents as (
    select broadcast_id,
      int8range(at_ms, at_ms + least(duration_ms, until_ms) - content_ms) as r
    from lines where least(duration_ms, until_ms) > content_ms
    union all
    select ${broadcasts.id}, int8range(${epoch(sql`${broadcasts.startedAt}`)}, ${epoch(sql`${broadcasts.endedAt}`)})
    from ${broadcasts} join ${rooms} on ${rooms.id} = ${broadcasts.roomId}
    where ${within(rooms.region, w.scope)} and ${broadcasts.mergedInto} is null
      and ${broadcasts.endedAt} > ${broadcasts.startedAt}
      and ${broadcasts.startedAt} < ${at(w.to)} and ${broadcasts.startedAt} > ${at(w.from)} - interval '3 days'
  ),
  shows as (
    select days.day, on_air.broadcast_id, on_air.set * int8multirange(days.r) as on_air, days.r
    from (select broadcast_id, range_agg(r) as set from extents group by broadcast_id) on_air, days
    where on_air.set && days.r
  ),
  covered as (
    select broadcast_id, ${sql.join(
      kinds.map((kind) =>
        sql.raw(`range_agg(r) filter (where kind = '${kind}' and gap is null) as ${kind}`),
      ),
      sql`, `,
    )}
    from wall group by broadcast_id
  ),
  sets as (
    select shows.day, shows.broadcast_id, shows.on_air, ${sql.join(
      kinds.map((kind) => sql.raw(`coalesce(covered.${kind}, '{}') * shows.on_air as ${kind}`)),
      sql`, `,
    )}
    from shows left join covered on covered.broadcast_id = shows.broadcast_id
  )`
}

const kinds = ['recorded', 'audible', 'transcribed', 'scanned', 'danmaku'] as const

/** Length of a set of milliseconds. */
const lengthOf = (set: string) =>
  sql.raw(
    `coalesce((select sum(upper(piece) - lower(piece)) from unnest(sets.${set}) piece), 0)::bigint as ${set}_ms`,
  )

/** A row for each broadcast and day it was on air. Before the ledger knew `scanned`, what was transcribed was scanned. */
export function airList(w: Window): SQL {
  return sql`
  with ${sets(w)}, measured as (
    select sets.day, sets.broadcast_id, ${sql.join(['on_air', ...kinds].map(lengthOf), sql`, `)} from sets
  )
  select measured.broadcast_id as id, measured.day, ${broadcasts.startedAt} as started_at, ${broadcasts.endedAt} as ended_at,
    ${rooms.id} as room_id, ${rooms.name} as room, ${rooms.region} as region,
    coalesce(${memberships.state} in ${inPoolStates}, false) as in_pool,
    on_air_ms, recorded_ms, on_air_ms - recorded_ms as missing_ms, audible_ms, transcribed_ms,
    case when scanned_ms > 0 then scanned_ms else transcribed_ms end as scanned_ms, danmaku_ms
  from measured join ${broadcasts} on ${broadcasts.id} = measured.broadcast_id
    join ${rooms} on ${rooms.id} = ${broadcasts.roomId}
    left join ${memberships} on ${memberships.roomId} = ${rooms.id}
  where on_air_ms > 0 and ${broadcasts.mergedInto} is null`
}

/** A row for each stretch that was on air and not recorded, recorded and not heard, heard and not transcribed, or silent. */
export function gapList(w: Window): SQL {
  const missing = (kind: string, whole: string) =>
    sql.raw(
      `select day, broadcast_id, '${kind}' as kind, unnest(${whole} - ${kind}) as piece from sets`,
    )
  return sql`
  with ${sets(w)}, missing as (
    ${missing('recorded', 'on_air')} union all ${missing('audible', 'recorded')}
    union all ${missing('transcribed', 'audible')} union all ${missing('danmaku', 'recorded')}
  ),
  reasons as (
    select missing.day, missing.broadcast_id, missing.kind, missing.piece, string_agg(distinct wall.gap, '、') as gap
    from missing left join wall on wall.broadcast_id = missing.broadcast_id and wall.kind = missing.kind
      and wall.gap is not null and wall.r && missing.piece
    group by missing.day, missing.broadcast_id, missing.kind, missing.piece
  )
  select ${rooms.id} as room_id, ${rooms.name} as room, ${rooms.region} as region, reasons.broadcast_id as id, reasons.day,
    reasons.kind,
    coalesce(gap, case reasons.kind when 'recorded' then '没有录像' when 'danmaku' then '没有弹幕'
      when 'audible' then '没有声音' else '没有转写' end) as reason,
    to_timestamp(lower(piece) / 1000.0) as from_at, to_timestamp(upper(piece) / 1000.0) as to_at,
    upper(piece) - lower(piece) as ms
  from reasons join ${broadcasts} on ${broadcasts.id} = reasons.broadcast_id
    join ${rooms} on ${rooms.id} = ${broadcasts.roomId}
  where ${broadcasts.mergedInto} is null`
}

/** Rooms whose capture was incomplete on the window's last day and the day before, with the poorer share. */
export function poorRoomList(w: Window): SQL {
  const two = { ...w, from: new Date(w.to.getTime() - 2 * 86_400_000) }
  return sql`
  select room_id as id, room_id, room, region, min(share)::float8 as share from (
    select room_id, room, region, day, sum(recorded_ms)::float8 / sum(on_air_ms) as share
    from (${airList(two)}) air group by room_id, room, region, day
  ) by_day
  where share < ${w.lowCoverage}::float8
  group by room_id, room, region having count(*) = 2`
}

import { type SQL, sql } from 'drizzle-orm'
import {
  broadcasts,
  clips,
  flags,
  hits,
  memberships,
  missSamples,
  poolEvents,
  recordings,
  removalProposals,
  rooms,
  secondLooks,
  verdicts,
} from '../schema/index.ts'
import { within } from '../scope.ts'
import { airList, gapList, poorRoomList } from './air.ts'
import { at, inPoolStates, lastDays, shanghaiDay, type Window } from './window.ts'

/**
 * A flag's newest decision that was not taken back, as known by the window. Decisions push, an undo pops: the top of that
 * stack is the last push that reached the depth at the end. Asked flag by flag, through the index: an embedded database
 * keeps no statistics, and joins of whole tables went wrong there.
 */
function judged(w: Window): SQL {
  return sql`
  select verdict, by, at, reason from (
    select *, last_value(depth) over (order by at, undoes rows between unbounded preceding and unbounded following) as final
    from (
      select ${verdicts.verdict} as verdict, ${verdicts.by} as by, ${verdicts.at} as at, ${verdicts.reason} as reason,
        (${verdicts.verdict} = 'undone')::int as undoes,
        sum(case ${verdicts.verdict} when 'undone' then -1 else 1 end) over (
          order by ${verdicts.at}, (${verdicts.verdict} = 'undone')::int rows unbounded preceding) as depth
      from ${verdicts} where ${verdicts.at} <= ${at(w.knownAt)} and ${verdicts.flagId} = ${flags.id}
    ) pushed
  ) stacked
  where undoes = 0 and depth = final order by at desc limit 1`
}

function flagList(w: Window): SQL {
  const said = sql`${flags.saidAt} >= ${at(w.from)} and ${flags.saidAt} < ${at(w.to)}`
  return sql`
  select ${flags.id} as id, ${flags.saidAt} as said_at, ${rooms.region} as region, ${rooms.id} as room_id, ${rooms.name} as room,
    ${flags.broadcastId} as broadcast_id, ${flags.category} as category, ${flags.rule} as rule, ${flags.severity} as severity,
    ${flags.channel} as channel, ${flags.phrase} as phrase, ${flags.quote} as quote, ${flags.hitCount} as hit_count,
    ${flags.audience} as audience, ${flags.createdAt} as created_at, coalesce(judged.verdict, 'open') as state,
    judged.by as by, judged.at as decided_at, judged.reason as reason, ${shanghaiDay(sql`${flags.saidAt}`)} as day,
    (${flags.category} = any(${sql.param([...w.seasonCategories])}::text[])) as in_season,
    (${flags.createdAt} < ${at(w.reviewDue)}) as late,
    (select f ->> 'sha256' from ${clips}, jsonb_array_elements(${clips.files}) f
      where ${clips.flagId} = ${flags.id} and f ->> 'role' = 'original' limit 1) as clip
  from ${flags} join ${rooms} on ${rooms.id} = ${flags.roomId}
    join ${broadcasts} on ${broadcasts.id} = ${flags.broadcastId}
    left join lateral (${judged(w)}) judged on true
  where ${within(rooms.region, w.scope)} and ${said} and ${flags.createdAt} <= ${at(w.knownAt)} and ${flags.hitCount} > 0
    and ${flags.duplicateOf} is null and ${broadcasts.mergedInto} is null`
}

function roomList(w: Window): SQL {
  return sql`
  select ${rooms.id} as id, ${rooms.id} as room_id, ${rooms.name} as room, ${rooms.region} as region,
    ${memberships.state} as state, ${memberships.score} as score, ${memberships.colour} as colour,
    coalesce(${memberships.state} in ${inPoolStates}, false) as in_pool
  from ${rooms} left join ${memberships} on ${memberships.roomId} = ${rooms.id}
  where ${within(rooms.region, w.scope)} and ${rooms.createdAt} <= ${at(w.knownAt)}`
}

function recordingList(w: Window): SQL {
  return sql`
  select ${recordings.id} as id, ${recordings.startedAt} as started_at, ${rooms.id} as room_id, ${rooms.name} as room,
    ${rooms.region} as region, ${recordings.durationMs} as ms, ${recordings.ingestState} as ingest,
    ${recordings.transcriptState} as transcript, ${recordings.failure} as failure
  from ${recordings} join ${rooms} on ${rooms.id} = ${recordings.roomId}
  where ${within(rooms.region, w.scope)} and ${recordings.startedAt} >= ${at(w.from)} and ${recordings.startedAt} < ${at(w.to)}
    and ${recordings.createdAt} <= ${at(w.knownAt)}`
}

function suppressedList(w: Window): SQL {
  return sql`
  select ${hits.recordingId} || '/' || ${hits.seq} as id, ${rooms.id} as room_id, ${rooms.name} as room, ${rooms.region} as region,
    ${hits.category} as category, ${hits.rule} as rule, ${hits.quote} as quote, ${hits.suppressed} ->> 'reason' as reason
  from ${hits} join ${recordings} on ${recordings.id} = ${hits.recordingId} join ${rooms} on ${rooms.id} = ${recordings.roomId}
  where ${within(rooms.region, w.scope)} and ${hits.suppressed} is not null
    and ${recordings.startedAt} > ${at(w.from)} - interval '3 days' and ${recordings.startedAt} < ${at(w.to)}
    and ${recordings.startedAt} + ${hits.startMs} * interval '1 ms' >= ${at(w.from)}
    and ${recordings.startedAt} + ${hits.startMs} * interval '1 ms' < ${at(w.to)}
    and ${recordings.createdAt} <= ${at(w.knownAt)}`
}

/** Lines of the verdict log written in the window; `place` counts the decisions that stood before on the same flag. */
function verdictList(w: Window): SQL {
  return sql`
  select line.id, line.at, line.flag_id, line.verdict, line.by, line.reason, ${rooms.id} as room_id, ${rooms.name} as room,
    ${rooms.region} as region, ${flags.category} as category, line.undone_later, line.stood,
    extract(epoch from line.at - ${flags.createdAt}) / 60.0 as waited_min
  from (
    select v.id, v.at, v.flag_id, v.verdict, v.by, v.reason,
      coalesce((select sum(case p.verdict when 'undone' then -1 else 1 end) from ${verdicts} p
        where p.flag_id = v.flag_id and p.at <= v.at and p.id <> v.id and (p.at < v.at or p.id = v.supersedes)), 0)::int as stood,
      exists (select 1 from ${verdicts} u where u.flag_id = v.flag_id and u.verdict = 'undone' and u.supersedes = v.id
        and u.at <= ${at(w.knownAt)}) as undone_later
    from ${verdicts} v where v.at >= ${at(w.from)} and v.at < ${at(w.to)} and v.at <= ${at(w.knownAt)}
  ) line
  join ${flags} on ${flags.id} = line.flag_id join ${rooms} on ${rooms.id} = ${flags.roomId}
  where ${within(rooms.region, w.scope)}`
}

/** 抽检; what a look that waits is at does not say what was decided, nor why it was drawn. Known answers are no part of it. */
function lookList(w: Window): SQL {
  const given = sql`to_timestamp((${secondLooks.second} ->> 'atMs')::int8 / 1000.0)`
  const during = (
    instant: SQL,
  ) => sql`coalesce(${instant} >= ${at(w.from)} and ${instant} < ${at(w.to)}
    and ${instant} <= ${at(w.knownAt)}, false)`
  return sql`
  select ${secondLooks.id} as id, ${secondLooks.flagId} as flag_id, ${secondLooks.drawnAt} as at, ${rooms.id} as room_id,
    ${rooms.name} as room, ${rooms.region} as region, ${flags.category} as category, ${flags.quote} as quote,
    ${during(sql`${secondLooks.drawnAt}`)} as drawn_now, ${during(given)} as given_now,
    ${secondLooks.second} ->> 'verdict' = ${secondLooks.first} ->> 'verdict' as agreed
  from ${secondLooks} join ${flags} on ${flags.id} = ${secondLooks.flagId} join ${rooms} on ${rooms.id} = ${flags.roomId}
  where ${within(rooms.region, w.scope)} and ${secondLooks.why} <> 'known' and ${secondLooks.drawnAt} <= ${at(w.knownAt)}`
}

/** Notices, rectifications, reports of one's own, with what became of each notice; an entry taken back never happened. */
function noticeList(w: Window): SQL {
  const kept = (e: string) =>
    sql.raw(`not exists (select 1 from pool_events r where r.kind = 'reversed' and r.room_id = ${e}.room_id
      and r.body ->> 'reverses' = ${e}.id)`)
  return sql`
  select e.id, e.at, e.kind, e.room_id, ${rooms.name} as room, ${rooms.region} as region, e.actor,
    jsonb_array_length(coalesce(e.body -> 'flagIds', '[]')) as leads,
    (e.at >= ${at(w.from)} and e.at < ${at(w.to)}) as in_period,
    e.kind = 'noticed' and not exists (select 1 from ${poolEvents} m where m.kind = 'rectified' and m.room_id = e.room_id
      and m.body ->> 'noticeId' = e.body ->> 'noticeId' and m.at <= ${at(w.knownAt)} and ${kept('m')}) as pending,
    (e.at < ${at(w.noticeDue)}) as due
  from ${poolEvents} e join ${rooms} on ${rooms.id} = e.room_id
  where ${within(rooms.region, w.scope)} and e.kind in ('noticed', 'rectified', 'self_reported')
    and e.at <= ${at(w.knownAt)} and ${kept('e')}`
}

function proposalList(w: Window): SQL {
  return sql`
  select ${removalProposals.id} as id, ${rooms.id} as room_id, ${rooms.name} as room, ${rooms.region} as region,
    ${removalProposals.createdAt} as created_at, ${removalProposals.withdrawnAt} as withdrawn_at,
    ${removalProposals.withdrawnWhy} as reason,
    (${removalProposals.createdAt} >= ${at(w.from)} and ${removalProposals.createdAt} < ${at(w.to)}) as drafted_now,
    (${removalProposals.withdrawnAt} >= ${at(w.from)} and ${removalProposals.withdrawnAt} < ${at(w.to)}) as withdrawn_now,
    (${removalProposals.withdrawnAt} is null or ${removalProposals.withdrawnAt} > ${at(w.knownAt)}) as open
  from ${removalProposals} join ${rooms} on ${rooms.id} = ${removalProposals.roomId}
  where ${within(rooms.region, w.scope)} and ${removalProposals.createdAt} <= ${at(w.knownAt)}`
}

function missList(w: Window): SQL {
  const { from, to } = lastDays(w, 30)
  const seen = sql`${missSamples.reviewedAt} <= ${at(w.knownAt)}`
  return sql`
  select ${missSamples.id} as id, to_char(${missSamples.day}, 'YYYY-MM-DD') as day, ${rooms.id} as room_id,
    ${rooms.name} as room, ${rooms.region} as region, ${missSamples.region} as county, ${missSamples.recordingId} as recording_id,
    ${missSamples.fromMs} as from_ms, ${missSamples.toMs} as to_ms, ${missSamples.frame} as frame,
    coalesce(${seen}, false) as reviewed, case when ${seen} then ${missSamples.missed} end as missed,
    case when ${seen} then ${missSamples.category} end as category
  from ${missSamples} join ${rooms} on ${rooms.id} = ${missSamples.roomId}
  where ${within(rooms.region, w.scope)} and ${missSamples.drawnAt} <= ${at(w.knownAt)}
    and ${missSamples.day} >= (${at(from)} at time zone 'Asia/Shanghai')::date
    and ${missSamples.day} < (${at(to)} at time zone 'Asia/Shanghai')::date`
}

/** The lists that figures count. Each is a query whose rows people may open; `over` says which time it looks at. */
export const lists = {
  rooms: roomList,
  air: airList,
  gaps: gapList,
  poor: poorRoomList,
  recordings: recordingList,
  flags: flagList,
  recent: (w: Window) => flagList(lastDays(w, 30)),
  suppressed: suppressedList,
  verdicts: verdictList,
  looks: lookList,
  notices: noticeList,
  proposals: proposalList,
  misses: missList,
} as const satisfies Record<string, (w: Window) => SQL>
export type ListName = keyof typeof lists

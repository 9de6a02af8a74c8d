import { sql } from 'drizzle-orm'
import type { Db } from '#shared/db/client.ts'
import { lists } from '#shared/db/figures/lists.ts'
import { at, type Window } from '#shared/db/figures/window.ts'
import { rowsOf } from '#shared/db/rows.ts'
import type { KeyRoom } from '#shared/domain/daily-report.ts'
import type { Colour } from '#shared/domain/pool-policy.ts'
import type { ReportPolicy } from '#shared/domain/report-policy.ts'

/**
 * 重点直播间: those with so many confirmed leads in the period, or with one and an earlier one within 30 days; most
 * confirmed first.
 */
export async function keyRoomsOf(
  db: Db,
  w: Window,
  { keyRooms }: ReportPolicy,
): Promise<KeyRoom[]> {
  const rows = await rowsOf(
    db,
    sql`
    with confirmed as materialized (
      select *, said_at >= ${at(w.from)} as now from (${lists.recent(w)}) x where not audience and state = 'confirmed'
    ),
    open_proposals as materialized (select room_id from (${lists.proposals(w)}) x where open)
    select c.room_id, c.room, c.region, (count(*) filter (where now))::int as confirmed, count(*)::int as recent,
      max(m.colour) as colour, max(m.score) as score,
      (array_agg(phrase order by hit_count desc, phrase) filter (where now))[1] as phrase,
      max(hit_count) filter (where now) as times,
      c.room_id in (select room_id from open_proposals) as proposed
    from confirmed c left join memberships m on m.room_id = c.room_id
    group by c.room_id, c.room, c.region
    having count(*) filter (where now) >= ${keyRooms.confirmedAtLeast}
      or (count(*) filter (where now) >= 1 and count(*) >= 2)
    order by 4 desc, 5 desc, 2 limit ${keyRooms.most}`,
  )
  return rows.map((row) => ({
    roomId: String(row.room_id),
    room: String(row.room),
    region: String(row.region),
    colour: row.colour === null ? null : (String(row.colour) as Colour),
    score: row.score === null ? null : Number(row.score),
    confirmed: Number(row.confirmed),
    recentConfirmed: Number(row.recent),
    phrase: String(row.phrase),
    times: Number(row.times),
    proposed: row.proposed === true,
  }))
}

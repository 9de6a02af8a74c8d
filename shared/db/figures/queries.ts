import type { FigureId } from '#shared/domain/figure.ts'
import type { ListName } from './lists.ts'

/** A figure as a query: over which list, of which of its rows, and what of them is added up. Constants, never input. */
export interface FigureQuery {
  readonly list: ListName
  readonly where: string
  readonly value: string
}

const rows = 'count(*)'
const roomsOf = 'count(distinct room_id)'

const count = (list: ListName, where = 'true'): FigureQuery => ({ list, where, value: rows })
const distinct = (list: ListName, value: string, where = 'true'): FigureQuery => ({
  list,
  where,
  value,
})
const sum = (list: ListName, column: string, where = 'true'): FigureQuery => ({
  list,
  where,
  value: `sum(${column})`,
})

const host = 'not audience'

export const queries: Readonly<Record<FigureId, FigureQuery>> = {
  'rooms.all': count('rooms'),
  'rooms.pool': count('rooms', 'in_pool'),
  'rooms.green': count('rooms', "in_pool and colour = 'green'"),
  'rooms.blue': count('rooms', "in_pool and colour = 'blue'"),
  'rooms.yellow': count('rooms', "in_pool and colour = 'yellow'"),
  'rooms.red': count('rooms', "in_pool and colour = 'red'"),
  'rooms.applying': count(
    'rooms',
    "state in ('submitted', 'county_review', 'reported', 'city_review', 'scored', 'publicity', 'objection')",
  ),

  'air.rooms': distinct('air', roomsOf),
  'air.poolRooms': distinct('air', roomsOf, 'in_pool'),
  'air.broadcasts': distinct('air', 'count(distinct id)'),
  'air.hours': sum('air', 'on_air_ms'),
  'air.recorded': sum('air', 'recorded_ms'),
  'air.missing': sum('air', 'missing_ms'),
  'air.audible': sum('air', 'audible_ms'),
  'air.transcribed': sum('air', 'transcribed_ms'),
  'air.scanned': sum('air', 'scanned_ms'),
  'air.danmaku': sum('air', 'danmaku_ms'),

  'gaps.recorded': count('gaps', "kind = 'recorded'"),
  'gaps.rooms': distinct('gaps', roomsOf, "kind = 'recorded' and ms > 60000"),
  'gaps.all': count('gaps'),
  'gaps.poorTwice': count('poor'),

  'recordings.all': count('recordings'),
  'recordings.refused': count('recordings', "ingest = 'refused'"),
  'recordings.waiting': count('recordings', "transcript in ('wanted', 'waiting')"),

  'flags.all': count('flags', host),
  'flags.reviewed': count('flags', `${host} and state <> 'open'`),
  'flags.confirmed': count('flags', `${host} and state = 'confirmed'`),
  'flags.dismissed': count('flags', `${host} and state = 'dismissed'`),
  'flags.doubtful': count('flags', `${host} and state = 'doubtful'`),
  'flags.invalid': count('flags', `${host} and state = 'invalid'`),
  'flags.open': count('flags', `${host} and state = 'open'`),
  'flags.rooms': distinct('flags', roomsOf, host),
  'flags.confirmedRooms': distinct('flags', roomsOf, `${host} and state = 'confirmed'`),
  'flags.confirmedBroadcasts': distinct(
    'flags',
    'count(distinct broadcast_id)',
    `${host} and state = 'confirmed'`,
  ),
  'flags.hits': sum('flags', 'hit_count', host),
  'flags.audience': count('flags', 'audience'),
  'flags.season': count('flags', `${host} and in_season`),
  'flags.seasonConfirmed': count('flags', `${host} and in_season and state = 'confirmed'`),
  'hits.suppressed': count('suppressed'),

  'recent.confirmed': count('recent', `${host} and state = 'confirmed'`),
  'recent.dismissed': count('recent', `${host} and state = 'dismissed'`),
  'recent.waiting': count('recent', `${host} and state in ('open', 'doubtful')`),
  'recent.overdue': count('recent', `${host} and state in ('open', 'doubtful') and late`),

  'verdicts.given': count('verdicts', "verdict <> 'undone' and not undone_later"),
  'verdicts.corrected': count('verdicts', "verdict <> 'undone' and not undone_later and stood > 0"),
  'verdicts.undone': count('verdicts', "verdict = 'undone'"),
  'verdicts.median': {
    list: 'verdicts',
    where: "verdict <> 'undone' and not undone_later and stood = 0",
    value: 'percentile_cont(0.5) within group (order by waited_min)',
  },
  'verdicts.longest': {
    list: 'verdicts',
    where: "verdict <> 'undone' and not undone_later and stood = 0",
    value: 'max(waited_min)',
  },

  'looks.drawn': count('looks', 'drawn_now'),
  'looks.given': count('looks', 'given_now'),
  'looks.agreed': count('looks', 'given_now and agreed'),

  'notices.served': count('notices', "kind = 'noticed' and in_period"),
  'notices.met': count('notices', "kind = 'rectified' and in_period"),
  'notices.selfReported': count('notices', "kind = 'self_reported' and in_period"),
  'notices.pending': count('notices', 'pending'),
  'notices.overdue': count('notices', 'pending and due'),

  'proposals.drafted': count('proposals', 'drafted_now'),
  'proposals.withdrawn': count('proposals', 'withdrawn_now'),
  'proposals.open': count('proposals', 'open'),
  'proposals.hearing': count('rooms', "state = 'statement'"),

  'misses.drawn': count('misses'),
  'misses.reviewed': count('misses', 'reviewed'),
  'misses.missed': count('misses', 'reviewed and missed'),
}

/** By what a figure's list may be narrowed, and by what tables group. */
export const dimensions = [
  'category',
  'region',
  'room_id',
  'severity',
  'state',
  'rule',
  'day',
  'kind',
  'reason',
] as const
export type Dimension = (typeof dimensions)[number]

const place = ['region', 'room_id'] as const
const lead = [...place, 'category', 'severity', 'state', 'rule', 'day'] as const

/** Which of them a list's rows have. */
export const dimensionsOf: Readonly<Record<ListName, readonly Dimension[]>> = {
  rooms: [...place, 'state'],
  air: [...place, 'day'],
  gaps: [...place, 'day', 'kind', 'reason'],
  poor: place,
  recordings: place,
  flags: lead,
  recent: lead,
  suppressed: [...place, 'category', 'rule', 'reason'],
  verdicts: [...place, 'category'],
  looks: [...place, 'category'],
  notices: [...place, 'kind'],
  proposals: place,
  misses: [...place, 'day'],
}

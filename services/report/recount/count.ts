import type { Db } from '#shared/db/client.ts'
import {
  broadcasts,
  coverage,
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
} from '#shared/db/schema/index.ts'
import type { FigureId } from '#shared/domain/figure.ts'
import { airOfBroadcast, dayLength, type Piece, type SlowAir } from './air.ts'
import { decisionOf, linesOf } from './verdicts.ts'

export interface SlowRequest {
  readonly region: string
  /** First instant of the day in Shanghai, epoch ms. */
  readonly dayMs: number
  readonly nowMs: number
  readonly reviewWithinMs: number
  readonly lowCoverage: number
  readonly seasonCategories: readonly string[]
  /** When a notice served then runs out, epoch ms. */
  readonly noticeDueMs: (servedMs: number) => number
}

const inPool = [
  'listed',
  'province_recommended',
  'rectifying',
  'suspended',
  'removal_proposed',
  'statement',
]
const applying = [
  'submitted',
  'county_review',
  'reported',
  'city_review',
  'scored',
  'publicity',
  'objection',
]

/** Every table that a report rests on, as it stands. */
export async function readTables(db: Db) {
  return {
    rooms: await db.select().from(rooms),
    memberships: await db.select().from(memberships),
    broadcasts: await db.select().from(broadcasts),
    recordings: await db.select().from(recordings),
    coverage: await db.select().from(coverage),
    flags: await db.select().from(flags),
    hits: await db.select().from(hits),
    verdicts: await db.select().from(verdicts),
    secondLooks: await db.select().from(secondLooks),
    poolEvents: await db.select().from(poolEvents),
    proposals: await db.select().from(removalProposals),
    misses: await db.select().from(missSamples),
  }
}
export type Tables = Awaited<ReturnType<typeof readTables>>

/**
 * Every figure of one day counted once more from the definitions people read, by loops over whole tables: no query, and
 * nothing of `shared/db/figures`.
 */
export function slowCount(t: Tables, ask: SlowRequest): Record<FigureId, number> {
  const { dayMs, nowMs } = ask
  const endMs = dayMs + dayLength
  const known = (at: Date | null) => at !== null && at.getTime() <= nowMs
  const within = (at: Date | null, from = dayMs) =>
    at !== null && at.getTime() >= from && at.getTime() < endMs
  const allRooms = t.rooms.filter(
    ({ region }) => region === ask.region || region.startsWith(`${ask.region}/`),
  )
  const mine = new Set(allRooms.map(({ id }) => id))
  const place = new Map(t.memberships.map((row) => [row.roomId, row]))
  const registered = allRooms.filter(({ createdAt }) => known(createdAt))
  const stateOf = (roomId: string) => place.get(roomId)?.state ?? ''
  const pool = registered.filter(({ id }) => inPool.includes(stateOf(id)))
  const coloured = (colour: string) =>
    pool.filter(({ id }) => place.get(id)?.colour === colour).length

  const airs = (from: number): SlowAir[] =>
    t.broadcasts
      .filter((it) => mine.has(it.roomId) && it.mergedInto === null)
      .flatMap((broadcast) => {
        const files = t.recordings.filter(
          (it) => it.broadcastId === broadcast.id && known(it.createdAt),
        )
        return airOfBroadcast(broadcast, files, t.coverage, from)
      })
  const air = airs(dayMs)
  const hours = (of: (it: SlowAir) => number) => air.reduce((sum, it) => sum + of(it), 0)
  const pieces: (Piece & { roomId: string })[] = air.flatMap((it) =>
    it.missing.map((piece) => ({ ...piece, roomId: it.roomId })),
  )
  const share = (of: readonly SlowAir[], roomId: string) => {
    const shows = of.filter((it) => it.roomId === roomId)
    const onAir = shows.reduce((sum, it) => sum + it.onAir, 0)
    return onAir === 0 ? 1 : shows.reduce((sum, it) => sum + it.recorded, 0) / onAir
  }
  const before = airs(dayMs - dayLength)
  const poor = allRooms.filter(
    ({ id }) => share(air, id) < ask.lowCoverage && share(before, id) < ask.lowCoverage,
  )

  const files = t.recordings.filter(
    (it) => mine.has(it.roomId) && within(it.startedAt) && known(it.createdAt),
  )
  const merged = new Set(t.broadcasts.flatMap((it) => (it.mergedInto === null ? [] : [it.id])))
  const lines = linesOf(t.verdicts, nowMs)
  const leads = t.flags
    .filter(
      (it) =>
        mine.has(it.roomId) &&
        known(it.createdAt) &&
        it.hitCount > 0 &&
        it.duplicateOf === null &&
        !merged.has(it.broadcastId),
    )
    .map((it) => ({ ...it, now: decisionOf(lines, it.id) }))
  const said = leads.filter((it) => within(it.saidAt) && !it.audience)
  const recent = leads.filter((it) => within(it.saidAt, endMs - 30 * dayLength) && !it.audience)
  const open = recent.filter((it) => it.now === 'open' || it.now === 'doubtful')
  const is = (state: string) => said.filter((it) => it.now === state)
  const season = said.filter((it) => ask.seasonCategories.includes(it.category))

  const flagOf = new Map(t.flags.map((it) => [it.id, it]))
  const written = lines.filter(
    (it) => within(it.at) && mine.has(flagOf.get(it.flagId)?.roomId ?? ''),
  )
  const given = written.filter((it) => it.verdict !== 'undone' && !it.undone)
  const waits = given
    .filter((it) => it.stood === 0)
    .map((it) => (it.at.getTime() - (flagOf.get(it.flagId)?.createdAt.getTime() ?? 0)) / 60_000)
    .sort((a, b) => a - b)
  const middle = (waits.length - 1) / 2
  const median = ((waits[Math.floor(middle)] ?? 0) + (waits[Math.ceil(middle)] ?? 0)) / 2

  const looks = t.secondLooks.filter(
    (it) =>
      it.why !== 'known' && known(it.drawnAt) && mine.has(flagOf.get(it.flagId)?.roomId ?? ''),
  )
  const looked = looks.filter(
    ({ second }) => second && within(new Date(second.atMs)) && known(new Date(second.atMs)),
  )

  const reversed = new Set(
    t.poolEvents.flatMap(({ body }) => (body.kind === 'reversed' ? [body.reverses] : [])),
  )
  const events = t.poolEvents.filter(
    (it) => mine.has(it.roomId) && known(it.at) && !reversed.has(it.id),
  )
  const met = new Set(
    events.flatMap(({ body }) => (body.kind === 'rectified' ? [body.noticeId] : [])),
  )
  const pending = events.filter(({ body }) => body.kind === 'noticed' && !met.has(body.noticeId))
  const happened = (kind: string) => events.filter((it) => it.kind === kind && within(it.at)).length

  const proposals = t.proposals.filter((it) => mine.has(it.roomId) && known(it.createdAt))
  const firstDay = new Date(endMs - 30 * dayLength + 8 * 3_600_000).toISOString().slice(0, 10)
  const lastDay = new Date(dayMs + 8 * 3_600_000).toISOString().slice(0, 10)
  const drawn = t.misses.filter(
    (it) => mine.has(it.roomId) && known(it.drawnAt) && it.day >= firstDay && it.day <= lastDay,
  )
  const seen = drawn.filter((it) => known(it.reviewedAt))
  const wallOf = (hit: Tables['hits'][number]) => {
    const file = t.recordings.find((it) => it.id === hit.recordingId)
    return file && mine.has(file.roomId) && known(file.createdAt)
      ? new Date(file.startedAt.getTime() + hit.startMs)
      : null
  }
  const distinct = (ids: readonly string[]) => new Set(ids).size

  return {
    'rooms.all': registered.length,
    'rooms.pool': pool.length,
    'rooms.green': coloured('green'),
    'rooms.blue': coloured('blue'),
    'rooms.yellow': coloured('yellow'),
    'rooms.red': coloured('red'),
    'rooms.applying': registered.filter(({ id }) => applying.includes(stateOf(id))).length,
    'air.rooms': distinct(air.map((it) => it.roomId)),
    'air.poolRooms': distinct(
      air.filter((it) => inPool.includes(stateOf(it.roomId))).map((it) => it.roomId),
    ),
    'air.broadcasts': air.length,
    'air.hours': hours((it) => it.onAir),
    'air.recorded': hours((it) => it.recorded),
    'air.missing': hours((it) => it.onAir - it.recorded),
    'air.audible': hours((it) => it.audible),
    'air.transcribed': hours((it) => it.transcribed),
    'air.scanned': hours((it) => (it.scanned > 0 ? it.scanned : it.transcribed)),
    'air.danmaku': hours((it) => it.danmaku),
    'gaps.recorded': pieces.filter((it) => it.kind === 'recorded').length,
    'gaps.rooms': distinct(
      pieces.filter((it) => it.kind === 'recorded' && it.ms > 60_000).map((it) => it.roomId),
    ),
    'gaps.all': pieces.length,
    'gaps.poorTwice': poor.length,
    'recordings.all': files.length,
    'recordings.refused': files.filter((it) => it.ingestState === 'refused').length,
    'recordings.waiting': files.filter(
      (it) => it.transcriptState === 'wanted' || it.transcriptState === 'waiting',
    ).length,
    'flags.all': said.length,
    'flags.reviewed': said.length - is('open').length,
    'flags.confirmed': is('confirmed').length,
    'flags.dismissed': is('dismissed').length,
    'flags.doubtful': is('doubtful').length,
    'flags.invalid': is('invalid').length,
    'flags.open': is('open').length,
    'flags.rooms': distinct(said.map((it) => it.roomId)),
    'flags.confirmedRooms': distinct(is('confirmed').map((it) => it.roomId)),
    'flags.confirmedBroadcasts': distinct(is('confirmed').map((it) => it.broadcastId)),
    'flags.hits': said.reduce((sum, it) => sum + it.hitCount, 0),
    'flags.audience': leads.filter((it) => it.audience && within(it.saidAt)).length,
    'flags.season': season.length,
    'flags.seasonConfirmed': season.filter((it) => it.now === 'confirmed').length,
    'hits.suppressed': t.hits.filter((it) => it.suppressed !== null && within(wallOf(it))).length,
    'recent.confirmed': recent.filter((it) => it.now === 'confirmed').length,
    'recent.dismissed': recent.filter((it) => it.now === 'dismissed').length,
    'recent.waiting': open.length,
    'recent.overdue': open.filter((it) => it.createdAt.getTime() < nowMs - ask.reviewWithinMs)
      .length,
    'verdicts.given': given.length,
    'verdicts.corrected': given.filter((it) => it.stood > 0).length,
    'verdicts.undone': written.filter((it) => it.verdict === 'undone').length,
    'verdicts.median': median,
    'verdicts.longest': waits.at(-1) ?? 0,
    'looks.drawn': looks.filter((it) => within(it.drawnAt)).length,
    'looks.given': looked.length,
    'looks.agreed': looked.filter((it) => it.second?.verdict === it.first.verdict).length,
    'notices.served': happened('noticed'),
    'notices.met': happened('rectified'),
    'notices.selfReported': happened('self_reported'),
    'notices.pending': pending.length,
    'notices.overdue': pending.filter((it) => ask.noticeDueMs(it.at.getTime()) < nowMs).length,
    'proposals.drafted': proposals.filter((it) => within(it.createdAt)).length,
    'proposals.withdrawn': proposals.filter((it) => within(it.withdrawnAt)).length,
    'proposals.open': proposals.filter((it) => !known(it.withdrawnAt)).length,
    'proposals.hearing': registered.filter(({ id }) => stateOf(id) === 'statement').length,
    'misses.drawn': drawn.length,
    'misses.reviewed': seen.length,
    'misses.missed': seen.filter((it) => it.missed).length,
  }
}

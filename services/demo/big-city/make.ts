import type { verdicts } from '#shared/db/schema/index.ts'
import { addDays, type Day, dayStartMs } from '#shared/domain/calendar.ts'
import { flagState } from '#shared/domain/flag.ts'
import { findPolicy } from '#shared/domain/policy.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { type Aired, airOf } from './air.ts'
import { type FlagTruth, type Found, findsOf } from './finds.ts'
import { type Chance, chanceOf } from './random.ts'
import { type CityRoom, makeRooms } from './rooms.ts'
import { settled, verdictsOn } from './verdicts.ts'

export interface CityOptions {
  readonly seed: number
  readonly rooms: number
  readonly days: number
  /** The last day; everything is known up to 06:00 of the next one. */
  readonly until: Day
  /** Flags a day, all rooms together. */
  readonly flagsPerDay: number
  /** Nothing grave is left open: what else is open there can be looked at first. */
  readonly caughtUp?: boolean
  /** Every room is on air every day: for figures of a full city. */
  readonly busy?: boolean
  readonly city: string
  readonly lexicon: string
  readonly policies: readonly PoolPolicy[]
}

/** A minute nobody flagged in which a violation was said all the same; in no table. */
export interface Missed {
  readonly recordingId: string
  readonly minute: number
}

export interface CityDay {
  readonly day: Day
  readonly aired: readonly Aired[]
  readonly found: readonly Found[]
  readonly verdicts: readonly (typeof verdicts.$inferInsert)[]
  readonly truth: Readonly<Record<string, FlagTruth>>
  readonly missed: readonly Missed[]
}

export interface City {
  readonly rooms: readonly CityRoom[]
  readonly nowMs: number
  /** Day after day, made when asked for: a month of a city need not be in memory at once. */
  days(): Generator<CityDay>
}

/** The share of unflagged minutes in which something was missed. */
const missedShare = 0.02

/** A whole invented city; the same options give the same city to the letter. */
export function makeCity(options: CityOptions): City {
  const { seed, until, days } = options
  const chance = chanceOf(seed)
  const firstDay = addDays(until, 1 - days)
  const since = new Date(dayStartMs(firstDay))
  const rooms = makeRooms(chance, options.city, options.rooms, since, addDays(until, -10))
  const nowMs = dayStartMs(addDays(until, 1)) + 6 * 3_600_000
  return {
    rooms,
    nowMs,
    *days() {
      for (let i = 0; i < days; i += 1) {
        // Halfway through lies a day on which capture mostly failed.
        const poor = days > 4 && i === Math.floor(days / 2)
        yield makeDay(
          chanceOf(seed * 1000 + i + 1),
          chanceOf(seed * 1000 + i + 500_000),
          rooms,
          addDays(firstDay, i),
          options,
          nowMs,
          poor,
        )
      }
    },
  }
}

function makeDay(
  chance: Chance,
  aside: Chance,
  rooms: readonly CityRoom[],
  day: Day,
  options: CityOptions,
  nowMs: number,
  poor: boolean,
): CityDay {
  const live = rooms.filter((room) => options.busy || chance.happens(room.onAir))
  const aired = live.map((room) => airOf(chance, room, dayStartMs(day), options.lexicon, poor))
  // A poor day: half of what was on air has no recording at all.
  const heard = aired.map((it) =>
    poor && chance.happens(0.5) ? { ...it, recordings: [], coverage: [] } : it,
  )
  const each = options.flagsPerDay / Math.max(1, aired.length)
  const found = heard
    .filter(({ recordings }) => recordings.length > 0)
    .map((it) => findsOf(chance, it, each, options.lexicon, aside))
  const truth = Object.assign({}, ...found.map((it) => it.truth)) as Record<string, FlagTruth>
  const policy = findPolicy(options.policies, dayStartMs(day))
  const verdictRows: (typeof verdicts.$inferInsert)[] = []
  const judged = found.map((it) => ({
    ...it,
    flags: it.flags.map((flag) => {
      if (!policy || flag.audience) return flag
      const violation = truth[flag.id]?.violation ?? false
      const seen = verdictsOn(chance, flag, violation, policy, nowMs)
      const log = options.caughtUp ? settled(chance, seen, flag, violation, policy) : seen
      for (const { atMs, effectiveAtMs, ...line } of log)
        verdictRows.push({ ...line, at: new Date(atMs), effectiveAt: new Date(effectiveAtMs) })
      return { ...flag, state: flagState(log) }
    }),
  }))
  const missed = heard.flatMap(({ recordings }) =>
    recordings.flatMap(({ id, durationMs }) =>
      Array.from({ length: Math.floor(durationMs / 60_000) }, (_, minute) => minute)
        .filter(() => chance.happens(missedShare))
        .map((minute) => ({ recordingId: id, minute })),
    ),
  )
  return { day, aired: heard, found: judged, verdicts: verdictRows, truth, missed }
}

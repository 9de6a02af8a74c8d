import type { missSamples } from '#shared/db/schema/index.ts'
import { dayMs, dayStartMs } from '#shared/domain/calendar.ts'
import { drawPlaces, type FrameCell, unflaggedStretches } from '#shared/domain/miss-estimate.ts'
import type { NewRecording } from './air.ts'
import type { CityDay } from './make.ts'
import { type Chance, chanceOf } from './random.ts'

type NewSample = typeof missSamples.$inferInsert

/** As `policies/report.yaml` ships: so many minutes a county and day. */
const perDay = 10
const minuteMs = 60_000
const readers = ['复核员甲', '复核员乙'] as const

/**
 * 漏检抽样 of a day as the house draws it for each county the morning after, and what people made of it by `nowMs`: nine
 * in ten are looked at in the hours that follow, and one in twenty misses is missed once more.
 */
export function missSamplesOn(seed: number, it: CityDay, nowMs: number): NewSample[] {
  const chance = chanceOf(seed * 7919 + Math.floor(dayStartMs(it.day) / dayMs))
  const drawnMs = dayStartMs(it.day) + dayMs + 6 * 3_600_000
  // What is due at the hour at which the city ends, the house draws itself.
  if (drawnMs >= nowMs) return []
  const missed = new Set(it.missed.map(({ recordingId, minute }) => `${recordingId} ${minute}`))
  const counties = [...new Set(it.aired.map(({ room }) => room.room.region))].sort()
  return counties.flatMap((region) => {
    const cells = frameOf(it, region)
    const frame = cells.reduce((sum, { places }) => sum + places.length, 0)
    return drawPlaces(cells, perDay, chance.next).map((place): NewSample => {
      const isMiss = missed.has(`${place.recordingId} ${place.fromMs / minuteMs}`)
      const drawn = { ...place, id: chance.uuid(), day: it.day, region, frame }
      return { ...drawn, drawnAt: new Date(drawnMs), ...lookOf(chance, isMiss, drawnMs, nowMs) }
    })
  })
}

function lookOf(chance: Chance, isMiss: boolean, drawnMs: number, nowMs: number) {
  const atMs = drawnMs + chance.int(60, 600) * minuteMs
  const seen = chance.happens(0.9) && atMs <= nowMs
  const found = isMiss && chance.happens(0.95)
  const by = chance.pick(readers)
  if (!seen) return { note: '' }
  const note = found ? '有夸大功效的说法，系统未提示' : ''
  const category = found ? 'food-health-function-claim' : null
  return { missed: found, category, note, reviewedBy: by, reviewedAt: new Date(atMs) }
}

/** Whole unflagged minutes of the day in rooms of a county, by room and hour. */
function frameOf({ day, aired, found }: CityDay, region: string): FrameCell[] {
  const flaggedIn = new Map<string, { fromMs: number; toMs: number }[]>()
  for (const hit of found.flatMap((one) => one.hits)) {
    if (hit.suppressed || hit.audience) continue
    const stretch = { fromMs: hit.startMs, toMs: hit.endMs }
    const known = flaggedIn.get(hit.recordingId)
    if (known) known.push(stretch)
    else flaggedIn.set(hit.recordingId, [stretch])
  }
  const cells = new Map<string, { roomId: string; hour: number; places: Place[] }>()
  for (const { room, recordings, coverage } of aired) {
    if (room.room.region !== region) continue
    for (const recording of recordings) {
      const heard = coverage.filter(
        ({ recordingId, kind, gap }) =>
          recordingId === recording.id && kind === 'transcribed' && gap === null,
      )
      const flagged = flaggedIn.get(recording.id) ?? []
      for (const place of unflaggedStretches(heard, flagged, minuteMs)) {
        const hour = hourOn(dayStartMs(day), recording, place.fromMs)
        if (hour > 23) continue
        const key = `${room.room.id} ${hour}`
        const cell = cells.get(key) ?? { roomId: room.room.id, hour, places: [] }
        cell.places.push({ recordingId: recording.id, ...place })
        cells.set(key, cell)
      }
    }
  }
  return [...cells.values()]
}

type Place = FrameCell['places'][number]

const hourOn = (startOfDayMs: number, { startedAt }: NewRecording, fromMs: number) =>
  Math.floor((startedAt.getTime() + fromMs - startOfDayMs) / 3_600_000)

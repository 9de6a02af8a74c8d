import { audit } from '#shared/db/audit.ts'
import type { Db } from '#shared/db/client.ts'
import { addSamples, isDrawn, judgeSample, missFrame } from '#shared/db/miss-samples.ts'
import { lockReport } from '#shared/db/reports.ts'
import type { Actor } from '#shared/domain/actor.ts'
import type { Day } from '#shared/domain/calendar.ts'
import { fingerprint } from '#shared/domain/fingerprint.ts'
import { drawPlaces } from '#shared/domain/miss-estimate.ts'
import type { ReportPolicy } from '#shared/domain/report-policy.ts'

/**
 * Draws a county's unflagged stretches of a day for people to look at, once: the same day drawn again by another worker
 * adds nothing. The start is drawn by the day's name, so that the choice can be re-derived and nobody steers it.
 */
export async function drawSamples(
  db: Db,
  day: Day,
  region: string,
  policy: ReportPolicy,
  now: Date,
): Promise<number> {
  const { samplesPerDay, sampleSeconds } = policy.miss
  if (samplesPerDay === 0) return 0
  return db.transaction(async (tx) => {
    await lockReport(tx, { period: 'day', day, region: `samples ${region}` })
    if (await isDrawn(tx, day, region)) return 0
    const cells = await missFrame(tx, day, region, sampleSeconds * 1000)
    const frame = cells.reduce((sum, { places }) => sum + places.length, 0)
    const start = Number.parseInt(fingerprint(`${day} ${region}`).slice(0, 8), 16) / 2 ** 32
    const drawn = drawPlaces(cells, samplesPerDay, () => start)
    await addSamples(
      tx,
      drawn.map((place) => ({ ...place, day, region, frame, drawnAt: now })),
    )
    return drawn.length
  })
}

export interface SampleLook {
  readonly missed: boolean
  readonly category?: string | undefined
  readonly note?: string | undefined
}

/** A person's look at one sample, with its line in the log. */
export async function lookAtSample(db: Db, id: string, look: SampleLook, actor: Actor, now: Date) {
  return db.transaction(async (tx) => {
    const { missed, category = null, note = '' } = look
    const row = await judgeSample(tx, actor, id, {
      missed,
      category,
      note,
      by: actor.name,
      at: now,
    })
    const detail = { missed, category, note }
    await audit(tx, { at: now, actor: actor.name, action: 'miss-sample', subject: id, detail })
    return row
  })
}

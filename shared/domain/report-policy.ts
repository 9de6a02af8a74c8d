import { z } from 'zod'
import { versioned } from './policy.ts'

const share = z.number().min(0).max(1)

/** One version of `policies/report.yaml`. */
export const ReportPolicy = z.strictObject({
  ...versioned,
  /** Shanghai time from which the day before is counted. */
  buildAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '写成 HH:MM，如 06:00'),
  catchUpDays: z.int().min(1).max(400),
  /** Who the report is by, in its head. */
  organ: z.string().min(1),
  /** After a signature so many minutes remain to take it back; then the report is frozen. */
  freezeMinutes: z.number().min(0).max(1440),
  /** 采集完整率 below this is said in red, with a mandatory note. */
  lowCoverage: share,
  reviewWithinHours: z.number().positive().max(240),
  keyRooms: z.strictObject({ most: z.int().min(1).max(20), confirmedAtLeast: z.int().min(1) }),
  /** The clock of `clocks.yaml` by which a rectification is due. */
  noticeClock: z.string().min(1),
  /** A topic is printed while one of its calendars runs. */
  seasons: z.array(
    z.strictObject({
      name: z.string().min(1),
      calendars: z.array(z.string()).min(1),
      categories: z.array(z.string()).min(1),
    }),
  ),
  miss: z.strictObject({
    samplesPerDay: z.int().min(0).max(200),
    sampleSeconds: z.int().min(10).max(600),
    /** With fewer looked at, no estimate is printed. */
    minReviewed: z.int().min(1),
  }),
})
export type ReportPolicy = z.infer<typeof ReportPolicy>

/** Milliseconds after midnight. */
export function buildAtMs({ buildAt }: Pick<ReportPolicy, 'buildAt'>): number {
  return (Number(buildAt.slice(0, 2)) * 60 + Number(buildAt.slice(3))) * 60_000
}

import { z } from 'zod'

const suffix = z.string().regex(/^\.[\w.!]+$/, { error: '须以点开头,如 .flv' })
const Suffixes = z.array(suffix).min(1)

/** One prefix of paths as a recorder writes them, and where that is below the intake folder. */
const PathMap = z.strictObject({
  recorder: z.string().min(1),
  from: z.string().min(1),
  to: z.string().default(''),
})

/** `policies/intake.yaml`: what is taken in, when, and how much. Bytes as GB of 10^9. */
export const IntakePolicy = z.strictObject({
  files: z.strictObject({
    recordings: Suffixes,
    companions: Suffixes,
    /** Behind the name of a file that is still written. */
    unfinished: Suffixes,
    maxGb: z.number().positive(),
  }),
  sweep: z.strictObject({
    everySeconds: z.number().min(1).max(3600),
    /** Size and time of change unchanged for so long: written. */
    stillSeconds: z.number().min(0).max(86_400),
    /** As long when its recorder has said, by hook or sidecar, that it is closed. */
    closedSeconds: z.number().min(0).max(3600),
    /** A file with an unfinished name that nobody has touched for so long was left by a killed recorder. */
    abandonedMinutes: z.number().min(1),
    /** A hook's file that never appears is given up after so long. */
    announcedHours: z.number().min(1),
    maxDepth: z.int().min(1).max(32),
    maxFiles: z.int().min(1000),
  }),
  disk: z.strictObject({
    minFreeGb: z.number().min(0),
    minFreePercent: z.number().min(0).max(90),
  }),
  quota: z.strictObject({
    perDayGb: z.number().positive(),
    perRoomPerDayGb: z.number().positive(),
  }),
  uploads: z.strictObject({
    maxGb: z.number().positive(),
    expireHours: z.number().min(1),
  }),
  hooks: z.strictObject({
    maxBodyKb: z.number().min(1).max(16_384),
    paths: z.array(PathMap),
  }),
  bucket: z.strictObject({
    everySeconds: z.number().min(5),
    /** Whether the endpoint may be a loopback, private or link-local address, or plain http. */
    allowPrivate: z.boolean(),
  }),
})
export type IntakePolicy = z.infer<typeof IntakePolicy>

const gb = 1e9

export interface Disk {
  readonly freeBytes: number
  readonly totalBytes: number
}

/** Room that must stay free for evidence, in bytes: the larger of the two marks. */
export function keepFreeBytes({ disk }: IntakePolicy, { totalBytes }: Pick<Disk, 'totalBytes'>) {
  return Math.max(disk.minFreeGb * gb, (totalBytes * disk.minFreePercent) / 100)
}

/** The sentence that says why nothing new is taken in, or null while there is room for `wantedBytes` above the watermark. */
export function diskRefusal(policy: IntakePolicy, disk: Disk, wantedBytes = 0) {
  const keep = keepFreeBytes(policy, disk)
  if (disk.freeBytes - wantedBytes >= keep) return null
  const [free, least] = [disk.freeBytes, keep].map((bytes) => (bytes / gb).toFixed(1))
  return `磁盘可用 ${free} GB,须留出 ${least} GB 给证据,暂不接收;清理或扩容后自动继续。`
}

/** How much of a day's intake there is already, in bytes. */
export interface Taken {
  readonly dayBytes: number
  readonly roomBytes: number
}

export function quotaRefusal({ quota }: IntakePolicy, taken: Taken, bytes: number) {
  if (taken.dayBytes + bytes > quota.perDayGb * gb)
    return {
      reason: 'day-quota' as const,
      sentence: `今日接收已达上限 ${quota.perDayGb} GB,明日自动继续;可在 policies/intake.yaml 调整。`,
    }
  if (taken.roomBytes + bytes > quota.perRoomPerDayGb * gb)
    return {
      reason: 'room-quota' as const,
      sentence: `该直播间今日接收已达上限 ${quota.perRoomPerDayGb} GB,明日自动继续;可在 policies/intake.yaml 调整。`,
    }
  return null
}

import { daysWithoutFindings } from '#shared/db/capture-pieces.ts'
import type { Db } from '#shared/db/client.ts'
import {
  bareTranscripts,
  clipStock,
  databaseBytes,
  deletedSince,
  heldClips,
  mediaStock,
  paperStock,
  rowStock,
  type Stock,
  unresolvedIntake,
} from '#shared/db/storage.ts'
import { addDays, type Day, dayMs, dayOf, dayStartMs } from '#shared/domain/calendar.ts'
import { clipContextMs } from '#shared/domain/clip.ts'
import {
  type Disk,
  diskRefusal,
  type IntakePolicy,
  keepFreeBytes,
} from '#shared/domain/intake-policy.ts'
import { policyOn } from '#shared/domain/policy.ts'
import {
  mayDeleteFromMs,
  type RetentionClass,
  type RetentionPolicy,
  retentionFloors,
} from '#shared/domain/retention.ts'

export interface StorageDeps {
  readonly db: Db
  readonly now: () => Date
  readonly retention: readonly RetentionPolicy[]
  readonly intakePolicy: IntakePolicy
  /** Room on the disk that evidence lies on. */
  readonly disk: () => Promise<Disk>
}

/** What is kept, each by the class of policies/retention.yaml it falls under. */
const keptThings = {
  'media-captured': 'media_without_hits',
  'media-brought': 'media_without_hits',
  'media-led': 'evidence',
  'clips-confirmed': 'evidence',
  'clips-waiting': 'evidence',
  'clips-settled': 'dismissed_clips',
  'transcripts-bare': 'transcript_without_hits',
  comments: 'danmaku',
  papers: 'case_file',
  reports: 'daily_report',
  audit: 'audit_log',
} as const satisfies Readonly<Record<string, RetentionClass>>
export type KeptThing = keyof typeof keptThings

/** Days of deletion shown ahead. */
const daysAhead = 14

/**
 * 存储与留存: what is kept, for how long and on what basis, what goes next, what a case holds back, and what came in and
 * is nothing yet. Captured pieces without a lead are the only thing the house deletes by itself (`services/capture/forget.ts`).
 */
export async function storageOf({ db, now, retention, intakePolicy, disk }: StorageDeps) {
  const at = now()
  const policy = policyOn(retention, at.getTime())
  const room = await disk()
  const database = await databaseBytes(db)
  const stocks = await stocksOf(db, database.comments)
  const kept = Object.entries(keptThings).map(([thing, kind]) =>
    keptOf(thing as KeptThing, kind, stocks[thing as KeptThing], policy),
  )
  const bare = await daysWithoutFindings(db, 2 * clipContextMs, daysAhead)
  return {
    policy: { version: policy.version, effectiveFrom: policy.effectiveFrom, note: policy.note },
    disk: {
      ...{ ...room, keepBytes: keepFreeBytes(intakePolicy, room) },
      refusal: diskRefusal(intakePolicy, room),
      databaseBytes: database.all,
    },
    kept,
    next: nextDeletions(bare, policy, at),
    deleted: await deletedSince(db, new Date(at.getTime() - 30 * dayMs)),
    held: await heldClips(db),
    unresolved: await unresolvedIntake(db),
    uploadExpireHours: intakePolicy.uploads.expireHours,
  }
}

async function stocksOf(db: Db, commentBytes: number): Promise<Record<KeptThing, Stock>> {
  const [media, clips, papers, transcripts, rows] = await Promise.all([
    ...([mediaStock(db), clipStock(db), paperStock(db)] as const),
    ...([bareTranscripts(db), rowStock(db)] as const),
  ])
  return {
    'media-captured': media.captured,
    'media-brought': media.brought,
    'media-led': media.led,
    'clips-confirmed': clips.confirmed,
    'clips-waiting': clips.waiting,
    'clips-settled': clips.settled,
    'transcripts-bare': transcripts,
    // Nobody counts the comments of a year for a page; the table knows its size.
    comments: { n: 0, bytes: commentBytes, oldestAt: null },
    papers,
    ...rows,
  }
}

function keptOf(thing: KeptThing, kind: RetentionClass, stock: Stock, policy: RetentionPolicy) {
  const { days, basis } = policy.classes[kind]
  return {
    ...{ thing, kind, days, basis, floorDays: retentionFloors[kind]?.days ?? null },
    n: stock.n,
    bytes: stock.bytes,
    oldestAt: stock.oldestAt,
    /** When the oldest of it has been kept long enough; a lead that waits for a verdict is kept until it has one. */
    freeFromMs:
      stock.oldestAt === null
        ? null
        : mayDeleteFromMs(kind, stock.oldestAt.getTime(), policy, thing === 'clips-waiting'),
    byHouse: thing === 'media-captured',
  }
}

/** The days on which captured pieces without a lead go, those overdue together on today. */
export function nextDeletions(
  bare: readonly { readonly day: Day; readonly n: number; readonly bytes: number }[],
  policy: RetentionPolicy,
  now: Date,
): { readonly day: Day; readonly n: number; readonly bytes: number }[] {
  const today = dayOf(now.getTime())
  const byDay = new Map<Day, { n: number; bytes: number }>()
  for (const { day, n, bytes } of bare) {
    const freeMs = mayDeleteFromMs('media_without_hits', dayStartMs(day), policy, false) ?? 0
    const free = dayOf(freeMs)
    const on = free < today ? today : free
    if (on > addDays(today, daysAhead)) continue
    const sum = byDay.get(on) ?? { n: 0, bytes: 0 }
    byDay.set(on, { n: sum.n + n, bytes: sum.bytes + bytes })
  }
  return [...byDay].map(([day, sum]) => ({ day, ...sum }))
}

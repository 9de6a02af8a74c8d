import { createHash } from 'node:crypto'
import type { broadcasts, coverage, recordings } from '#shared/db/schema/index.ts'
import type { CoverageKind } from '#shared/domain/coverage.ts'
import type { Chance } from './random.ts'
import type { CityRoom } from './rooms.ts'

const minute = 60_000
const hour = 60 * minute

export type NewRecording = typeof recordings.$inferInsert & {
  readonly id: string
  readonly broadcastId: string
  readonly transcriptId: string
  readonly startedAt: Date
  readonly durationMs: number
}

/** One live session with what was recorded of it. */
export interface Aired {
  readonly room: CityRoom
  readonly broadcast: typeof broadcasts.$inferInsert & { readonly id: string }
  readonly recordings: readonly NewRecording[]
  readonly coverage: readonly (typeof coverage.$inferInsert)[]
}

/** What may be wrong with a capture, with the reason written in the ledger, and how often in an ordinary day. */
const faults: readonly { kinds: readonly CoverageKind[]; gap: string; share: number }[] = [
  {
    kinds: ['recorded', 'audible', 'transcribed', 'scanned'],
    gap: '画面冻结,采集中断',
    share: 0.05,
  },
  { kinds: ['audible', 'transcribed', 'scanned'], gap: '静音', share: 0.08 },
  { kinds: ['transcribed', 'scanned'], gap: '转写失败', share: 0.1 },
  { kinds: ['danmaku'], gap: '弹幕静默超过 10 分钟', share: 0.12 },
]
const kinds: readonly CoverageKind[] = ['recorded', 'audible', 'transcribed', 'scanned', 'danmaku']

/**
 * A room's session on a day that begins at `dayMs`, recorded in one file or two with a hole between, with gaps; `poor`
 * is a day on which capture mostly failed.
 */
export function airOf(
  chance: Chance,
  room: CityRoom,
  dayMs: number,
  detectedBy: string,
  poor: boolean,
): Aired {
  const startedAtMs = dayMs + room.hour * hour + chance.int(0, 40) * minute
  const lengthMs = chance.int(170, 350) * minute
  const broadcast = {
    id: chance.uuid(),
    roomId: room.room.id,
    startedAt: new Date(startedAtMs),
    endedAt: new Date(startedAtMs + lengthMs),
    title: `${room.room.name} 开播`,
  }
  const lateMs = chance.happens(poor ? 0.9 : 0.03) ? chance.int(40, 120) * minute : 0
  const cut = chance.happens(0.15) ? chance.int(60, 120) * minute : null
  const parts =
    cut === null
      ? [[lateMs, lengthMs]]
      : [
          [lateMs, lateMs + Math.min(cut, (lengthMs - lateMs) / 2)],
          [lateMs + Math.min(cut, (lengthMs - lateMs) / 2) + chance.int(1, 6) * minute, lengthMs],
        ]
  const made = parts.map(([from = 0, to = 0]) => {
    const id = chance.uuid()
    const transcriptId = chance.uuid()
    return {
      id,
      roomId: room.room.id,
      broadcastId: broadcast.id,
      path: `demo-city/${room.room.name}_${stamp(startedAtMs + from)}.flv`,
      sha256: createHash('sha256').update(id).digest('hex'),
      bytes: Math.round((to - from) * 250),
      title: broadcast.title,
      goods: room.room.goods?.[0] ?? null,
      startedAt: new Date(startedAtMs + from),
      startedAtSource: 'option',
      durationMs: to - from,
      ingestState: 'done' as const,
      transcriptState: 'done' as const,
      screenState: 'none' as const,
      transcriptId,
      detectedKey: `${detectedBy}:${transcriptId}`,
      createdAt: new Date(startedAtMs + to + 5 * minute),
      // There never was a file: as with one whose time is over, nothing can be cut or played, and nobody waits for it.
      mediaDeletedAt: new Date(startedAtMs + to + 5 * minute),
    }
  })
  return {
    room,
    broadcast,
    recordings: made,
    coverage: made.flatMap((recording) => ledger(chance, recording)),
  }
}

/** A moment in Shanghai as recorders write it into file names. */
function stamp(atMs: number): string {
  return new Date(atMs + 8 * hour).toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-')
}

/** The five kinds of a recording's ledger around its faults, each fault one stretch of 1 to 25 minutes. */
function ledger(chance: Chance, { id, durationMs }: NewRecording) {
  const gaps = faults
    .filter(({ share }) => chance.happens(share))
    .map(({ kinds: lost, gap }) => {
      const lengthMs = Math.min(chance.int(60, 1500) * 1000, Math.floor(durationMs / 3))
      const fromMs = Math.floor((chance.next() * (durationMs - lengthMs)) / 1000) * 1000
      return { lost, gap, fromMs, toMs: fromMs + lengthMs }
    })
  return kinds.flatMap((kind) => {
    const rows: (typeof coverage.$inferInsert)[] = []
    let at = 0
    const mine = gaps.filter(({ lost }) => lost.includes(kind))
    for (const { fromMs, toMs, gap } of mine.toSorted((a, b) => a.fromMs - b.fromMs)) {
      const start = Math.max(at, fromMs)
      if (toMs <= start) continue
      if (start > at) rows.push({ recordingId: id, kind, fromMs: at, toMs: start, gap: null })
      rows.push({ recordingId: id, kind, fromMs: start, toMs, gap })
      at = toMs
    }
    if (at < durationMs)
      rows.push({ recordingId: id, kind, fromMs: at, toMs: durationMs, gap: null })
    return rows
  })
}

import { and, count, eq, gt, inArray, isNull, lte, min, or } from 'drizzle-orm'
import type { AlertCause } from '#shared/domain/alert.ts'
import type { Db } from './client.ts'
import {
  captureGaps,
  captures,
  flags,
  notices,
  recordings,
  removalProposals,
  rooms,
} from './schema/index.ts'

/** Grave leads nobody has judged. Of the host only, and only as long as the words are still found. */
export async function redLines(db: Db): Promise<AlertCause[]> {
  const rows = await db
    .select({ id: flags.id, quote: flags.quote, room: rooms.name, region: rooms.region })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .where(
      and(
        eq(flags.state, 'open'),
        eq(flags.severity, 5),
        eq(flags.audience, false),
        isNull(flags.duplicateOf),
        gt(flags.hitCount, 0),
      ),
    )
  return rows.map(({ id, quote, room, region }) => ({
    ...{ kind: 'red-line', key: id, region, path: `/review?id=${id}` },
    title: `红线线索待判定：${room}`,
    detail: `系统提示“${quote.slice(0, 80)}”，须由人判定。`,
  }))
}

/** Clocks of notices, of hearings and of removal stages that run out before then; those that have run out among them. */
export async function clocksEndingBy(db: Db, end: Date, now: Date): Promise<AlertCause[]> {
  const served = await db
    .select({ id: notices.id, dueAt: notices.dueAt, room: rooms.name, region: rooms.region })
    .from(notices)
    .innerJoin(rooms, eq(rooms.id, notices.roomId))
    .where(and(inArray(notices.state, ['served', 'read']), lte(notices.dueAt, end)))
  const cases = await db
    .select({ proposal: removalProposals, room: rooms.name, region: rooms.region })
    .from(removalProposals)
    .innerJoin(rooms, eq(rooms.id, removalProposals.roomId))
    .where(
      and(
        eq(removalProposals.state, 'drafted'),
        or(
          lte(removalProposals.stageDueAt, end),
          and(lte(removalProposals.hearingDueAt, end), isNull(removalProposals.answeredAt)),
        ),
      ),
    )
  // A clock that has run out is an alert of its own: it is told again, in other words.
  const cause = (key: string, what: string, it: Due): AlertCause => ({
    kind: 'clock',
    key: it.dueAt <= now ? `${key} over` : key,
    ...{ region: it.region, path: it.path },
    ...clockWords(what, it, it.dueAt <= now),
  })
  return [
    ...served.flatMap(({ id, dueAt, ...place }) =>
      dueAt ? [cause(`notice ${id}`, '整改告知', { ...place, dueAt, path: '/notices' })] : [],
    ),
    ...cases.flatMap(({ proposal, ...place }) => {
      const { id, stageDueAt, hearingDueAt, answeredAt } = proposal
      const hearing = hearingDueAt !== null && hearingDueAt <= end && answeredAt === null
      const dueAt = hearing ? hearingDueAt : stageDueAt
      const path = '/proposals'
      return dueAt
        ? [
            cause(
              `removal ${id} ${hearing ? 'hearing' : dueAt.toISOString()}`,
              hearing ? '陈述申辩' : '移出环节',
              {
                ...{ ...place, dueAt, path },
              },
            ),
          ]
        : []
    }),
  ]
}

const clockWords = (what: string, { room, dueAt }: Due, over: boolean) =>
  over
    ? { title: `${what}已逾期：${room}`, detail: `时限至 ${moment(dueAt)}，已过。` }
    : { title: `${what}时限将至：${room}`, detail: `${moment(dueAt)} 到期。` }

interface Due {
  readonly room: string
  readonly region: string
  readonly dueAt: Date
  readonly path: string
}

/** Captures that have had no stream since before then and are still wanted. */
export async function brokenCaptures(db: Db, since: Date): Promise<AlertCause[]> {
  const rows = await db
    .select({ gap: captureGaps, room: rooms.name, region: rooms.region, failure: captures.failure })
    .from(captureGaps)
    .innerJoin(captures, eq(captures.id, captureGaps.captureId))
    .innerJoin(rooms, eq(rooms.id, captures.roomId))
    .where(
      and(isNull(captureGaps.toAt), lte(captureGaps.fromAt, since), eq(captures.state, 'wanted')),
    )
  return rows.map(({ gap, room, region, failure }) => ({
    ...{ kind: 'capture', key: gap.id, region, path: '/recordings' },
    title: `直播采集中断：${room}`,
    detail: `${moment(gap.fromAt)} 起没有录到：${failure ?? gap.reason}`,
  }))
}

/** Recordings that came in before then and that no worker has read, or heard, by region: one cause each. */
export async function stuckRecordings(db: Db, since: Date): Promise<AlertCause[]> {
  const waiting = or(
    eq(recordings.ingestState, 'registered'),
    eq(recordings.transcriptState, 'wanted'),
  )
  const rows = await db
    .select({ region: rooms.region, n: count(), oldest: min(recordings.createdAt) })
    .from(recordings)
    .innerJoin(rooms, eq(rooms.id, recordings.roomId))
    .where(and(waiting, isNull(recordings.failedStage), lte(recordings.createdAt, since)))
    .groupBy(rooms.region)
  return rows.map(({ region, n, oldest }) => ({
    ...{ kind: 'queue', key: region, region, path: '/recordings' },
    title: '录像处理延迟',
    detail: `${n} 段录像仍在排队，最早的 ${oldest ? moment(oldest) : ''} 入库；请检查处理进程与转写服务。`,
  }))
}

const parts = new Intl.DateTimeFormat('sv-SE', {
  ...{ timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' },
})

/** `2026-03-11 19:10` in Shanghai, as every page writes it. */
const moment = (at: Date) => parts.format(at)

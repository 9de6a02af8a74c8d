import { and, asc, eq, gt, inArray, lte, ne, sql } from 'drizzle-orm'
import type { Channel, Goods, RoomType } from '#shared/domain/channel.ts'
import { wallTimeOf } from '#shared/domain/wall-clock.ts'
import type { Db } from './client.ts'
import { flags, hits, recordings, rooms } from './schema/index.ts'

/** A sentence, comment or title that a person's verdict rests on, with all that decides which rules are meant for it. */
export interface JudgedText {
  readonly flagId: string
  readonly verdict: 'confirmed' | 'dismissed'
  readonly category: string
  readonly room: string
  readonly roomType: RoomType
  readonly goods: Goods | undefined
  readonly channel: Channel
  /** On the audience's channel: whether the room's own people said it. */
  readonly staff: boolean
  readonly quote: string
  readonly quoteStart: number
  readonly quoteEnd: number
  readonly recordingId: string
  readonly transcriptId: string | null
  readonly startMs: number
  readonly endMs: number
  /** Wall clock. */
  readonly at: Date
  /** Whether the version in force finds the flag too. */
  readonly standing: boolean
}

/** Places of one flag that are looked at, the quoted one and the first ones said: a phrase may be said thousands of times. */
const placesAFlag = 10

/**
 * Texts of the next `limit` flags that stand confirmed or dismissed, after the flag of that id; `last` is where to go
 * on, null at the end.
 */
export async function judgedTexts(db: Db, after: string | null, limit: number) {
  const judged = await db
    .select({
      flag: flags,
      room: rooms.name,
      roomType: rooms.type,
      roomGoods: rooms.goods,
      ...recordingFacts,
    })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .innerJoin(recordings, eq(recordings.id, flags.recordingId))
    .where(
      and(
        inArray(flags.state, ['confirmed', 'dismissed']),
        // What was not said cannot be looked for in a text.
        ne(flags.mode, 'absence'),
        after === null ? undefined : gt(flags.id, after),
      ),
    )
    .orderBy(asc(flags.id))
    .limit(limit)
  const places = await placesOf(
    db,
    judged.map(({ flag }) => flag.id),
  )
  const texts = judged.flatMap(({ flag, room, roomType, roomGoods, ...quoted }) => {
    const said = places.get(flag.id) ?? []
    const standing = said.some(({ hit }) => hit.supersededBy === null)
    const all = [{ hit: flag, ...quoted }, ...said].map(({ hit, ...recording }): JudgedText => {
      const { channel, quote, quoteStart, quoteEnd, startMs, endMs, audience } = hit
      return {
        ...{ flagId: flag.id, verdict: flag.state === 'confirmed' ? 'confirmed' : 'dismissed' },
        ...{ category: flag.category, room, roomType, standing, channel },
        ...{ quote, quoteStart, quoteEnd, startMs, endMs, recordingId: hit.recordingId },
        goods: recording.goods ?? roomGoods[0],
        staff: channel === 'danmaku' && !audience,
        transcriptId: recording.transcriptId,
        at: wallTimeOf(recording, startMs),
      }
    })
    return [...new Map(all.map((text) => [placeKey(text), text])).values()]
  })
  return { texts, last: judged.length < limit ? null : (judged.at(-1)?.flag.id ?? null) }
}

const recordingFacts = {
  goods: recordings.goods,
  startedAt: recordings.startedAt,
  clock: recordings.clock,
  transcriptId: recordings.transcriptId,
}

const placeKey = ({ channel, quote, quoteStart, quoteEnd }: JudgedText) =>
  JSON.stringify([channel, quote, quoteStart, quoteEnd])

/** The first places of each flag's phrase. */
async function placesOf(db: Db, flagIds: readonly string[]) {
  const ranked = db
    .select({
      recordingId: hits.recordingId,
      seq: hits.seq,
      rank: sql<number>`row_number() over (partition by ${hits.flagId} order by ${hits.startMs}, ${hits.recordingId}, ${hits.seq})`.as(
        'rank',
      ),
    })
    .from(hits)
    .where(flagIds.length === 0 ? sql`false` : inArray(hits.flagId, [...flagIds]))
    .as('ranked')
  const rows = await db
    .select({ hit: hits, ...recordingFacts })
    .from(ranked)
    .innerJoin(hits, and(eq(hits.recordingId, ranked.recordingId), eq(hits.seq, ranked.seq)))
    .innerJoin(recordings, eq(recordings.id, hits.recordingId))
    .where(lte(ranked.rank, placesAFlag))
    .orderBy(asc(hits.flagId), asc(ranked.rank))
  const byFlag = new Map(flagIds.map((id): [string, typeof rows] => [id, []]))
  for (const row of rows) byFlag.get(row.hit.flagId ?? '')?.push(row)
  return byFlag
}

import { broadcastWords } from '#shared/db/broadcast-words.ts'
import type { Db } from '#shared/db/client.ts'
import type { FoundFlag } from '#shared/db/flags.ts'
import type { Recording } from '#shared/db/recordings.ts'
import { basisFor, type Category } from '#shared/domain/category.ts'
import type { Goods, RoomType } from '#shared/domain/channel.ts'
import { wallTimeOf } from '#shared/domain/wall-clock.ts'
import { type AbsenceFinding, findAbsences } from '#shared/text/absence.ts'
import type { Lexicon } from '#shared/text/compile.ts'
import { speaker } from '#shared/text/speaker.ts'
import type { Talk } from '#shared/text/talk.ts'

interface Room {
  readonly id: string
  readonly type: RoomType
  readonly goods: readonly Goods[]
}

/** A whole broadcast by the rules of absence: what became of each, and the recordings their places number. */
export interface BroadcastAbsences {
  readonly findings: readonly AbsenceFinding[]
  readonly recordings: readonly Recording[]
}

/** Reads all recordings of a broadcast and judges what should have been said in it. */
export async function absencesOf(
  db: Db,
  lexicon: Lexicon,
  broadcastId: string,
  room: Room,
): Promise<BroadcastAbsences> {
  if (lexicon.absences.length === 0) return { findings: [], recordings: [] }
  const words = await broadcastWords(db, broadcastId)
  const { staff } = lexicon.source.variants
  const talk: Talk = {
    goods: words.find(({ recording }) => recording.goods)?.recording.goods ?? room.goods[0] ?? null,
    roomType: room.type,
    pieces: words.map(({ recording, sentences, named }) => ({
      startedAt: recording.startedAt,
      clock: recording.clock,
      title: recording.title,
      sentences,
      staff: staffOf(named, staff),
    })),
  }
  return { findings: findAbsences(lexicon, talk), recordings: words.map((one) => one.recording) }
}

/** Comments that are by the room's own people. */
export function staffOf<T extends { readonly text: string; readonly staff: boolean }>(
  comments: readonly T[],
  names: readonly string[],
): T[] {
  return comments.filter(
    ({ text, staff }) => !speaker({ channel: 'danmaku', text, staff }, names).audience,
  )
}

/** 线索 for what is missing; there is no hit under them, for there are no words. Named by the rule, quoted by the stretch. */
export function absenceFlags(
  { findings, recordings }: BroadcastAbsences,
  place: { readonly room: Room; readonly broadcastId: string; readonly lexiconVersion: string },
  categories: readonly Category[],
): FoundFlag[] {
  const { room, broadcastId, lexiconVersion } = place
  return findings.flatMap((finding): FoundFlag[] => {
    const recording = finding.place && recordings[finding.place.piece]
    if (finding.outcome !== 'missing' || !finding.place || !recording) return []
    const { startMs, endMs, quote } = finding.place
    const category = categories.find(({ id }) => id === finding.category)
    return [
      {
        ...{ roomId: room.id, broadcastId, lexiconVersion, recordingId: recording.id },
        ...{ category: finding.category, rule: finding.rule, phrase: finding.name },
        ...{ audience: false, channel: 'speech', severity: finding.severity, mode: 'absence' },
        articles: category ? basisFor(category, room.type) : [],
        ...{ hitCount: 1, hits: [], correctedAfterMs: null },
        ...{ quote, quoteStart: 0, quoteEnd: quote.length },
        startMs: Math.round(startMs),
        endMs: Math.round(endMs),
        saidAt: wallTimeOf(recording, startMs),
      },
    ]
  })
}

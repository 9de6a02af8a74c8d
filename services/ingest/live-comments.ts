import { maskContacts } from '#shared/danmaku/privacy.ts'
import { neighbours } from '#shared/db/capture-pieces.ts'
import type { Db } from '#shared/db/client.ts'
import { addComments, clearComments, commentCounts, type NewComment } from '#shared/db/comments.ts'
import { coverageOf, saveCoverage } from '#shared/db/coverage.ts'
import { type Recording, updateRecording } from '#shared/db/recordings.ts'
import { contentOf, wallMsOf } from '#shared/domain/wall-clock.ts'
import { sentAtMs } from './danmaku-clock.ts'
import type { FollowedDanmaku } from './danmaku-follow.ts'
import { danmakuLedger, danmakuSilenceMs } from './ledger.ts'

/** Messages are written down some time after they were sent, and a silence shows when it has lasted. */
const backMs = danmakuSilenceMs + 2 * 60_000

interface Piece {
  readonly recording: Recording
  readonly fromMs: number
  readonly toMs: number
  readonly comments: NewComment[]
}

export interface LiveDanmaku {
  readonly danmaku: FollowedDanmaku
  readonly pseudonym: (sender: string, at: Date) => string
}

/**
 * Puts the messages of a danmaku file that is still written into a capture's newest piece and into those just before it:
 * each message into the one piece it was sent in, those of a break into the piece before it. What was known already is
 * left alone. Answers the earlier recordings that got news: they are to be judged again. The room must be held.
 */
export async function writeLiveComments(
  tx: Db,
  recording: Recording,
  { danmaku, pseudonym }: LiveDanmaku,
  signal: AbortSignal,
): Promise<string[]> {
  const { captureId, startedAt } = recording
  if (captureId === null) return []
  // The stream states the platform's time itself: a difference to another program's header is none of its own.
  const steady = { ...danmaku.clock, skewMs: 0 }
  const pieces = (await neighbours(tx, captureId, startedAt, backMs)).map(
    (one): Piece => ({
      recording: one,
      fromMs: wallMsOf(one, 0),
      toMs: wallMsOf(one, one.durationMs ?? 0),
      comments: [],
    }),
  )
  const first = pieces[0]
  const newest = pieces.at(-1)
  if (!first || !newest) return []
  const chatMs: number[] = []
  for await (const comment of danmaku.since(first.fromMs - danmakuSilenceMs, signal)) {
    const sent = sentAtMs(comment, steady)
    if (sent === null || sent < first.fromMs - danmakuSilenceMs || sent >= newest.toMs) continue
    if (comment.kind === 'chat') chatMs.push(sent)
    const piece = pieces.findLast(({ fromMs }) => fromMs <= sent)
    if (!piece) continue
    const { kind, staff, sender, text } = comment
    piece.comments.push({
      ...{ seq: piece.comments.length, kind, staff, text: maskContacts(text) },
      tMs: Math.round(contentOf(piece.recording, sent).contentMs),
      atMs: Math.round(sent),
      sender: sender === null ? null : pseudonym(sender, piece.recording.startedAt),
    })
  }
  const known = await commentCounts(
    tx,
    pieces.map(({ recording: { id } }) => id),
  )
  const news: string[] = []
  for (const piece of pieces) {
    const { id } = piece.recording
    await keepLedger(tx, piece, chatMs, newest.toMs)
    if (known.get(id) === piece.comments.length) continue
    await clearComments(tx, id)
    await addComments(tx, id, piece.comments)
    if (id === recording.id) continue
    await updateRecording(tx, id, { detectedKey: null })
    news.push(id)
  }
  return news
}

async function keepLedger(
  tx: Db,
  { recording: { id }, fromMs, toMs }: Piece,
  chatMs: readonly number[],
  knownToMs: number,
): Promise<void> {
  const on = (ms: number) => Math.round(ms - fromMs)
  const alive = danmakuLedger(chatMs.map(on), on(toMs), on(knownToMs))
  const before = await coverageOf(tx, id, 'danmaku')
  const gaps = (spans: typeof before) => spans.filter(({ gap }) => gap !== null)
  if (before.length > 0 && JSON.stringify(gaps(before)) === JSON.stringify(gaps(alive))) return
  await saveCoverage(tx, id, ['danmaku'], alive)
}

import { maskContacts } from '#shared/danmaku/privacy.ts'
import { readDanmaku } from '#shared/danmaku/read.ts'
import type { NewComment } from '#shared/db/comments.ts'
import type { Comment } from '#shared/domain/comment.ts'
import { type Clocked, contentOf } from '#shared/domain/wall-clock.ts'
import { AppError } from '#shared/errors.ts'
import { type DanmakuClock, danmakuClockReader, sentAtMs, unrelatedMs } from './danmaku-clock.ts'

/** Comments this long before a recording and behind it still belong to it: what was said while nothing was recorded. */
const aroundMs = 10 * 60_000

export interface Placed {
  readonly contentMs: number
  /** On the recorder's clock; null where the dialect has no absolute time, or one unrelated to the recording's. */
  readonly atMs: number | null
}

/** Where a comment stands in a recording; null when its dialect gives it no time at all. */
export function placeComment(
  comment: Comment,
  danmaku: DanmakuClock,
  recording: Clocked,
): Placed | null {
  const sent = sentAtMs(comment, danmaku)
  if (sent !== null && Math.abs(sent - recording.startedAt.getTime()) < unrelatedMs) {
    const { contentMs } = contentOf(recording, sent)
    return { contentMs: Math.round(contentMs), atMs: Math.round(sent) }
  }
  return comment.tMs === null ? null : { contentMs: Math.round(comment.tMs), atMs: null }
}

/** Reads a danmaku file once for its clocks. A file that is no danmaku file gives null, which is one error, not the end. */
export async function readDanmakuClock(
  path: string,
  signal: AbortSignal,
): Promise<{ readonly clock: DanmakuClock; readonly errors: number } | null> {
  try {
    const danmaku = await readDanmaku(path, { signal })
    const reader = danmakuClockReader(danmaku.startAtMs)
    for await (const comment of danmaku.comments) reader.add(comment)
    return { clock: reader.end(), errors: danmaku.summary().errors }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

export interface CommentPlaces {
  readonly danmaku: DanmakuClock
  readonly recording: Clocked & { readonly durationMs: number }
  /** One danmaku file serves several recordings: each takes only what lies inside it. */
  readonly shared: boolean
  readonly pseudonym: (sender: string, at: Date) => string
}

/** The comments that belong to a recording, on its clock, in file order and constant memory. */
export async function* placedComments(
  path: string,
  { danmaku, recording, shared, pseudonym }: CommentPlaces,
  signal: AbortSignal,
): AsyncGenerator<NewComment> {
  const around = shared ? 0 : aroundMs
  let seq = 0
  for await (const comment of (await readDanmaku(path, { signal })).comments) {
    const place = placeComment(comment, danmaku, recording)
    if (!place) continue
    const { contentMs: tMs, atMs } = place
    if (tMs < -around || tMs >= recording.durationMs + around) continue
    const { kind, staff, sender } = comment
    yield {
      ...{ seq, tMs, atMs, kind, staff },
      text: maskContacts(comment.text),
      sender: sender === null ? null : pseudonym(sender, recording.startedAt),
    }
    seq += 1
  }
}

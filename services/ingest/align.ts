import type { Comment } from '#shared/domain/comment.ts'

/** Clocks of one recorder that differ by less than this mean the same instant; the file name knows whole seconds only. */
const sameStartMs = 3000
/** Clocks further apart than any broadcast is long were never set alike: the file is somebody's copy under another date. */
const unrelatedMs = 24 * 3_600_000

/**
 * Milliseconds to add to a danmaku file's own time to get the recording's. A file that states its start is placed by
 * wall clock; one that does not, or that started with the recording, shares its zero.
 */
export function danmakuOffsetMs(danmakuStartMs: number | null, recordingStartMs: number): number {
  if (danmakuStartMs === null) return 0
  const offset = danmakuStartMs - recordingStartMs
  const apart = Math.abs(offset)
  return apart < sameStartMs || apart > unrelatedMs ? 0 : offset
}

/** Where a comment stands on the recording's clock, or null when its dialect gives it no time at all. */
export function onRecordingClock(
  comment: Pick<Comment, 'tMs' | 'atMs'>,
  offsetMs: number,
  recordingStartMs: number,
): number | null {
  if (comment.tMs !== null) return Math.round(comment.tMs + offsetMs)
  return comment.atMs === null ? null : Math.round(comment.atMs - recordingStartMs)
}

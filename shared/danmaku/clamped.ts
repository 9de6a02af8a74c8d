import type { Comment } from '#shared/domain/comment.ts'

const minRun = 3
const minSpreadMs = 1500
/** A longer run is decided by its beginning, so that a file of nothing else does not fill the memory. */
const maxHeld = 10_000

/**
 * Marks messages whose own time stood still while the wall clock went on: recorders write the start, or the moment the stream broke,
 * for everything said meanwhile. Takes comments in file order and puts them out in it; the last run is held back until it is known to
 * be over.
 */
export function clampMarker() {
  let held: Comment[] = []
  let stuckMs: number | null = null
  let firstAtMs = Number.POSITIVE_INFINITY
  let lastAtMs = Number.NEGATIVE_INFINITY
  let timed = 0

  function release(out: Comment[]): void {
    const clamped = timed >= minRun && lastAtMs - firstAtMs >= minSpreadMs
    for (const comment of held) out.push(clamped ? { ...comment, clamped: true } : comment)
    // Nearly every run is of one: the same list serves on.
    if (held.length === 1) held.pop()
    else held = []
  }

  function add(comment: Comment, out: Comment[]): void {
    const { tMs, atMs } = comment
    if (tMs !== stuckMs || tMs === null) {
      release(out)
      stuckMs = tMs
      firstAtMs = Number.POSITIVE_INFINITY
      lastAtMs = Number.NEGATIVE_INFINITY
      timed = 0
    } else if (held.length >= maxHeld) release(out)
    held.push(comment)
    if (atMs === null) return
    timed++
    if (atMs < firstAtMs) firstAtMs = atMs
    if (atMs > lastAtMs) lastAtMs = atMs
  }

  return { add, end: release }
}

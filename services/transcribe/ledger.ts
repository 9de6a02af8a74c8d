import type { StoredPiece } from '#shared/db/transcript-pieces.ts'
import { type CoverageSpan, type Gap, withGaps } from '#shared/domain/coverage.ts'
import type { Sentence } from '#shared/domain/sentence.ts'

/** Captions that say nothing for longer are missing there; a host who sells is never silent for so long. */
const captionSilenceMs = 5 * 60_000

/**
 * What of a recording was heard by an engine: everything but the pieces that could not be heard or understood and what
 * was not audible at all. Silence between pieces is covered: voice activity listened to it, and nobody spoke.
 */
export function heardLedger(
  durationMs: number,
  pieces: readonly StoredPiece[],
  audible: readonly CoverageSpan[],
): CoverageSpan[] {
  return ledger(durationMs, [...pieces.flatMap(pieceGap), ...inaudible(audible)])
}

/** The same of an attempt that ended early: only what was really heard is covered. */
export function partLedger(durationMs: number, pieces: readonly StoredPiece[]): CoverageSpan[] {
  return ledger(durationMs, [
    ...pieces.flatMap(pieceGap),
    ...between(durationMs, pieces, 0, '转写失败'),
  ])
}

/** What captions cover, when they are taken at their word and a long silence in them is not. */
export function captionLedger(durationMs: number, sentences: readonly Sentence[]): CoverageSpan[] {
  return ledger(
    durationMs,
    between(durationMs, sentences, captionSilenceMs, '字幕在这段时间没有内容'),
  )
}

function pieceGap({ startMs, endMs, gap, sentences }: StoredPiece): Gap[] {
  const foreign =
    sentences.length > 0 && sentences.every(({ suspect }) => suspect?.includes('foreign'))
  const why = gap ?? (foreign ? '无法识别的语言' : undefined)
  return why === undefined ? [] : [{ fromMs: startMs, toMs: endMs, gap: why }]
}

function inaudible(audible: readonly CoverageSpan[]): Gap[] {
  return audible.flatMap(({ fromMs, toMs, gap }) => (gap === null ? [] : [{ fromMs, toMs, gap }]))
}

/** Stretches outside of all these that are longer than `leastMs`. */
function between(
  durationMs: number,
  stretches: readonly { readonly startMs: number; readonly endMs: number }[],
  leastMs: number,
  gap: string,
): Gap[] {
  const found: Gap[] = []
  let at = 0
  for (const { startMs, endMs } of [...stretches, { startMs: durationMs, endMs: durationMs }]) {
    if (startMs - at > leastMs) found.push({ fromMs: at, toMs: startMs, gap })
    at = Math.max(at, endMs)
  }
  return found
}

function ledger(durationMs: number, gaps: readonly Gap[]): CoverageSpan[] {
  return withGaps('transcribed', { fromMs: 0, toMs: durationMs }, gaps)
}

import type { StoredPiece } from '#shared/db/transcript-pieces.ts'
import type { CoverageSpan } from '#shared/domain/coverage.ts'
import type { Sentence } from '#shared/domain/sentence.ts'

interface Gap {
  readonly fromMs: number
  readonly toMs: number
  readonly gap: string
}

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

/** `[0, durationMs)` in covered spans and gaps, in order and without overlaps; the gap that begins first has its say. */
function ledger(durationMs: number, gaps: readonly Gap[]): CoverageSpan[] {
  const kind = 'transcribed'
  const spans: CoverageSpan[] = []
  let at = 0
  for (const { fromMs, toMs, gap } of gaps.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const from = Math.max(at, fromMs)
    const to = Math.min(durationMs, toMs)
    if (to <= from) continue
    spans.push({ kind, fromMs: at, toMs: from, gap: null }, { kind, fromMs: from, toMs: to, gap })
    at = to
  }
  spans.push({ kind, fromMs: at, toMs: durationMs, gap: null })
  return spans.filter((span) => span.toMs > span.fromMs)
}

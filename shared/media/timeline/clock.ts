import type { Piece } from '#shared/domain/recording.ts'

/** Where a packet stands: which track, at which byte, with which time of the file's own clock. */
export interface FilePlace {
  readonly track: 'video' | 'audio'
  readonly pos: number
  readonly fileMs: number
  /** Length of the clock's cycle where it wraps (2^33 / 90 ms in MPEG-TS). */
  readonly wrapMs?: number | undefined
}

// Sound may go on this much behind the picture that ends a piece; what is farther off has a wild time stamp.
const marginMs = 15_000
const aheadMs = 3_600_000

/**
 * Content time of a packet, null where its time stamp is far outside its piece. The byte decides the run, because
 * timestamps that restart say nothing alone.
 */
export function contentAt(pieces: readonly Piece[], place: FilePlace): number | null {
  const key = place.track === 'video' ? 'videoPos' : 'audioPos'
  let best = pieces.find((piece) => piece[key] >= 0) ?? pieces[0]
  for (const piece of pieces) {
    if (piece[key] < 0 || piece[key] > place.pos) continue
    const sameRun = best !== undefined && piece[key] === best[key]
    if (!sameRun || since(piece, place) >= 0) best = piece
  }
  if (!best) return null
  const contentMs = best.contentStartMs + since(best, place) * best.rate
  const inside =
    contentMs > best.contentStartMs - marginMs && contentMs < best.contentEndMs + marginMs
  return inside ? contentMs : null
}

function since(piece: Piece, { fileMs, wrapMs }: FilePlace): number {
  const delta = fileMs - piece.fileStartMs
  // A piece may last nearly a whole cycle; hardly anything stands before its beginning.
  return wrapMs ? delta - Math.floor((delta + aheadMs) / wrapMs) * wrapMs : delta
}

/** The file's own time of a content time; only for files with an index, whose clocks never run backwards. */
export function fileMsAt(pieces: readonly Piece[], contentMs: number): number {
  const piece = pieces.findLast((p) => p.contentStartMs <= contentMs) ?? pieces[0]
  return piece ? piece.fileStartMs + (contentMs - piece.contentStartMs) / piece.rate : contentMs
}

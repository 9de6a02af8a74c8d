/** One file of an evidence clip: the stream-copied original, the browser preview, or a still. */
export interface ClipFile {
  readonly role: 'original' | 'preview' | 'still'
  /** Key in the blob store. */
  readonly key: string
  readonly mime: string
  readonly bytes: number
  readonly sha256: string
  /** Content time of a still. */
  readonly atMs?: number
}

/** Context kept either side of the phrase, so that nobody judges it out of its sentence. */
export const clipContextMs = 10_000

/** The stretch to cut around a phrase, inside a recording of `durationMs`. */
export function clipWindow(
  phrase: { readonly startMs: number; readonly endMs: number },
  durationMs: number,
): { fromMs: number; toMs: number } {
  return {
    fromMs: Math.max(0, phrase.startMs - clipContextMs),
    toMs: Math.min(durationMs, phrase.endMs + clipContextMs),
  }
}

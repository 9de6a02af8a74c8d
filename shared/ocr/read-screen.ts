import type { GreyFrame } from '#shared/media/frames.ts'
import type { PixelBox } from './picture.ts'

/** One line of writing on a picture; `confidence` 0 to 1 as the engine gives it. */
export interface ScreenLine {
  readonly text: string
  readonly box: PixelBox
  readonly confidence: number
}

/** Any engine that reads writing off a picture: what it found in the given stretches, or all over without them. */
export interface ScreenReader {
  /** Name and version, stored with what it read. */
  readonly engine: string
  readScreen(
    picture: GreyFrame,
    options?: { readonly areas?: readonly PixelBox[]; readonly signal?: AbortSignal | undefined },
  ): Promise<ScreenLine[]>
}

import type { MediaInfo } from '#shared/domain/recording.ts'
import type { ScreenCode, ScreenText } from '#shared/domain/screen-text.ts'
import { readScreens, type ScreenDeps } from './read.ts'

export type OnceReader = Pick<ScreenDeps, 'reader' | 'policy'> | null

interface Screens {
  readonly screens?: readonly (ScreenText & { readonly seq: number })[]
  readonly codes?: readonly (ScreenCode & { readonly seq: number })[]
}

/** What stands on the picture of one recording, without rows; where nobody can read it, a note says so. */
export async function screensOnce(
  path: string,
  media: MediaInfo,
  screen: OnceReader,
  notes: string[],
  signal: AbortSignal,
): Promise<Screens> {
  if (!media.video) return {}
  if (!screen) {
    notes.push('未读画面文字')
    return {}
  }
  const { texts, codes } = await readScreens(path, media, { ...screen, signal })
  const numbered = <T>(all: readonly T[]) => all.map((one, seq) => ({ ...one, seq }))
  return { screens: numbered(texts), codes: numbered(codes) }
}

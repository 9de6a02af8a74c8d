import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256File } from '#shared/blob/hash.ts'
import { type ClipFile, clipWindow } from '#shared/domain/clip.ts'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { cutOriginal } from '#shared/media/cut.ts'
import { cutPreview } from '#shared/media/preview.ts'
import { stills } from '#shared/media/stills.ts'

/** A file of the clip in the folder it was cut into, before it has its place in the store. */
export type CutFile = Omit<ClipFile, 'key'> & { readonly path: string }

export interface Cut {
  readonly fromMs: number
  readonly toMs: number
  /** The phrase on the preview's own time line. */
  readonly markStartMs: number
  readonly markEndMs: number
  readonly files: readonly CutFile[]
}

/**
 * Cuts the evidence around a phrase into `dir`: the original stream-copied with at least ten seconds either side, a
 * preview every browser plays with the phrase's time marked, three stills; each with its SHA-256.
 */
export async function cutEvidence(
  path: string,
  info: MediaInfo,
  phrase: { readonly startMs: number; readonly endMs: number },
  dir: string,
  signal: AbortSignal,
): Promise<Cut> {
  const window = clipWindow(phrase, info.durationMs)
  const options = { signal, info }
  const original = await cutOriginal(path, window, dir, options)
  const preview = join(dir, 'preview.mp4')
  await cutPreview(path, { ...window, mark: phrase }, preview, options)
  const middle = (phrase.startMs + phrase.endMs) / 2
  const moments = [phrase.startMs, middle, phrase.endMs]
  const pictures = info.video ? await stills(path, moments, dir, options) : []
  const files = [
    { role: 'original' as const, path: original.path, mime: original.mime },
    { role: 'preview' as const, path: preview, mime: 'video/mp4' },
    ...pictures.map(({ path, atMs }) => ({
      role: 'still' as const,
      path,
      mime: 'image/jpeg',
      atMs: Math.round(atMs),
    })),
  ]
  return {
    fromMs: Math.round(original.fromMs),
    toMs: Math.round(original.toMs),
    markStartMs: Math.round(phrase.startMs - window.fromMs),
    markEndMs: Math.round(phrase.endMs - window.fromMs),
    files: await Promise.all(
      files.map(async (file) => ({
        ...file,
        bytes: (await stat(file.path)).size,
        sha256: await sha256File(file.path, signal),
      })),
    ),
  }
}

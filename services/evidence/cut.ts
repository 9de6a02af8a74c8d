import { stat } from 'node:fs/promises'
import { sha256File } from '#shared/blob/hash.ts'
import { type ClipFile, clipWindow } from '#shared/domain/clip.ts'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { cutClip } from '#shared/media/clip.ts'
import { readableStill, stillsAt } from '#shared/media/stills.ts'

/** A file of the clip in the folder it was cut into, before it has its place in the store. */
export type CutFile = Omit<ClipFile, 'key'> & { readonly path: string }

/** What evidence is cut from; `offsetMs` is where in it the recording begins. */
export interface CutSource {
  readonly path: string
  readonly media: MediaInfo
  readonly offsetMs?: number
}

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
 * preview every browser plays with the phrase's time marked, three stills; each with its SHA-256. Times are the
 * recording's own also where it is a stretch of a longer source: then a clip may begin before it.
 */
export async function cutEvidence(
  { path, media: info, offsetMs = 0 }: CutSource,
  said: { readonly startMs: number; readonly endMs: number },
  dir: string,
  signal: AbortSignal,
): Promise<Cut> {
  const phrase = { startMs: said.startMs + offsetMs, endMs: said.endMs + offsetMs }
  const window = clipWindow(phrase, info.durationMs)
  const options = { signal, info }
  const middle = (phrase.startMs + phrase.endMs) / 2
  const moments = [phrase.startMs, middle, phrase.endMs]
  const wanted = info.video ? stillsAt(info, moments, dir) : []
  const marked = { ...window, mark: phrase, zeroMs: offsetMs }
  const { original, preview } = await cutClip(path, marked, dir, { ...options, stills: wanted })
  const pictures = []
  for (const still of wanted) pictures.push(await readableStill(path, info, still, options))
  const files = [
    { role: 'original' as const, path: original.path, mime: original.mime },
    { role: 'preview' as const, path: preview, mime: 'video/mp4' },
    ...pictures.map(({ path, atMs }) => ({
      role: 'still' as const,
      path,
      mime: 'image/jpeg',
      atMs: Math.round(atMs - offsetMs),
    })),
  ]
  return {
    fromMs: Math.round(original.fromMs - offsetMs),
    toMs: Math.round(original.toMs - offsetMs),
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

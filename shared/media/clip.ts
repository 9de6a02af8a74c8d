import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { infoOf, type MediaOptions, streamFormat } from './content.ts'
import { copyOf, cutOriginal, inside, type OriginalCut } from './cut.ts'
import { openRecording } from './open.ts'
import { copyPlayable, isPlayable } from './playable.ts'
import { cutPreview } from './preview.ts'
import { type Still, stillsTogether, undecodable } from './stills.ts'
import type { Marked } from './time-track.ts'

export interface Clip {
  readonly original: OriginalCut
  readonly preview: string
}

/**
 * The original and the preview of a stretch in `dir`, as `cutOriginal` and `cutPreview` make them, and stills beside them; a
 * still that nothing decodes for is left out.
 */
export async function cutClip(
  path: string,
  range: Marked,
  dir: string,
  { stills, ...options }: MediaOptions & { readonly stills: readonly Still[] },
): Promise<Clip> {
  const info = await infoOf(path, options)
  const clip = { ...range, ...inside(range, info) }
  const preview = join(dir, 'preview.mp4')
  const known = { ...options, info }
  const together = await copiedTogether(path, clip, { dir, preview, stills }, known)
  if (together) return { original: together, preview }
  const [original] = await Promise.all([
    cutOriginal(path, clip, dir, known),
    cutPreview(path, clip, preview, { ...known, stills }),
  ])
  return { original, preview }
}

/**
 * All in one run, for to start ffmpeg and have it read an index costs more than to copy a stretch. Null where the recording
 * is no file with an index, its preview is made anew, or something in it does not decode: then each is made alone.
 */
async function copiedTogether(
  path: string,
  clip: Marked,
  to: { readonly dir: string; readonly preview: string; readonly stills: readonly Still[] },
  options: MediaOptions & { readonly info: MediaInfo },
): Promise<OriginalCut | null> {
  const { info, signal } = options
  if (streamFormat(await openRecording(path), info) || !isPlayable(info, clip)) return null
  const { cut, exact, input, output } = copyOf(path, info, clip, to.dir)
  // The preview keeps the file's times while it is read. To the original that makes no difference when it is moved to 0
  // afterwards, and its length is told from 0.
  if (!exact || cut.fromMs <= 0 || info.pieces[0]?.fileStartMs !== 0) return null
  const original = {
    ...{ input, source: path },
    outputs: (nth: number) => [{ output: output(nth), target: cut.path }],
  }
  const { stills } = to
  const pictures = stills.length > 0 ? [await stillsTogether(path, info, stills, signal)] : []
  const beside = [original, ...pictures.map((one) => ({ ...one, source: path }))]
  const text = `${to.preview}.srt`
  try {
    const target = { out: to.preview, text, beside }
    return (await copyPlayable(path, info, clip, target, options)) ? cut : null
  } catch (error) {
    undecodable(error)
    return null
  } finally {
    await rm(text, { force: true })
  }
}

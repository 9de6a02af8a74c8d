import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { infoOf, type MediaOptions, openContent, streamFormat } from './content.ts'
import { copyOf, cutOriginal, inside, type OriginalCut } from './cut.ts'
import { runFfmpeg, together } from './ffmpeg.ts'
import { openRecording } from './open.ts'
import { isPlayable, isPlayed, playableCopy } from './playable.ts'
import { cutPreview } from './preview.ts'
import { retimedZeroMs } from './retime.ts'
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
  const made = await copiedTogether(path, clip, { dir, preview, stills }, known)
  if (made) return { original: made, preview }
  const [original] = await Promise.all([
    cutOriginal(path, clip, dir, known),
    cutPreview(path, clip, preview, { ...known, stills }),
  ])
  return { original, preview }
}

interface Together {
  readonly dir: string
  readonly preview: string
  readonly stills: readonly Still[]
}

/**
 * Preview and stills, and where ffmpeg makes it the original too, in one run: for to start ffmpeg and have it read an index
 * costs more than to copy a stretch. Null where the preview is made anew, or something does not decode: then each is made alone.
 */
async function copiedTogether(
  path: string,
  clip: Marked,
  { dir, preview, stills }: Together,
  options: MediaOptions & { readonly info: MediaInfo },
): Promise<OriginalCut | null> {
  const { info, signal } = options
  if (!isPlayable(info, clip)) return null
  const files = { out: preview, text: `${preview}.srt` }
  try {
    const made = await originalFirst(path, clip, dir, options)
    if (!made) return null
    const { original, content, copying } = made
    const copy = await playableCopy(info, clip, content, files)
    const pictures = stills.length > 0 ? [await stillsTogether(path, info, stills, signal)] : []
    // What is read through a pipe must come first.
    await runFfmpeg(together([...pictures, ...copy, ...copying]), options)
    return (await isPlayed(preview)) ? original : null
  } catch (error) {
    undecodable(error)
    return null
  } finally {
    await rm(files.text, { force: true })
  }
}

/**
 * The original and what the preview is copied from: of a stream the original, written already; of a file with an index the
 * file, for ffmpeg to copy the original in the same run. Null where that would not be the same as each alone.
 */
async function originalFirst(
  path: string,
  clip: Marked,
  dir: string,
  options: MediaOptions & { readonly info: MediaInfo },
) {
  const { info, signal } = options
  const { fromMs } = clip
  const opened = await openRecording(path)
  const format = streamFormat(opened, info)
  if (format === 'mov') return null
  if (format) {
    const original = await cutOriginal(path, clip, dir, options)
    const input = ['-f', format, '-copyts']
    const content = { input, source: original.path, zeroMs: retimedZeroMs + fromMs }
    return { original, content, copying: [] }
  }
  const copy = copyOf(path, info, clip, dir)
  // The preview keeps the file's times while it is read. To the original that makes no difference when it is moved to 0
  // afterwards, and its length is told from 0.
  if (!copy.exact || copy.cut.fromMs <= 0 || info.pieces[0]?.fileStartMs !== 0) return null
  const content = await openContent(path, info, { fromMs, untilMs: clip.toMs }, signal)
  return { original: copy.cut, content, copying: [copy] }
}

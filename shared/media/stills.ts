import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { AppError } from '#shared/errors.ts'
import { infoOf, type MediaOptions, openContent, seconds } from './content.ts'
import { runFfmpeg } from './ffmpeg.ts'

export interface Still {
  readonly path: string
  readonly atMs: number
}

// Where nothing decodes (a torn end, a hole) the picture that stood before it is what viewers saw.
const earlierMs = [0, 500, 2000, 5000]

/**
 * One JPEG for each content time, of the picture shown then or the last readable one before it, at most 720 high; each says its
 * own time. Times outside the picture are moved to its edge. Throws AppError 'invalid' where nothing can be read.
 */
export async function stills(
  path: string,
  timesMs: readonly number[],
  dir: string,
  options: MediaOptions = {},
): Promise<Still[]> {
  const info = await infoOf(path, options)
  if (!info.video) throw new AppError('invalid', '这段录像没有画面。')
  const { startMs, endMs } = info.video
  const lastMs = Math.max(startMs, endMs - 2 * frameMs(info))
  const pictures: Still[] = []
  for (const [i, wanted] of timesMs.entries()) {
    const out = join(dir, `still-${i + 1}.jpg`)
    const times = earlierMs.map((ms) => Math.max(startMs, Math.min(wanted, lastMs) - ms))
    pictures.push(await firstPicture(path, info, times, out, options))
  }
  return pictures
}

async function firstPicture(
  path: string,
  info: MediaInfo,
  timesMs: readonly number[],
  out: string,
  options: MediaOptions,
): Promise<Still> {
  for (const atMs of timesMs) {
    await picture(path, info, atMs, out, options).catch(undecodable)
    const made = await stat(out).catch(() => null)
    if (made && made.size > 0) return { path: out, atMs }
    await rm(out, { force: true })
  }
  throw new AppError('invalid', '这个时间附近的画面无法解码。')
}

async function picture(
  path: string,
  info: MediaInfo,
  atMs: number,
  out: string,
  { signal }: MediaOptions,
) {
  const range = { fromMs: atMs, untilMs: atMs + 2000 }
  const { input, source, timeline } = await openContent(path, info, range, signal)
  // The picture standing at this time is the first one that ends behind it.
  const from = seconds(-frameMs(info) / 2)
  const filter = `setpts='${timeline}',trim=start=${from},scale=-2:'min(720,ih)':flags=bilinear`
  const output = ['-map', '0:v:0', '-an', '-vf', filter, '-frames:v', '1', '-q:v', '3']
  await runFfmpeg({ input, source, output: [...output, '-update', '1'], target: out }, { signal })
}

/** Where nothing decodes ffmpeg fails; anything else that goes wrong is no reason to look elsewhere. */
function undecodable(error: unknown) {
  if (!(error instanceof AppError) || error.code !== 'invalid') throw error
}

function frameMs({ video }: MediaInfo): number {
  return 1000 / (video?.fps || 25)
}

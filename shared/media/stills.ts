import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { AppError } from '#shared/errors.ts'
import { infoOf, type MediaOptions, openContent, seconds } from './content.ts'
import { type Reading, runFfmpeg, together } from './ffmpeg.ts'

export interface Still {
  readonly path: string
  readonly atMs: number
}

// Where nothing decodes (a torn end, a hole) the picture that stood before it is what viewers saw.
const earlierMs = [0, 500, 2000, 5000]
/** Pictures further apart than this are a hole, not a slow stream. */
const longestMs = 2000
/** Writing is read by its size: a picture of 720 × 1280 stays as it is. */
const maxShortSide = 720

/** Where and of which content time stills are to be: a time outside the picture is moved to its edge. */
export function stillsAt(info: MediaInfo, timesMs: readonly number[], dir: string): Still[] {
  if (!info.video) throw new AppError('invalid', '这段录像没有画面。')
  const { startMs, endMs } = info.video
  const lastMs = Math.max(startMs, endMs - 2 * frameMs(info))
  return timesMs.map((wanted, i) => ({
    path: join(dir, `still-${i + 1}.jpg`),
    atMs: Math.max(startMs, Math.min(wanted, lastMs)),
  }))
}

/**
 * One JPEG for each content time, of the picture shown then or the last readable one before it, its shorter side at most
 * 720; each says its own time. Times outside the picture are moved to its edge. Throws AppError 'invalid' where nothing can be read.
 */
export async function stills(
  path: string,
  timesMs: readonly number[],
  dir: string,
  options: MediaOptions = {},
): Promise<Still[]> {
  const info = await infoOf(path, options)
  const wanted = stillsAt(info, timesMs, dir)
  await writeStills(path, info, wanted, options)
  const pictures: Still[] = []
  for (const one of wanted) pictures.push(await readableStill(path, info, one, options))
  return pictures
}

/** Stills of moments that lie together, from one reading; one that nothing decodes for is left out. */
export async function writeStills(
  path: string,
  info: MediaInfo,
  wanted: readonly Still[],
  { signal }: MediaOptions = {},
): Promise<void> {
  if (wanted.length === 0) return
  const reading = await stillsTogether(path, info, wanted, signal)
  await runFfmpeg(together([reading]), { signal }).catch(undecodable)
}

/** How ffmpeg makes stills of moments that lie together from one reading. */
export async function stillsTogether(
  path: string,
  info: MediaInfo,
  wanted: readonly Still[],
  signal?: AbortSignal,
): Promise<Reading> {
  const times = wanted.map(({ atMs }) => atMs)
  const fromMs = Math.min(...times)
  const untilMs = Math.max(...times) + longestMs
  const { input, source, timeline } = await openContent(path, info, { fromMs, untilMs }, signal)
  const pads = wanted.map((_, i) => `[p${i}]`)
  const graph = (nth: number) =>
    [
      `[${nth}:v:0]setpts='${timeline}',split=${pads.length}${pads.join('')}`,
      ...wanted.map(({ atMs }, i) => `[p${i}]${stillSteps(info, atMs - fromMs)}[s${i}]`),
    ].join(';')
  return {
    // Several threads decode ahead of what is wanted.
    input: [...input, '-threads', '1'],
    source,
    outputs: (nth: number) =>
      wanted.map(({ path: target }, i) => ({
        output: [
          ...(i === 0 ? ['-filter_complex', graph(nth)] : []),
          '-map',
          `[s${i}]`,
          ...oneJpeg,
        ],
        target,
      })),
  }
}

/** The still as it was written already, else of the last moment before it for which anything decodes. */
export async function readableStill(
  path: string,
  info: MediaInfo,
  wanted: Still,
  options: MediaOptions = {},
): Promise<Still> {
  const out = wanted.path
  const isMade = async () => ((await stat(out).catch(() => null))?.size ?? 0) > 0
  if (await isMade()) return wanted
  for (const ms of earlierMs) {
    const atMs = Math.max(info.video?.startMs ?? 0, wanted.atMs - ms)
    await picture(path, info, atMs, out, options).catch(undecodable)
    if (await isMade()) return { path: out, atMs }
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
  const range = { fromMs: atMs, untilMs: atMs + longestMs }
  const { input, source, timeline } = await openContent(path, info, range, signal)
  const filter = `setpts='${timeline}',${stillSteps(info, 0)}`
  const output = ['-map', '0:v:0', '-an', '-vf', filter, ...oneJpeg]
  await runFfmpeg({ input, source, output, target: out }, { signal })
}

export const oneJpeg = ['-frames:v', '1', '-q:v', '3', '-update', '1'] as const

/** Filters that leave the picture standing at a time: the first one that ends behind it, unless nothing does for long. */
export function stillSteps(info: MediaInfo, atMs: number): string {
  const from = atMs - frameMs(info) / 2
  const stretch = `trim=start=${seconds(from)}:end=${seconds(from + longestMs)}`
  const size = `'if(gt(iw,ih),-2,min(${maxShortSide},iw))':'if(gt(iw,ih),min(${maxShortSide},ih),-2)'`
  // Without the second one all pictures of the stretch would be made smaller, and all but the first thrown away.
  return `${stretch},trim=end_frame=1,setpts=0,scale=${size}:flags=bilinear`
}

/** Where nothing decodes ffmpeg fails; anything else that goes wrong is no reason to look elsewhere. */
export function undecodable(error: unknown) {
  if (!(error instanceof AppError) || error.code !== 'invalid') throw error
}

function frameMs({ video }: MediaInfo): number {
  return 1000 / (video?.fps || 25)
}

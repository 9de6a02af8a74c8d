import type { MediaInfo } from '#shared/domain/recording.ts'
import { AppError } from '#shared/errors.ts'
import { infoOf, type MediaOptions, openContent, seconds } from './content.ts'
import { inside, type Range } from './cut.ts'
import { ffmpegFeatures } from './features.ts'
import { runFfmpeg } from './ffmpeg.ts'
import { oneJpeg, type Still, stillSteps } from './stills.ts'

export interface PreviewRange extends Range {
  /** The phrase's own time, in content time like the range. */
  readonly mark: { readonly startMs: number; readonly endMs: number }
  /** Where the clock that is shown begins; 0 if left out. */
  readonly zeroMs?: number
}

const maxHeight = 640
const maxRate = 15
// A finer preset costs as much again as decoding, and writing on the screen is read no better for it.
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '28', '-pix_fmt', 'yuv420p']
const aac = ['-c:a', 'aac', '-aac_coder', 'fast', '-b:a', '64k', '-ac', '1']
const browser = ['-movflags', '+faststart', '-map_metadata', '-1']

/**
 * A small MP4 that every browser plays (H.264 and AAC, at most 640 high), exact to the frame. While the phrase is said
 * it has a red frame and a bar along the bottom; where a font is installed the content time runs above it. Sound alone
 * gets a dark picture, a silent recording no sound track. Stills are written from the same reading, as `stills` would;
 * one that nothing decodes for is left out.
 */
export async function cutPreview(
  path: string,
  range: PreviewRange,
  out: string,
  { stills = [], ...options }: MediaOptions & { readonly stills?: readonly Still[] } = {},
): Promise<Range> {
  const info = await infoOf(path, options)
  const { font } = await ffmpegFeatures()
  const stretch = inside(range, info)
  const clip = { ...range, ...stretch }
  const shown = showsPicture(info, stretch.fromMs)
  try {
    await encode(path, info, clip, { shown, font, stills }, out, options)
  } catch (error) {
    // Nothing of the picture decodes here: what was said can still be heard.
    const mayBlank = shown && info.audio && error instanceof AppError && error.code === 'invalid'
    if (!mayBlank) throw error
    await encode(path, info, clip, { shown: false, font, stills: [] }, out, options)
  }
  return stretch
}

interface Look {
  readonly shown: boolean
  readonly font: string | null
  readonly stills: readonly Still[]
}

async function encode(
  path: string,
  info: MediaInfo,
  clip: PreviewRange,
  look: Look,
  out: string,
  options: MediaOptions,
) {
  const { fromMs, toMs } = clip
  const opened = await openContent(path, info, { fromMs, untilMs: toMs }, options.signal)
  const length = ['-t', seconds(toMs - fromMs)]
  await runFfmpeg(
    {
      // A picture that changes its size must not start its graph anew: the clock would begin again with it.
      input: [...opened.input, '-reinit_filter:v', '0'],
      source: opened.source,
      output: [
        ...picture(info, clip, look, opened.timeline),
        ...sound(info, clip, opened.timeline),
        ...length,
        ...browser,
      ],
      target: out,
      others: look.shown
        ? look.stills.map(({ path: target }, i) => ({
            output: ['-map', `[s${i}]`, ...oneJpeg],
            target,
          }))
        : [],
    },
    options,
  )
}

/** Picture options; `timeline` turns ffmpeg's time into time since the clip's beginning. */
function picture(
  info: MediaInfo,
  clip: PreviewRange,
  { shown, font, stills }: Look,
  timeline: string,
): string[] {
  const length = seconds(clip.toMs - clip.fromMs)
  const marked = marks(clip, font)
  if (!shown) {
    const dark = `color=c=0x16181d:s=360x640:r=10:d=${length}`
    return ['-filter_complex', `${[dark, ...marked].join(',')}[v]`, '-map', '[v]', ...x264]
  }
  const size = pictureSize(info, clip.fromMs).join(':')
  const steps = [
    `trim=start=0:end=${length}`,
    `fps=${rate(info).toFixed(3)}:start_time=0`,
    `scale=${size}:force_original_aspect_ratio=decrease:flags=bilinear:eval=frame`,
    `pad=${size}:-1:-1:eval=frame`,
    'setsar=1',
    // The last picture stands to the end where the sound goes on alone.
    'tpad=stop=-1:stop_mode=clone',
    `trim=end=${length}`,
  ]
  const branches = [
    `[p]${[...steps, ...marked].join(',')}[v]`,
    ...stills.map(({ atMs }, i) => `[p${i}]${stillSteps(info, atMs - clip.fromMs)}[s${i}]`),
  ]
  const outs = ['[p]', ...stills.map((_, i) => `[p${i}]`)]
  const decoded = `[0:v:0]setpts='${timeline}',split=${outs.length}${outs.join('')}`
  return ['-filter_complex', [decoded, ...branches].join(';'), '-map', '[v]', ...x264]
}

/** Sound options: a graph of its own, so that a change of format leaves the picture's alone. */
function sound({ audio }: MediaInfo, { fromMs, toMs }: Range, timeline: string): string[] {
  if (!audio) return []
  const length = seconds(toMs - fromMs)
  // Where the format changes the graph begins anew, and would fill up from the clip's beginning once more.
  const changes = audio.formats.some(({ atMs }) => atMs > fromMs && atMs < toMs)
  const steps = [
    `asetpts='${timeline}'`,
    `aresample=44100:async=1${changes ? '' : ':first_pts=0'}`,
    ...(changes ? [] : [`apad=whole_dur=${length}`]),
    `atrim=start=0:end=${length}`,
  ]
  return ['-map', '0:a:0', '-af', steps.join(','), ...aac]
}

/** Whether there is a picture to show: there is none where it ended before, or cannot be decoded at all. */
function showsPicture({ video, faults }: MediaInfo, fromMs: number): boolean {
  const readable = !faults.some(({ kind }) => kind === 'unreadable-video')
  return video !== null && video.endMs > fromMs && readable
}

/** Every picture, or every second or third one of a faster stream: then each stands at its own time. */
function rate({ video }: MediaInfo): number {
  const fps = Math.max(video?.fps || maxRate, 5)
  return fps / Math.ceil(fps / maxRate - 0.01)
}

/** The frame all pictures of the clip are fitted into: a PK that changes the size leaves bars, not garbage. */
function pictureSize({ video }: MediaInfo, atMs: number): [number, number] {
  const size = video?.sizes.findLast((known) => known.atMs <= atMs) ?? video
  const [width, height] = [size?.width || 360, size?.height || 640]
  const scale = Math.min(1, maxHeight / height, (2 * maxHeight) / width)
  const even = (value: number) => Math.max(2, 2 * Math.round((value * scale) / 2))
  return [even(width), even(height)]
}

const minMarkMs = 200

function marks({ fromMs, toMs, mark, zeroMs = 0 }: PreviewRange, font: string | null): string[] {
  const start = Math.max(0, mark.startMs - fromMs)
  const end = Math.max(Math.min(toMs, mark.endMs) - fromMs, start + minMarkMs)
  const during = `enable='between(t,${seconds(start)},${seconds(end)})'`
  const frame = `drawbox=x=0:y=0:w=iw:h=ih:color=red@0.8:t=4:${during}`
  const bar = `drawbox=x=0:y=ih-12:w=iw:h=12:color=red:t=fill:${during}`
  if (!font) return [frame, bar]
  const file = font.replace(/([\\:'[\],;])/g, '\\$1')
  const time = `%{pts\\:hms\\:${seconds(fromMs - zeroMs)}}`
  const style = 'fontcolor=white:fontsize=h/32:box=1:boxcolor=black@0.6:boxborderw=4'
  return [frame, bar, `drawtext=fontfile='${file}':text='${time}':x=8:y=h-th-20:${style}`]
}

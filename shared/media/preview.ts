import { rm } from 'node:fs/promises'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { AppError } from '#shared/errors.ts'
import { infoOf, type MediaOptions, openContent, seconds } from './content.ts'
import { inside, type Range } from './cut.ts'
import { type Reading, runFfmpeg, together } from './ffmpeg.ts'
import { copyPlayable, isPlayable } from './playable.ts'
import { oneJpeg, type Still, stillSteps, writeStills } from './stills.ts'
import { type Marked, timeTrack, withText } from './time-track.ts'

const maxHeight = 640
const maxRate = 15
// A finer preset costs as much again as decoding, and writing on the screen is read no better for it.
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '28', '-pix_fmt', 'yuv420p']
const aac = ['-c:a', 'aac', '-aac_coder', 'fast', '-b:a', '64k', '-ac', '1']
const browser = ['-movflags', '+faststart', '-map_metadata', '-1']

/**
 * An MP4 that every browser plays (H.264 and AAC), exact to the frame. What plays as it stands and is light enough is
 * copied, which costs a twentieth; anything else is made anew, at most 640 high: sound alone gets a dark picture, a silent
 * recording no sound track. A text track tells the content time and marks the phrase. Stills are written beside it, as
 * `stills` would; one that nothing decodes for is left out.
 */
export async function cutPreview(
  path: string,
  range: Marked,
  out: string,
  { stills = [], ...options }: MediaOptions & { readonly stills?: readonly Still[] } = {},
): Promise<Range> {
  const info = await infoOf(path, options)
  const stretch = inside(range, info)
  const clip = { ...range, ...stretch }
  const text = `${out}.srt`
  try {
    if (isPlayable(info, stretch)) {
      const [copied] = await Promise.all([
        copyPlayable(path, info, clip, { out, text }, options),
        writeStills(path, info, stills, options),
      ])
      if (copied) return stretch
    }
    await encodeWhatDecodes(path, info, clip, { out, text, stills }, options)
    return stretch
  } finally {
    await rm(text, { force: true })
  }
}

interface Target {
  readonly out: string
  readonly text: string
  readonly stills: readonly Still[]
}

async function encodeWhatDecodes(
  path: string,
  info: MediaInfo,
  clip: Marked,
  target: Target,
  options: MediaOptions,
) {
  const shown = showsPicture(info, clip.fromMs)
  try {
    await encode(path, info, clip, { ...target, shown }, options)
  } catch (error) {
    // Nothing of the picture decodes here: what was said can still be heard.
    const mayBlank = shown && info.audio && error instanceof AppError && error.code === 'invalid'
    if (!mayBlank) throw error
    await encode(path, info, clip, { ...target, shown: false }, options)
  }
}

async function encode(
  path: string,
  info: MediaInfo,
  clip: Marked,
  { out, text, stills, shown }: Target & { readonly shown: boolean },
  options: MediaOptions,
) {
  const { fromMs, toMs } = clip
  const opened = await openContent(path, info, { fromMs, untilMs: toMs }, options.signal)
  const wanted = shown ? stills : []
  const output = [
    ...withText(1),
    ...(shown ? picture(info, clip, wanted, opened.timeline) : dark(clip)),
    ...x264,
    ...sound(info, clip, opened.timeline),
    ...['-t', seconds(toMs - fromMs)],
    ...browser,
  ]
  const pictures = wanted.map(({ path: target }, i) => ({
    output: ['-map', `[s${i}]`, ...oneJpeg],
    target,
  }))
  const clipped: Reading = {
    // A picture that changes its size must not start its graph anew: the clock would begin again with it.
    input: [...opened.input, '-reinit_filter:v', '0'],
    source: opened.source,
    outputs: () => [{ output, target: out }, ...pictures],
  }
  await runFfmpeg(together([clipped, await timeTrack(clip, text, 0)]), options)
}

function dark({ fromMs, toMs }: Range): string[] {
  const length = seconds(toMs - fromMs)
  return ['-filter_complex', `color=c=0x16181d:s=360x640:r=10:d=${length}[v]`, '-map', '[v]']
}

/** Picture options; `timeline` turns ffmpeg's time into time since the clip's beginning. */
function picture(
  info: MediaInfo,
  clip: Range,
  stills: readonly Still[],
  timeline: string,
): string[] {
  const length = seconds(clip.toMs - clip.fromMs)
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
    `[p]${steps.join(',')}[v]`,
    ...stills.map(({ atMs }, i) => `[p${i}]${stillSteps(info, atMs - clip.fromMs)}[s${i}]`),
  ]
  const outs = ['[p]', ...stills.map((_, i) => `[p${i}]`)]
  const decoded = `[0:v:0]setpts='${timeline}',split=${outs.length}${outs.join('')}`
  return ['-filter_complex', [decoded, ...branches].join(';'), '-map', '[v]']
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

import type { MediaInfo } from '#shared/domain/recording.ts'
import { infoOf, type MediaOptions, openContent, seconds } from './content.ts'
import { inside, type Range } from './cut.ts'
import { ffmpegFeatures } from './features.ts'
import { runFfmpeg } from './ffmpeg.ts'

export interface PreviewRange extends Range {
  /** The phrase's own time, in content time like the range. */
  readonly mark: { readonly startMs: number; readonly endMs: number }
}

const maxHeight = 640
const maxRate = 25
const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '28', '-pix_fmt', 'yuv420p']
const browser = ['-movflags', '+faststart', '-map_metadata', '-1']

/**
 * A small MP4 that every browser plays (H.264 and AAC, at most 640 high), exact to the frame. While the phrase is said
 * a red bar runs along the bottom and, where a font is installed, its content time stands above it. Sound alone gets a dark picture, a
 * silent recording no sound track.
 */
export async function cutPreview(
  path: string,
  range: PreviewRange,
  out: string,
  options: MediaOptions = {},
): Promise<Range> {
  const info = await infoOf(path, options)
  const { font } = await ffmpegFeatures()
  const { fromMs, toMs } = inside(range, info)
  const length = seconds(toMs - fromMs)
  const input = await openContent(path, info, { fromMs, untilMs: toMs }, options.signal)
  const marked = marks(range, fromMs, toMs, font)
  const shown = showsPicture(info, fromMs)
  const [width, height] = shown ? pictureSize(info, fromMs) : [360, 640]
  const fit = `scale=${width}:${height}:force_original_aspect_ratio=decrease:flags=bilinear:eval=frame`
  const steady = `fps=${rate(info)}:start_time=0,tpad=stop=-1:stop_mode=clone,trim=end=${length}`
  const picture = shown
    ? `[0:v:0]setpts='${input.timeline}',trim=start=0:end=${length},${fit},pad=${width}:${height}:-1:-1:eval=frame,setsar=1,${steady},${marked}[v]`
    : `color=c=0x16181d:s=${width}x${height}:r=10:d=${length},${marked}[v]`
  const sound = `[0:a:0]asetpts='${input.timeline}',aresample=44100:async=1:first_pts=0,apad=whole_dur=${length},atrim=start=0:end=${length}[a]`
  const graph = info.audio ? `${picture};${sound}` : picture
  const audio = info.audio ? ['-map', '[a]', '-c:a', 'aac', '-b:a', '64k', '-ac', '1'] : []
  const output = ['-filter_complex', graph, '-map', '[v]', ...x264, ...audio, ...browser]
  await runFfmpeg(
    {
      // A picture that changes its size must not start the graph anew: the clock would begin again with it.
      input: [...input.input, '-reinit_filter', '0'],
      source: input.source,
      output: [...output, '-t', length, '-copyts'],
      target: out,
    },
    options,
  )
  return { fromMs, toMs }
}

/** Whether there is a picture to show: there is none where it ended before, or cannot be decoded at all. */
function showsPicture({ video, faults }: MediaInfo, fromMs: number): boolean {
  return (
    video !== null && video.endMs > fromMs && !faults.some((f) => f.kind === 'unreadable-video')
  )
}

function rate({ video }: MediaInfo): number {
  const fps = video?.fps ?? maxRate
  return Math.min(Math.max(Math.round(fps), 5), maxRate)
}

/** The frame all pictures of the clip are fitted into: a PK that changes the size leaves bars, not garbage. */
function pictureSize({ video }: MediaInfo, atMs: number): [number, number] {
  const size = video?.sizes.findLast((known) => known.atMs <= atMs) ?? video
  const [width, height] = [size?.width || 360, size?.height || 640]
  const scale = Math.min(1, maxHeight / height, (2 * maxHeight) / width)
  const even = (value: number) => Math.max(2, 2 * Math.round((value * scale) / 2))
  return [even(width), even(height)]
}

function marks({ mark }: PreviewRange, fromMs: number, toMs: number, font: string | null): string {
  const start = Math.max(0, mark.startMs - fromMs)
  const end = Math.min(toMs, mark.endMs) - fromMs
  const during = `enable='between(t,${seconds(start)},${seconds(Math.max(end, start + 200))})'`
  const bar = `drawbox=x=0:y=ih-h:w=iw:h=12:color=red:t=fill:${during}`
  const frame = `drawbox=x=0:y=0:w=iw:h=ih:color=red@0.8:t=4:${during}`
  if (!font) return `${frame},${bar}`
  const file = font.replace(/([\\:'[\],;])/g, '\\$1')
  const text = `%{pts\\:hms\\:${seconds(fromMs)}}`
  const style = 'fontcolor=white:fontsize=h/32:box=1:boxcolor=black@0.6:boxborderw=4'
  return `${frame},${bar},drawtext=fontfile='${file}':text='${text}':x=8:y=h-th-20:${style}`
}

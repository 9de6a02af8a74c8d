import { childOutput } from './child.ts'

export interface MediaFeatures {
  /** Versions as the programs print them, null where one cannot be run. */
  readonly ffmpeg: string | null
  readonly ffprobe: string | null
  /** What the verbs need and this build lacks; empty when all is well. */
  readonly missing: readonly string[]
}

const needed = {
  '-encoders': ['libx264', 'aac', 'mjpeg', 'mov_text', 'pcm_s16le'],
  '-decoders': ['h264', 'hevc', 'aac', 'mp3'],
  '-filters': [
    'aresample',
    'asetpts',
    'atrim',
    'fps',
    'pad',
    'scale',
    'setpts',
    'split',
    'tpad',
    'trim',
    'color',
  ],
  '-muxers': ['mp4', 'matroska', 'mpegts', 'wav', 's16le'],
  '-demuxers': ['flv', 'mov', 'matroska', 'mpegts', 'srt'],
  '-protocols': ['file', 'pipe'],
} as const

let known: Promise<MediaFeatures> | undefined

/** What the installed ffmpeg can do, asked once per process. Never throws: a program that is not there is a finding. */
export function ffmpegFeatures(): Promise<MediaFeatures> {
  known ??= askFeatures()
  return known
}

/** Tool versions as one line for the evidence manifest. */
export async function mediaTools(): Promise<string> {
  const { ffmpeg, ffprobe } = await ffmpegFeatures()
  return `ffmpeg ${ffmpeg ?? 'unknown'}, ffprobe ${ffprobe ?? 'unknown'}`
}

async function askFeatures(): Promise<MediaFeatures> {
  const [ffmpeg, ffprobe, ...missing] = await Promise.all([
    version('ffmpeg'),
    version('ffprobe'),
    ...Object.entries(needed).map(([list, names]) => lacking(list, names)),
  ])
  return { ffmpeg, ffprobe, missing: ffmpeg === null ? [] : missing.flat() }
}

async function version(tool: 'ffmpeg' | 'ffprobe'): Promise<string | null> {
  const lines = await childOutput(tool, ['-version']).catch(() => [])
  return /version (\S+)/.exec(lines[0] ?? '')?.[1] ?? null
}

async function lacking(list: string, names: readonly string[]): Promise<string[]> {
  const lines = await childOutput('ffmpeg', ['-hide_banner', list]).catch(() => [])
  // A demuxer's line may hold several names with commas between them.
  const words = new Set(
    lines.flatMap((line) =>
      line
        .trim()
        .split(/[\s,]+/)
        .slice(0, 8),
    ),
  )
  return names.filter((name) => !words.has(name)).map((name) => `${list.slice(1)}: ${name}`)
}

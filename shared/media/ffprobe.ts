import { childLines, childOutput } from './child.ts'
import { bounded, demuxers, protocolWhitelist, toolPath } from './ffmpeg.ts'
import { type Parts, readParts } from './source.ts'
import type { Packet } from './timeline/collect.ts'

/** What to probe: a file that may be sought in, or bytes in order. `format` is ffmpeg's name for the demuxer. */
export interface ProbeInput {
  readonly format: string | null
  readonly source: string | Parts
}

export interface ProbedStream {
  readonly index: number
  readonly type: 'video' | 'audio'
  readonly codec: string
  readonly width: number
  readonly height: number
  readonly fps: number
  readonly sampleRate: number
  readonly channels: number
  /** Length of one audio frame by its codec, 0 where packets differ in length. */
  readonly frameMs: number
}

export interface ProbedHeader {
  readonly format: string
  readonly durationMs: number | null
  readonly createdAtMs: number | null
  readonly streams: readonly ProbedStream[]
}

function inputArgs({ format, source }: ProbeInput): string[] {
  const forced = format ? ['-f', format] : []
  const name = typeof source === 'string' ? `file:${source}` : 'pipe:0'
  return [...bounded, ...protocolWhitelist, '-format_whitelist', demuxers, ...forced, '-i', name]
}

function stdin({ source }: ProbeInput, signal?: AbortSignal) {
  return typeof source === 'string' ? undefined : readParts(source, 0, signal)
}

/** Streams and what the header says of them. Throws what ffprobe says when it can make nothing of the bytes. */
export async function probeHeader(input: ProbeInput, signal?: AbortSignal): Promise<ProbedHeader> {
  const stream =
    'stream=index,codec_type,codec_name,profile,width,height,avg_frame_rate,r_frame_rate,sample_rate,channels'
  const entries = `${stream}:stream_disposition=attached_pic:format=format_name,duration:format_tags=creation_time`
  const args = ['-v', 'error', '-show_entries', entries, '-of', 'compact', ...inputArgs(input)]
  const options = { signal, timeLimitMs: 120_000, stdin: stdin(input, signal) }
  const lines = (await childOutput(toolPath('ffprobe'), args, options)).map(fields)
  const format = lines.find((line) => line.section === 'format')
  const created = Date.parse(format?.['tag:creation_time'] ?? '')
  return {
    format: format?.format_name ?? '',
    durationMs: seconds(format?.duration),
    createdAtMs: created > Date.UTC(2000, 0) ? created : null,
    streams: lines
      .filter((line) => line.section === 'stream' && line['disposition:attached_pic'] !== '1')
      .flatMap(toStreamInfo),
  }
}

/** Every packet of the given streams that lies within `bytes`, in file order, in batches. Nothing is decoded. */
export async function* probePackets(
  input: ProbeInput,
  { streams, bytes }: { streams: readonly ProbedStream[]; bytes: number },
  signal?: AbortSignal,
): AsyncGenerator<Packet[]> {
  // By position, not by name: an hour has a quarter of a million of these lines.
  const entries = 'packet=stream_index,pts_time,dts_time,duration_time,size,pos,flags'
  const args = ['-v', 'error', '-show_entries', entries, '-of', 'csv=p=0', ...inputArgs(input)]
  const byIndex = new Map(streams.map((stream) => [String(stream.index), stream]))
  const options = { signal, stdin: stdin(input, signal) }
  for await (const lines of childLines(toolPath('ffprobe'), args, options)) {
    const batch: Packet[] = []
    for (const line of lines) {
      const [index = '', ptsTime, dtsTime, duration, size, place, flags] = line.split(',')
      const stream = byIndex.get(index)
      const decoded = seconds(dtsTime)
      const ptsMs = seconds(ptsTime) ?? decoded
      // Matroska keeps no decoding times; what is printed for them is a guess.
      const dtsMs = input.format === 'matroska' ? null : decoded
      const pos = Number(place) >= 0 ? Number(place) : -1
      // An index promises more than a torn file holds.
      if (!stream || ptsMs === null || pos + (Number(size) || 0) > bytes) continue
      const durMs = stream.frameMs || (seconds(duration) ?? 0)
      const key = flags?.startsWith('K') ?? false
      batch.push({ track: stream.type, ptsMs, dtsMs, durMs, key, pos })
    }
    yield batch
  }
}

/** One line of ffprobe's compact form; a leading word without `=` is the section's name. */
function fields(line: string): Record<string, string | undefined> {
  const record: Record<string, string | undefined> = {}
  for (const field of line.split('|')) {
    const eq = field.indexOf('=')
    if (eq > 0) record[field.slice(0, eq)] = field.slice(eq + 1)
    else if (field && !record.section) record.section = field
  }
  return record
}

function seconds(text: string | undefined): number | null {
  const value = Number(text)
  return text && Number.isFinite(value) ? Math.round(value * 1e6) / 1e3 : null
}

function toStreamInfo(line: Record<string, string | undefined>): ProbedStream[] {
  const type = line.codec_type
  if (type !== 'video' && type !== 'audio') return []
  const codec = line.codec_name ?? 'unknown'
  const sampleRate = Number(line.sample_rate) || 0
  const perFrame = samplesPerFrame(codec, line.profile ?? '', sampleRate)
  return [
    {
      index: Number(line.index),
      type,
      codec,
      width: Number(line.width) || 0,
      height: Number(line.height) || 0,
      fps: fraction(line.avg_frame_rate) || fraction(line.r_frame_rate),
      sampleRate,
      channels: Number(line.channels) || 0,
      frameMs: type === 'audio' && sampleRate > 0 ? (perFrame * 1000) / sampleRate : 0,
    },
  ]
}

/** Samples in one frame at the output's rate (ISO 14496-3, ISO 11172-3, ATSC A/52); 0 for codecs of varying length. */
export function samplesPerFrame(codec: string, profile: string, sampleRate: number): number {
  if (codec === 'aac') return profile.startsWith('HE-AAC') ? 2048 : 1024
  if (codec === 'mp3') return sampleRate >= 32_000 ? 1152 : 576
  if (codec === 'mp2') return 1152
  if (codec === 'ac3') return 1536
  return 0
}

function fraction(text: string | undefined): number {
  const [above, below] = (text ?? '').split('/').map(Number)
  return above && below ? Math.round((above / below) * 1000) / 1000 : 0
}

import { AppError } from '#shared/errors.ts'
import { childLines, childOutput } from './child.ts'
import { bounded, demuxers, protocolWhitelist } from './ffmpeg.ts'
import { type Parts, readParts } from './source.ts'
import type { Packet } from './timeline/collect.ts'

/** What to probe: a file that may be sought in, or bytes in order. `format` is ffmpeg's name for the demuxer. */
export interface ProbeInput {
  readonly format: string | null
  readonly source: string | Parts
  /** Where the sound begins, if it is known: ffprobe must look as far to tell its format. */
  readonly soundPos?: number
  /** Whether an edit list may hide what stands at the beginning: in fragments what looks hidden is not. */
  readonly edited?: boolean
}

/** Sound that begins behind this byte may be beyond what ffprobe looks at by itself (5 s); behind the last it is not sought. */
const [lateBytes, latestBytes] = [256 * 1024, 64 * 1024 * 1024]

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

function inputArgs({ format, source, soundPos = 0 }: ProbeInput): string[] {
  const late = soundPos > lateBytes && soundPos < latestBytes
  const size = String(Math.max(5_000_000, soundPos + 1024 * 1024))
  const deep = late ? ['-probesize', size, '-analyzeduration', '3600000000'] : []
  const forced = format ? ['-f', format] : []
  const name = typeof source === 'string' ? `file:${source}` : 'pipe:0'
  const open = [...deep, ...forced, '-i', name]
  // By itself ffprobe writes each line to the pipe alone.
  const written = ['-o', 'pipe:1']
  return [...written, ...bounded, ...protocolWhitelist, '-format_whitelist', demuxers, ...open]
}

function stdin({ source }: ProbeInput, signal?: AbortSignal) {
  return typeof source === 'string' ? undefined : readParts(source, 0, signal)
}

const streamEntries =
  'stream=index,codec_type,codec_name,profile,width,height,avg_frame_rate,r_frame_rate,sample_rate,channels'
const headerEntries = `${streamEntries}:stream_disposition=attached_pic:stream_side_data=rotation:format=format_name,duration:format_tags=creation_time`
const packetEntries = 'packet=stream_index,pts_time,dts_time,duration_time,size,pos,flags'

/** What ffprobe tells of a recording: its header, and every packet of its first picture and first sound, in file order. */
export interface Probed {
  readonly header: ProbedHeader
  readonly packets: AsyncIterable<readonly Packet[]> | Iterable<readonly Packet[]>
}

/** Pieces of a live stream are shorter: for them a second start of ffprobe costs as much as reading them. */
const smallBytes = 32 * 1024 * 1024

/**
 * Reads a recording of so many bytes; one that is short in a single call, for packets are written before the header. Throws
 * what ffprobe says when it can make nothing of the bytes.
 */
export async function probe(
  input: ProbeInput,
  bytes: number,
  signal?: AbortSignal,
): Promise<Probed> {
  const args = ['-v', 'error', '-show_entries', `${packetEntries}:${headerEntries}`]
  const all = [...args, '-of', 'compact', ...inputArgs(input)]
  const options = { signal, timeLimitMs: 120_000, stdin: stdin(input, signal) }
  if (bytes <= smallBytes) {
    const read = await childOutput('ffprobe', all, options).catch((error: unknown) => {
      signal?.throwIfAborted()
      if (error instanceof AppError) throw error
      return null
    })
    const lines = read?.map(fields)
    if (lines?.some(({ section }) => section === 'stream')) {
      const header = headerOf(lines)
      const packet = packetReader(input, header.streams, bytes)
      const packets = lines.map((line) => (line.section === 'packet' ? packet(line) : null))
      return { header, packets: [packets.filter((one) => one !== null)] }
    }
  }
  const header = await probeHeader(input, signal)
  return { header, packets: probePackets(input, header.streams, bytes, signal) }
}

/** Streams and what the header says of them. */
async function probeHeader(input: ProbeInput, signal?: AbortSignal): Promise<ProbedHeader> {
  const args = ['-v', 'error', '-show_entries', headerEntries, '-of', 'compact']
  const options = { signal, timeLimitMs: 120_000, stdin: stdin(input, signal) }
  const all = [...args, ...inputArgs(input)]
  return headerOf((await childOutput('ffprobe', all, options)).map(fields))
}

function headerOf(lines: readonly Fields[]): ProbedHeader {
  const format = lines.find((line) => line.section === 'format')
  const created = Date.parse(format?.['tag:creation_time'] ?? '')
  return {
    format: format?.format_name ?? '',
    durationMs: seconds(format?.duration),
    createdAtMs: created > Date.UTC(2000, 0) ? created : null,
    streams: lines
      .filter((line) => line.section === 'stream' && line['disposition:attached_pic'] !== '1')
      .flatMap(toStreamInfo)
      // A stream of a programme is told of twice.
      .filter(({ index }, i, all) => all.findIndex((one) => one.index === index) === i),
  }
}

/** Every packet that lies within `bytes`, in file order, in batches. Nothing is decoded. */
async function* probePackets(
  input: ProbeInput,
  streams: readonly ProbedStream[],
  bytes: number,
  signal?: AbortSignal,
): AsyncGenerator<Packet[]> {
  // By position, not by name: an hour has a quarter of a million of these lines.
  const args = ['-v', 'error', '-show_entries', packetEntries, '-of', 'csv=p=0']
  const options = { signal, stdin: stdin(input, signal) }
  const packet = packetReader(input, streams, bytes)
  const all = [...args, ...inputArgs(input)]
  for await (const lines of childLines('ffprobe', all, options)) {
    const batch: Packet[] = []
    for (const line of lines) {
      const [stream_index, pts_time, dts_time, duration_time, size, pos, flags] = line.split(',')
      const named = { stream_index, pts_time, dts_time, duration_time, size, pos, flags }
      const one = packet(named)
      if (one) batch.push(one)
    }
    yield batch
  }
}

/** Makes a packet of what is printed of one, if it belongs to the first picture or the first sound. */
function packetReader(input: ProbeInput, streams: readonly ProbedStream[], bytes: number) {
  const first = (type: ProbedStream['type']) => streams.find((stream) => stream.type === type)
  const byIndex = new Map(
    [first('video'), first('audio')].flatMap((stream) =>
      stream ? [[String(stream.index), stream] as const] : [],
    ),
  )
  const behindHidden = new Set<ProbedStream>()
  const beyond = new Set<ProbedStream>()
  return (line: Fields): Packet | null => {
    const stream = byIndex.get(line.stream_index ?? '')
    const decoded = seconds(line.dts_time)
    const ptsMs = seconds(line.pts_time) ?? decoded
    // Matroska keeps no decoding times; what is printed for them is a guess.
    const dtsMs = input.format === 'matroska' ? null : decoded
    if (!stream || ptsMs === null) return null
    const pos = Number(line.pos) >= 0 ? Number(line.pos) : -1
    // An index promises more than a torn file holds, and a file that is still written holds more by now. Of several frames
    // in one packet of a stream only the first has its place.
    const isBeyond = pos < 0 ? beyond.has(stream) : pos + (Number(line.size) || 0) > bytes
    if (isBeyond) beyond.add(stream)
    if (isBeyond) return null
    const durMs = stream.frameMs || (seconds(line.duration_time) ?? 0)
    // What an edit list hides is there to be decoded with: the first picture behind it needs nothing more.
    const hidden = input.edited === true && line.flags?.includes('D')
    if (hidden) behindHidden.add(stream)
    if (hidden) return null
    const key = behindHidden.delete(stream) || (line.flags?.startsWith('K') ?? false)
    return { track: stream.type, ptsMs, dtsMs, durMs, key, pos }
  }
}

type Fields = Readonly<Record<string, string | undefined>>

/** One line of ffprobe's compact form; a leading word without `=` is the section's name. */
function fields(line: string): Fields {
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

function toStreamInfo(line: Fields): ProbedStream[] {
  const type = line.codec_type
  if (type !== 'video' && type !== 'audio') return []
  const codec = line.codec_name ?? 'unknown'
  const sampleRate = Number(line.sample_rate) || 0
  const perFrame = samplesPerFrame(codec, line.profile ?? '', sampleRate)
  // A phone held upright writes a lying picture and how to turn it, as every player and decoder does.
  const lying = Math.round(Number(line.rotation ?? 0) / 90) % 2 !== 0
  const [width, height] = [Number(line.width) || 0, Number(line.height) || 0]
  return [
    {
      index: Number(line.index),
      type,
      codec,
      width: lying ? height : width,
      height: lying ? width : height,
      fps: fraction(line.avg_frame_rate) || fraction(line.r_frame_rate),
      sampleRate,
      channels: Number(line.channels) || 0,
      frameMs: type === 'audio' && sampleRate > 0 ? (perFrame * 1000) / sampleRate : 0,
    },
  ]
}

/** Samples in one frame at the output's rate (ISO 14496-3, ISO 11172-3, ATSC A/52); 0 for codecs of varying length. */
function samplesPerFrame(codec: string, profile: string, sampleRate: number): number {
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

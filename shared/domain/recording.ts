import { z } from 'zod'

/** What the bytes are, whatever the file is called. `other` is read as far as the demuxer goes (mp3, wav, ogg, avi …). */
export const Container = z.enum(['flv', 'mp4', 'fmp4', 'm4a', 'ts', 'mkv', 'hls', 'other'])
export type Container = z.infer<typeof Container>

/** What is wrong with a recording. A fault is a fact for the coverage ledger, not a reason to refuse the file. */
export const FaultKind = z.enum([
  'empty',
  'not-media',
  'no-moov',
  'no-init',
  'encrypted',
  'truncated',
  'junk',
  'missing-segment',
  'unclosed-playlist',
  'timestamp-jump',
  'timestamp-restart',
  'slow-clock',
  'fast-clock',
  'size-change',
  'codec-change',
  'lost-packets',
  'sound-gap',
  'picture-gap',
  'late-sound',
  'late-picture',
  'more-tracks',
  'sound-ends-early',
  'picture-ends-early',
  'no-audio',
  'no-video',
  'unofficial-codec',
  'unreadable-video',
  'unreadable-audio',
  'wrong-duration',
  'wrong-suffix',
])
export type FaultKind = z.infer<typeof FaultKind>

/** `atMs` and `lengthMs` are a stretch of the content clock; `detail` is one sentence for people. */
export const Fault = z.object({
  kind: FaultKind,
  atMs: z.number().optional(),
  lengthMs: z.number().optional(),
  /** Time on air known to be missing from the file; the content clock goes on behind it without a hole. */
  lostMs: z.number().optional(),
  /** How far the file's clock leapt here. Whether time on air is missing, only another clock can tell. */
  leapMs: z.number().optional(),
  detail: z.string(),
})
export type Fault = z.infer<typeof Fault>

/**
 * One run of the file whose own clock is a straight line: contentMs = contentStartMs + (fileMs - fileStartMs) * rate.
 * A file whose timestamps leap, restart or run slow has several. The positions are the first byte of the run on each
 * track, -1 where it has none; pieces of one run (a clock that changes its speed) share them.
 */
export const Piece = z.object({
  contentStartMs: z.number(),
  contentEndMs: z.number(),
  fileStartMs: z.number(),
  rate: z.number(),
  videoPos: z.number(),
  audioPos: z.number(),
})
export type Piece = z.infer<typeof Piece>

export const VideoTrack = z.object({
  codec: z.string(),
  width: z.number(),
  height: z.number(),
  fps: z.number(),
  startMs: z.number(),
  endMs: z.number(),
  /** Every size the picture takes, in order: a PK changes it in mid-file. */
  sizes: z.array(z.object({ atMs: z.number(), width: z.number(), height: z.number() })),
})
export type VideoTrack = z.infer<typeof VideoTrack>

export const AudioTrack = z.object({
  codec: z.string(),
  sampleRate: z.number(),
  channels: z.number(),
  startMs: z.number(),
  endMs: z.number(),
  /** Every format it takes, in order: joining a PK may change the sample rate. */
  formats: z.array(z.object({ atMs: z.number(), sampleRate: z.number(), channels: z.number() })),
  /** Length of all its frames together: the clock that no muxer bends. */
  samplesMs: z.number(),
})
export type AudioTrack = z.infer<typeof AudioTrack>

/** A wall-clock time that the file itself states (HLS date-time, recorder metadata), with where it was read. */
export const Anchor = z.object({
  contentMs: z.number(),
  atMs: z.number(),
  origin: z.enum(['hls-date-time', 'flv-metadata', 'creation-time']),
})
export type Anchor = z.infer<typeof Anchor>

/** Bytes a reader needs before it can begin in mid-file: the last of each kind before the place it begins at. */
export const Config = z.object({
  kind: z.enum(['video', 'audio', 'pat', 'pmt', 'init']),
  pos: z.number(),
  bytes: z.number(),
})
export type Config = z.infer<typeof Config>

/**
 * What is in a recording, from its packets. All times are content times: milliseconds of picture and sound really
 * there, in the order they stand in the file, from the first picture (or the first sound where that comes first).
 */
export const MediaInfo = z.object({
  container: Container,
  bytes: z.number(),
  durationMs: z.number(),
  /** What the header claims; no evidence, kept for the record. */
  headerDurationMs: z.number().nullable(),
  video: VideoTrack.nullable(),
  audio: AudioTrack.nullable(),
  faults: z.array(Fault),
  pieces: z.array(Piece),
  /** Key frames at least 4 s apart as [contentMs, byte], where a cut of a stream without index may start reading. */
  seekPoints: z.array(z.tuple([z.number(), z.number()])),
  /** Decoder settings and program tables a cut must put before its first frame. */
  configs: z.array(Config),
  anchors: z.array(Anchor),
})
export type MediaInfo = z.infer<typeof MediaInfo>

/**
 * The life of a recording up to the stages that read it. `vanished` is a path that went away before it was hashed: it
 * may come back under another suffix (a recorder's own conversion).
 */
export const RecordingState = z.enum([
  'announced',
  'growing',
  'settling',
  'readable',
  'partly_readable',
  'unreadable',
  'vanished',
])
export type RecordingState = z.infer<typeof RecordingState>

const nextStates: Record<RecordingState, readonly RecordingState[]> = {
  announced: ['growing', 'settling', 'vanished'],
  growing: ['settling', 'vanished'],
  settling: ['growing', 'readable', 'partly_readable', 'unreadable', 'vanished'],
  readable: [],
  partly_readable: [],
  // A recorder may still finish a file that looked dead: a new size starts it over.
  unreadable: ['growing', 'settling'],
  vanished: ['growing', 'settling'],
}

/** Whether a recording may go from one state to another; staying is always allowed (a hook delivered twice). */
export function mayBecome(from: RecordingState, to: RecordingState): boolean {
  return from === to || nextStates[from].includes(to)
}

/** Faults after which part of the broadcast is missing from the file, not merely awkward to read. */
const lossy: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'truncated',
  'missing-segment',
  'lost-packets',
  'sound-gap',
  'picture-gap',
  'sound-ends-early',
  'picture-ends-early',
  'unreadable-video',
  'unreadable-audio',
])

/** The state a probed file settles in. */
export function stateOf(info: MediaInfo): RecordingState {
  return info.faults.some((fault) => lossy.has(fault.kind)) ? 'partly_readable' : 'readable'
}

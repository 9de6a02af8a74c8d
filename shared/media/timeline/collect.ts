import { layOut, type Timeline } from './layout.ts'
import type { Tick } from './rate.ts'

/** One demuxed packet, as little of it as the time line needs. Times are the file's own. */
export interface Packet {
  readonly track: 'video' | 'audio'
  readonly ptsMs: number
  /** Decoding time, null where the container does not keep it (the first pictures of a Matroska file). */
  readonly dtsMs: number | null
  /** Playing time by the codec, 0 when unknown. */
  readonly durMs: number
  readonly key: boolean
  /** Byte position in the file or stream, -1 when the container does not say. */
  readonly pos: number
}

// Shorter holes stay in the content clock as silence: packets were lost. Longer ones are closed: nothing was recorded.
const holeMs = 2000
const pictureOnlyHoleMs = 10_000
const restartMs = 1000
const keyStepMs = 4000
const tickMs = 1000
const trackHoleMs = 500
const paceOver = 25
const maxGlitch = 5
// Every run costs a line in the probe result; more of them than this is no clock at all.
const maxRuns = 2000

type Timed = Packet & { readonly dtsMs: number; readonly told: boolean }

/** One track inside a run, in file times. */
export interface Track {
  pos: number
  packets: number
  playedMs: number
  firstPts: number
  maxPts: number
  firstDts: number
  lastDts: number
  /** How much later than it is decoded a key frame is shown; null while no key frame told. */
  reorderMs: number | null
  frameMs: number
  /** A stretch of packets over which the length of a frame is measured. */
  pace: { fromDts: number; packets: number }
  holes: { atDts: number; lengthMs: number }[]
}

/** Packets on one unbroken clock. */
export interface Run {
  video: Track | null
  audio: Track | null
  minDts: number
  maxDts: number
  ticks: Tick[]
  late: { packets: number; count: number; gapMs: number }
  keys: { fileMs: number; pos: number }[]
}

/** The first packet at or behind a byte whose content time is asked for. */
export interface Mark {
  readonly pos: number
  readonly run: Run
  readonly fileMs: number
}

/** Collects packets in file order; `end` lays them on one content clock. Keeps a few numbers a second of recording. */
export function collectTimeline(marks: readonly number[] = []) {
  const met: Mark[] = []
  let lost = 0
  const runs: Run[] = []
  const seen = { video: false, audio: false }

  function fits(run: Run, p: Timed): boolean {
    const hole = seen.audio ? holeMs : pictureOnlyHoleMs
    if (p.dtsMs > run.maxDts + hole) return false
    const track = run[p.track]
    return p.dtsMs >= (track ? track.lastDts - restartMs : run.minDts - hole)
  }

  /** The run a packet goes on with, undefined when its clock is a new one. */
  function runOf(p: Timed): Run | undefined {
    const last = runs.at(-1)
    if (!last || fits(last, p)) return last
    const before = runs.at(-2)
    if (!before || !fits(before, p)) return undefined
    // The tracks change over one after the other: this one may still be on the old clock.
    const track = last[p.track]
    if (!track) return before
    if (track.packets > maxGlitch) return undefined
    // A few wild time stamps, and the old clock goes on: they were never a clock of their own.
    runs.pop()
    return before
  }

  function add(packet: Packet) {
    // Field by field: a spread is as dear as all the rest, and an hour has a quarter of a million packets.
    const { track, ptsMs, durMs, key, pos } = packet
    const dtsMs = packet.dtsMs ?? ptsMs
    const p: Timed = { track, ptsMs, dtsMs, durMs, key, pos, told: packet.dtsMs !== null }
    // What stands before the first key frame of a file that begins anywhere cannot be decoded.
    if (p.track === 'video' && !seen.video && !p.key) return
    seen[p.track] = true
    let run = runOf(p)
    if (!run && runs.length >= maxRuns) {
      lost += 1
      return
    }
    if (!run) {
      const late = { packets: 0, count: 0, gapMs: 0 }
      const extent = { minDts: p.dtsMs, maxDts: p.dtsMs }
      run = { video: null, audio: null, ...extent, ticks: [], late, keys: [] }
      runs.push(run)
    }
    addToRun(run, p)
    for (
      let mark = marks[met.length];
      mark !== undefined && mark <= p.pos;
      mark = marks[met.length]
    ) {
      met.push({ pos: mark, run, fileMs: p.ptsMs })
    }
  }

  function end(brokenOff: boolean): Timeline {
    const timeline = layOut(runs, met, brokenOff || lost > 0)
    if (lost === 0) return timeline
    const detail = `时间戳跳变超过 ${maxRuns} 次，其后的 ${lost} 个数据包没有分析。`
    return { ...timeline, faults: [...timeline.faults, { kind: 'junk', detail }] }
  }

  return { add, end }
}

function addToRun(run: Run, p: Timed) {
  run.minDts = Math.min(run.minDts, p.dtsMs)
  run.maxDts = Math.max(run.maxDts, p.dtsMs)
  const track = run[p.track]
  if (p.track === 'audio') tick(run, track, p)
  if (p.key && (p.track === 'video' || !run.video)) {
    const since = p.ptsMs - (run.keys.at(-1)?.fileMs ?? Number.NEGATIVE_INFINITY)
    if (since >= keyStepMs) run.keys.push({ fileMs: p.ptsMs, pos: p.pos })
  }
  if (!track) {
    if (p.track === 'video') run.keys = [{ fileMs: p.ptsMs, pos: p.pos }]
    run[p.track] = {
      pos: p.pos,
      packets: 1,
      playedMs: p.durMs,
      firstPts: p.ptsMs,
      maxPts: p.ptsMs,
      firstDts: p.dtsMs,
      lastDts: p.dtsMs,
      reorderMs: p.key && p.told ? p.ptsMs - p.dtsMs : null,
      frameMs: p.track === 'audio' ? p.durMs : 0,
      pace: { fromDts: p.dtsMs, packets: 0 },
      holes: [],
    }
    return
  }
  const delta = p.dtsMs - track.lastDts
  if (delta > track.frameMs + trackHoleMs) {
    track.holes.push({ atDts: track.lastDts + track.frameMs, lengthMs: delta - track.frameMs })
    track.pace = { fromDts: p.dtsMs, packets: -1 }
  }
  // Without decoding times the first packets stand in another order than they are shown.
  if (track.packets < paceOver) track.firstDts = Math.min(track.firstDts, p.dtsMs)
  track.packets += 1
  track.playedMs += p.durMs
  track.lastDts = Math.max(track.lastDts, p.dtsMs)
  measure(track, p)
  track.maxPts = Math.max(track.maxPts, p.ptsMs)
  if (p.key && p.told) {
    // The least: an open group's key frame waits for pictures that are shown before it.
    track.reorderMs = Math.min(track.reorderMs ?? Number.POSITIVE_INFINITY, p.ptsMs - p.dtsMs)
  }
}

/** Containers leave a frame's length out or round it: it is measured, over as many as even out jitter and reordering. */
function measure(track: Track, p: Timed) {
  if (p.track === 'audio' && p.durMs > 0) {
    track.frameMs = p.durMs
    return
  }
  const { pace } = track
  pace.packets += 1
  const first = track.packets <= paceOver
  if (pace.packets <= 0 || (pace.packets < paceOver && !first)) return
  track.frameMs = (track.lastDts - pace.fromDts) / pace.packets
  if (pace.packets >= paceOver) track.pace = { fromDts: track.lastDts, packets: 0 }
}

function tick(run: Run, track: Track | null, p: Timed) {
  const { late, ticks } = run
  const last = ticks.at(-1)
  if (!track || !last) {
    ticks.push({ fileMs: p.ptsMs, playedMs: 0, gapMs: 0, lateShare: 0 })
    return
  }
  const delta = p.dtsMs - track.lastDts
  late.packets += 1
  if (delta > 1.5 * p.durMs) {
    late.count += 1
    late.gapMs += delta - p.durMs
  }
  if (track.playedMs - last.playedMs < tickMs) return
  const lateShare = late.count / late.packets
  ticks.push({ fileMs: p.ptsMs, playedMs: track.playedMs, gapMs: late.gapMs, lateShare })
  run.late = { packets: 0, count: 0, gapMs: 0 }
}

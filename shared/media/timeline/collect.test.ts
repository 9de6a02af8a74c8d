import { describe, expect, test } from 'vitest'
import { collectTimeline, type Packet } from './collect.ts'

const frame = 40
const sound = (1024 * 1000) / 44_100

interface Shape {
  readonly video?: readonly [number, number]
  readonly audio?: readonly [number, number]
  /** Time stamp of a moment of content. */
  readonly clock?: (ms: number) => number
  readonly drop?: (ms: number) => boolean
  /** How much earlier than its picture the sound stands in the file. */
  readonly soundAheadMs?: number
}

/** Packets of a steady recording in the order a muxer writes them, before its clock is spoilt. */
function packets(shape: Shape): Packet[] {
  const { video, audio, clock = (ms) => ms, drop = () => false, soundAheadMs = 0 } = shape
  const made: { at: number; packet: Omit<Packet, 'pos'> }[] = []
  for (let at = video?.[0] ?? 1; video && at < video[1]; at += frame) {
    const [dtsMs, key] = [clock(at), (at - video[0]) % 2000 === 0]
    made.push({ at, packet: { track: 'video', ptsMs: dtsMs + 80, dtsMs, durMs: 0, key } })
  }
  for (let at = audio?.[0] ?? 1; audio && at < audio[1]; at += sound) {
    const dtsMs = clock(at + 80)
    const packet = { track: 'audio', ptsMs: dtsMs, dtsMs, durMs: sound, key: true } as const
    made.push({ at: at - soundAheadMs, packet })
  }
  return made
    .filter(({ at }) => !drop(at))
    .sort((a, b) => a.at - b.at)
    .map(({ packet }, i) => ({ ...packet, pos: i * 1000 }))
}

function timelineOf(all: readonly Packet[], brokenOff = false) {
  const timeline = collectTimeline()
  for (const packet of all) timeline.add(packet)
  return timeline.end(brokenOff)
}

const both = { video: [0, 60_000], audio: [0, 60_000] } as const
const kinds = (timeline: ReturnType<typeof timelineOf>) => timeline.faults.map(({ kind }) => kind)

describe('what is in the file, whatever its clock says', () => {
  test.each<[string, Shape, number, number, string[]]>([
    ['a steady clock', both, 60_000, 1, []],
    ['a clock that starts late', { ...both, clock: (ms) => ms + 3e6 }, 60_000, 1, []],
    ['a clock below zero', { ...both, clock: (ms) => ms - 9000 }, 60_000, 1, []],
    ['a leap', { ...both, clock: leapAt(20_000, 30_000) }, 60_000, 2, ['timestamp-jump']],
    ['a restart', { ...both, clock: leapAt(20_000, -20_000) }, 60_000, 2, ['timestamp-restart']],
    ['a slow clock', { ...both, clock: bend(20_000, 0.25) }, 60_000, 2, ['slow-clock']],
    ['a clock slow from the start', { ...both, clock: bend(0, 0.5) }, 60_000, 1, ['slow-clock']],
    ['a fast clock', { ...both, clock: bend(20_000, 2) }, 60_000, 2, ['fast-clock']],
    ['coarse stamps', { ...both, clock: (ms) => Math.floor(ms / 100) * 100 }, 60_000, 1, []],
    ['a hole', { ...both, drop: between(20_000, 21_000) }, 60_000, 1, ['picture-gap', 'sound-gap']],
    ['a long hole', { ...both, drop: between(20_000, 29_000) }, 51_000, 2, ['timestamp-jump']],
    ['sound alone', { audio: [0, 60_000] }, 60_000, 1, ['no-video']],
    ['picture alone', { video: [0, 60_000] }, 60_000, 1, ['no-audio']],
    ['late sound', { ...both, audio: [1500, 61_500] }, 60_000, 1, ['late-sound']],
    ['late picture', { ...both, video: [2000, 60_000] }, 60_000, 1, ['late-picture']],
    ['a picture that ends', { ...both, video: [0, 30_000] }, 60_000, 1, ['picture-ends-early']],
    ['a sound that ends', { ...both, audio: [0, 30_000] }, 60_000, 1, ['sound-ends-early']],
  ])('%s', (_, shape, durationMs, pieces, faults) => {
    const timeline = timelineOf(packets(shape))
    expect(Math.abs(timeline.durationMs - durationMs)).toBeLessThan(110)
    expect(timeline.pieces).toHaveLength(pieces)
    expect(kinds(timeline)).toEqual(faults)
  })
})

function leapAt(from: number, by: number) {
  return (ms: number) => (ms < from ? ms : ms + by)
}

function bend(from: number, rate: number) {
  return (ms: number) => (ms < from ? ms : from + (ms - from) * rate)
}

function between(from: number, to: number) {
  return (ms: number) => ms >= from && ms < to
}

test('pieces stand end to end and say where the clock changed', () => {
  const { pieces } = timelineOf(packets({ ...both, clock: bend(20_000, 0.25) }))
  const [before, slow] = pieces
  expect(before).toMatchObject({ contentStartMs: 0, rate: 1, fileStartMs: 80 })
  expect(slow?.contentStartMs).toBe(before?.contentEndMs)
  expect(Math.abs((slow?.contentStartMs ?? 0) - 20_000)).toBeLessThan(100)
  expect(slow?.rate).toBeCloseTo(4, 2)
})

test('a few wild stamps are no clock of their own', () => {
  const all = packets(both).map((packet, i) =>
    i % 500 === 7 ? { ...packet, ptsMs: 9e8 + i, dtsMs: 9e8 + i } : packet,
  )
  const timeline = timelineOf(all)
  expect(Math.abs(timeline.durationMs - 60_000)).toBeLessThan(60)
  expect(timeline.pieces).toHaveLength(1)
})

test('the tracks change over one after the other', () => {
  const all = packets({ ...both, clock: leapAt(20_000, 30_000), soundAheadMs: 700 })
  const timeline = timelineOf(all)
  expect(timeline.pieces).toHaveLength(2)
  expect(Math.abs(timeline.durationMs - 60_000)).toBeLessThan(60)
})

test('pictures before the first key frame are not content', () => {
  const all = packets(both).filter(({ track }, i) => track === 'audio' || i > 0)
  expect(timelineOf(all).video?.startMs).toBeCloseTo(2000, -2)
})

test('a file broken off ends with its last picture’s time', () => {
  const [whole, broken] = [timelineOf(packets(both)), timelineOf(packets(both), true)]
  expect(whole.durationMs - broken.durationMs).toBeCloseTo(frame, 0)
})

test('chaos is cut off, not collected', () => {
  const all = Array.from({ length: 50_000 }, (_, i): Packet => {
    const ms = (i % 2) * 1e7 + Math.floor(i / 12) * 1e5
    return { track: 'audio', ptsMs: ms, dtsMs: ms, durMs: sound, key: true, pos: i }
  })
  const timeline = timelineOf(all)
  expect(timeline.pieces.length).toBeLessThanOrEqual(2000)
  expect(kinds(timeline)).toContain('junk')
})

test('key frames to begin at are four seconds apart or more', () => {
  const { seekPoints } = timelineOf(packets({ ...both, clock: leapAt(20_000, -20_000) }))
  expect(seekPoints.length).toBeGreaterThan(12)
  for (const [i, [ms, pos]] of seekPoints.entries()) {
    const [before, place] = seekPoints[i - 1] ?? [-1, -1]
    expect(ms).toBeGreaterThan(before)
    expect(pos).toBeGreaterThan(place)
  }
})

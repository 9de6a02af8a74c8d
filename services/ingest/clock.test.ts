import { describe, expect, test } from 'vitest'
import type { Comment } from '#shared/domain/comment.ts'
import type { Fault } from '#shared/domain/recording.ts'
import {
  contentOf,
  missingIn,
  onWallClock,
  type WallAnchor,
  wallMsOf,
} from '#shared/domain/wall-clock.ts'
import { buildClock, usualErrorMs } from './clock.ts'
import { placeComment } from './comments.ts'
import { type DanmakuClock, danmakuClockReader } from './danmaku-clock.ts'

const start = Date.parse('2026-03-11T19:09:52+08:00')
const minute = 60_000

function anchor(origin: WallAnchor['origin'], atMs: number, contentMs = 0): WallAnchor {
  return { contentMs, atMs, origin, errorMs: usualErrorMs[origin] }
}

function clockOf(
  anchors: readonly WallAnchor[],
  { faults = [] as Fault[], danmaku = null as DanmakuClock | null, durationMs = 10 * minute } = {},
) {
  const clock = buildClock({ media: { durationMs, faults, anchors: [] }, anchors, danmaku })
  return { startedAt: new Date(clock.lines[0]?.atMs ?? 0), clock }
}

/** Chat every `everyMs` of a broadcast, as a recorder writes it: `tMs` by its own rule, absolute time by the platform. */
function danmaku(
  rule: (airMs: number) => Partial<Comment>,
  { startAtMs = null as number | null, untilMs = 10 * minute, everyMs = 2000 } = {},
) {
  const reader = danmakuClockReader(startAtMs)
  const base = { kind: 'chat', text: '几号链接', sender: 'a', staff: false, id: null } as const
  const comments: Comment[] = []
  for (let air = 1000; air < untilMs; air += everyMs)
    comments.push({ ...base, tMs: null, atMs: start + air, ...rule(air) })
  for (const comment of comments) reader.add(comment)
  return { clock: reader.end(), comments }
}

const leap = (atMs: number, leapMs: number): Fault => ({
  kind: 'timestamp-jump',
  atMs,
  leapMs,
  detail: '跳',
})

describe('where a recording begins', () => {
  test('the surest statement sets it, the others are confirmed or told why not', () => {
    const told = [
      anchor('file-time', start + 3_600_000),
      anchor('file-name', start),
      anchor('flv-metadata', start + 412),
      anchor('danmaku-header', start + 40_000),
    ]
    const { clock } = clockOf(told)
    expect(clock.lines).toEqual([
      { contentMs: 0, atMs: start + 412, errorMs: usualErrorMs['flv-metadata'], lost: null },
    ])
    const why = Object.fromEntries(clock.anchors.map(({ origin, why }) => [origin, why]))
    expect(why).toMatchObject({ 'flv-metadata': null, 'file-name': null })
    expect(why['danmaku-header']).toContain('晚 39.6 秒')
    expect(why['file-time']).toContain('未采用')
  })

  test('a sure anchor along the way sets the beginning too', () => {
    const recording = clockOf([
      anchor('file-time', start),
      anchor('hls-date-time', start + 90_000, 30_000),
    ])
    expect(wallMsOf(recording, 0)).toBe(start + 60_000)
  })

  test('a danmaku file is better than the date of a file', () => {
    const { clock } = danmaku((air) => ({ tMs: air }), { startAtMs: start })
    expect(wallMsOf(clockOf([anchor('file-time', start + 9e8)], { danmaku: clock }), 0)).toBe(start)
  })
})

describe('time on air that is not in the file', () => {
  test('what the file itself knows', () => {
    const lost: Fault = { kind: 'missing-segment', atMs: minute, lostMs: 32_000, detail: '缺一段' }
    const recording = clockOf([anchor('hook', start)], { faults: [lost] })
    expect(wallMsOf(recording, minute - 1)).toBe(start + minute - 1)
    expect(wallMsOf(recording, minute)).toBe(start + minute + 32_000)
    expect(missingIn(recording)).toEqual([
      { fromMs: start + minute, toMs: start + minute + 32_000, reason: '缺一段' },
    ])
    expect(contentOf(recording, start + minute + 10_000)).toEqual({
      contentMs: minute,
      missing: true,
    })
    expect(contentOf(recording, start + 2 * minute)).toEqual({ contentMs: 88_000, missing: false })
    expect(onWallClock(recording, minute - 5000, minute + 5000)).toEqual([
      { fromMs: start + minute - 5000, toMs: start + minute },
      { fromMs: start + minute + 32_000, toMs: start + minute + 37_000 },
    ])
  })

  test('a leap nobody explains is not taken for lost time, and the error says so', () => {
    const { clock } = clockOf([anchor('hook', start)], { faults: [leap(minute, 30_000)] })
    expect(clock.lines.map(({ atMs, errorMs }) => [atMs - start, errorMs])).toEqual([
      [0, usualErrorMs.hook],
      [minute, usualErrorMs.hook + 30_000],
    ])
  })

  test.each([
    ['danmaku that end with the picture: none', 10 * minute, 0],
    ['danmaku that end so much later: all of it', 10 * minute + 30_000, 30_000],
  ])('a leap by %s', (_, untilMs, lostMs) => {
    const told = danmaku((air) => ({ tMs: air }), { startAtMs: start, untilMs })
    const recording = clockOf([anchor('hook', start)], {
      faults: [leap(minute, 30_000)],
      danmaku: told.clock,
    })
    expect(wallMsOf(recording, 5 * minute) - start).toBe(5 * minute + lostMs)
    expect(recording.clock.lines.at(-1)?.errorMs).toBe(usualErrorMs.hook)
  })

  test('a leap by a clock stated behind it', () => {
    const anchors = [
      anchor('hls-date-time', start),
      anchor('hls-date-time', start + 5 * minute + 12_000, 5 * minute),
    ]
    const recording = clockOf(anchors, { faults: [leap(minute, 30_000)] })
    expect(wallMsOf(recording, 2 * minute) - start).toBe(2 * minute + 12_000)
  })

  test('a recorder that closes up a break writes its moment for all messages of it: the clamped run is repaired', () => {
    // blrec: the file's time goes on where it broke off; 40 s are gone.
    const broken = danmaku(
      (air) =>
        air < minute
          ? { tMs: air }
          : air < minute + 40_000
            ? { tMs: minute, clamped: true }
            : { tMs: air - 40_000 },
      { startAtMs: start, untilMs: 5 * minute },
    )
    const recording = clockOf([anchor('sidecar', start)], {
      danmaku: broken.clock,
      durationMs: 4 * minute,
    })
    expect(wallMsOf(recording, 2 * minute) - start).toBe(2 * minute + 40_000)
    for (const comment of broken.comments) {
      const place = placeComment(comment, broken.clock, recording)
      expect(place?.atMs).toBe(comment.atMs)
      const inBreak =
        comment.atMs !== null && comment.atMs >= start + minute && comment.atMs < start + 100_000
      if (inBreak) expect(place?.contentMs).toBe(minute)
      else expect(place?.contentMs).toBe(comment.tMs)
    }
  })

  test('somebody who sets the recorder’s clock makes no hole in the file', () => {
    const stepped = danmaku((air) => ({ tMs: air < minute ? air : air - 9000 }), {
      startAtMs: start,
    })
    const recording = clockOf([anchor('sidecar', start)], { danmaku: stepped.clock })
    expect(recording.clock.lines).toHaveLength(1)
    const late = stepped.comments.at(-1)
    expect(late && placeComment(late, stepped.clock, recording)?.contentMs).toBe(
      (late?.atMs ?? 0) - start,
    )
  })
})

describe('one broadcast written by four recorders', () => {
  const skew = 3700
  const jitter = (air: number) => (air * 7919) % 400
  test.each<[string, (air: number) => Partial<Comment>, number | null]>([
    [
      'arrival since the file was opened, server milliseconds',
      (air) => ({ tMs: air + jitter(air) - 154 }),
      start + 154,
    ],
    ['server time less a start in whole seconds', (air) => ({ tMs: air + 200 }), start - 200],
    [
      'arrival, server seconds',
      (air) => ({ tMs: air + jitter(air) + 5000, atMs: Math.floor((start + air) / 1000) * 1000 }),
      null,
    ],
    ['absolute times only', () => ({ tMs: null }), null],
    [
      'a recorder whose clock is slow',
      (air) => ({ tMs: air + jitter(air), atMs: start + air + skew }),
      start,
    ],
  ])('%s: every comment within half a second', (_, rule, startAtMs) => {
    const file = danmaku(rule, { startAtMs })
    const recording = clockOf([anchor('file-name', start)], { danmaku: file.clock })
    for (const [i, comment] of file.comments.entries()) {
      const place = placeComment(comment, file.clock, recording)
      expect(Math.abs((place?.contentMs ?? 1e9) - (1000 + i * 2000))).toBeLessThanOrEqual(500)
    }
  })
})

test('a copy under another date keeps the file’s own times', () => {
  const file = danmaku((air) => ({ tMs: air }), { startAtMs: start })
  const recording = clockOf([anchor('option', start + 40 * 24 * 60 * minute)], {
    danmaku: file.clock,
  })
  const [first] = file.comments
  expect(first && placeComment(first, file.clock, recording)).toEqual({
    contentMs: 1000,
    atMs: null,
  })
})

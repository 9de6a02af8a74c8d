import { expect, test } from 'vitest'
import { coveredMs } from '#shared/domain/coverage.ts'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { danmakuLedger, mediaLedger } from './ledger.ts'

const info: MediaInfo = {
  container: 'ts',
  bytes: 1,
  durationMs: 60_000,
  headerDurationMs: null,
  video: null,
  audio: {
    codec: 'aac',
    sampleRate: 44_100,
    channels: 1,
    startMs: 1500,
    endMs: 58_000,
    samplesMs: 56_500,
    formats: [],
  },
  faults: [{ kind: 'missing-segment', atMs: 10_000, lengthMs: 5000, detail: '缺一个分片' }],
  pieces: [],
  seekPoints: [],
  anchors: [],
  configs: [],
}

test('gaps and coverage together make the whole recording', () => {
  const spans = mediaLedger(info)
  expect(coveredMs(spans, 'recorded')).toBe(55_000)
  expect(coveredMs(spans, 'audible')).toBe(51_500)
  for (const kind of ['recorded', 'audible'])
    expect(
      spans.filter((s) => s.kind === kind).reduce((sum, s) => sum + s.toMs - s.fromMs, 0),
    ).toBe(60_000)
})

test('a recording without sound is heard nowhere', () => {
  expect(coveredMs(mediaLedger({ ...info, audio: null }), 'audible')).toBe(0)
})

test('a long silence of the audience is a gap', () => {
  const hour = 3_600_000
  const alive = Array.from({ length: 30 }, (_, i) => i * 60_000)
  const spans = danmakuLedger(alive, hour)
  expect(coveredMs(spans, 'danmaku')).toBe(29 * 60_000)
  expect(spans.find((s) => s.gap)).toMatchObject({ fromMs: 29 * 60_000, toMs: hour })
  expect(coveredMs(danmakuLedger([], hour), 'danmaku')).toBe(0)
})

import { expect, test } from 'vitest'
import { type CoverageSpan, coveredMs } from './coverage.ts'
import { audibleLedger, pictureLedger, recordedLedger } from './media-ledger.ts'
import type { MediaInfo } from './recording.ts'

const info: MediaInfo = {
  ...{ container: 'ts', bytes: 1, durationMs: 60_000, headerDurationMs: null },
  video: {
    ...{ codec: 'h264', width: 720, height: 1280, fps: 25, sizes: [] },
    ...{ startMs: 0, endMs: 60_000 },
  },
  audio: {
    ...{ codec: 'aac', sampleRate: 44_100, channels: 1, formats: [] },
    ...{ startMs: 1500, endMs: 58_000, samplesMs: 56_500 },
  },
  faults: [
    { kind: 'missing-segment', atMs: 10_000, lengthMs: 5000, detail: '缺一个分片' },
    { kind: 'picture-gap', atMs: 40_000, lengthMs: 2000, detail: '画面中断' },
  ],
  ...{ pieces: [], seekPoints: [], anchors: [], configs: [] },
}
const brief = (spans: readonly CoverageSpan[]) =>
  spans.map(({ fromMs, toMs, gap }) => `${fromMs}-${toMs} ${gap ?? '✓'}`)

test('a hole in the picture is none in the sound', () => {
  expect(brief(audibleLedger(info, [{ fromMs: 20_000, toMs: 32_000, gap: '静音' }]))).toEqual([
    '0-1500 声音晚于画面',
    '1500-10000 ✓',
    '10000-15000 缺一个分片',
    '15000-20000 ✓',
    '20000-32000 静音',
    '32000-58000 ✓',
    '58000-60000 声音先于画面结束',
  ])
  expect(brief(pictureLedger(info, [{ fromMs: 12_000, toMs: 30_000, gap: '画面静止' }]))).toEqual([
    '0-10000 ✓',
    '10000-15000 缺一个分片',
    '15000-30000 画面静止',
    '30000-40000 ✓',
    '40000-42000 画面中断',
    '42000-60000 ✓',
  ])
  expect(coveredMs(recordedLedger(info), 'recorded')).toBe(53_000)
})

test('a recording without sound is heard nowhere, one without picture seen nowhere', () => {
  expect(brief(audibleLedger({ ...info, audio: null }, []))).toEqual(['0-60000 录像没有声音'])
  expect(brief(pictureLedger({ ...info, video: null }, []))).toEqual(['0-60000 录像没有画面'])
})

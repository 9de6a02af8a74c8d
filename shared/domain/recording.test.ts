import { expect, test } from 'vitest'
import { type FaultKind, MediaInfo, mayBecome, RecordingState, stateOf } from './recording.ts'

const info = (...kinds: FaultKind[]): MediaInfo => ({
  container: 'ts',
  bytes: 1,
  durationMs: 1000,
  headerDurationMs: null,
  video: null,
  audio: null,
  faults: kinds.map((kind) => ({ kind, detail: '…' })),
  pieces: [],
  seekPoints: [[0, 0]],
  configs: [],
  anchors: [],
})

test.each<[FaultKind[], RecordingState]>([
  [[], 'readable'],
  [['slow-clock', 'size-change', 'no-audio'], 'readable'],
  [['timestamp-jump', 'truncated'], 'partly_readable'],
  [['lost-packets'], 'partly_readable'],
])('%j makes a recording %s', (kinds, state) => {
  expect(stateOf(info(...kinds))).toBe(state)
})

test('a recording grows, settles, is read once; a hook delivered twice changes nothing', () => {
  for (const state of RecordingState.options) expect(mayBecome(state, state)).toBe(true)
  expect(mayBecome('announced', 'growing')).toBe(true)
  expect(mayBecome('settling', 'readable')).toBe(true)
  expect(mayBecome('vanished', 'settling')).toBe(true)
  expect(mayBecome('unreadable', 'growing')).toBe(true)
  expect(mayBecome('announced', 'readable')).toBe(false)
  expect(mayBecome('readable', 'growing')).toBe(false)
})

test('a probe result survives its way through the database', () => {
  const stored: unknown = JSON.parse(JSON.stringify(info('truncated')))
  expect(MediaInfo.parse(stored)).toEqual(info('truncated'))
})

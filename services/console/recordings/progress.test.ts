import { expect, test } from 'vitest'
import { type Progress, progressOf } from './progress.ts'

type Row = Parameters<typeof progressOf>[0]
const done: Row = {
  ingestState: 'done',
  transcriptState: 'done',
  detectedKey: 'v1:t1',
  failedStage: null,
  failure: null,
}

const cases: readonly (readonly [Partial<Row>, Progress['word'], boolean])[] = [
  [{}, 'recording.done', false],
  [{ transcriptState: 'none' }, 'recording.silent', false],
  [{ detectedKey: null }, 'recording.detecting', false],
  [{ transcriptState: 'wanted', detectedKey: null }, 'recording.wanted', false],
  [{ transcriptState: 'waiting', detectedKey: null }, 'recording.waiting', false],
  // A recording without a transcriber is searched in its comments; its words still wait.
  [{ transcriptState: 'waiting' }, 'recording.waiting', false],
  [{ ingestState: 'registered', detectedKey: null }, 'recording.registered', false],
  [{ ingestState: 'refused', failure: '文件头损坏' }, 'recording.refused', false],
  [{ failedStage: 'transcribe', transcriptState: 'wanted' }, 'recording.failed', true],
]

test.each(cases)('%o is %s', (change, word, retry) => {
  expect(progressOf({ ...done, ...change })).toMatchObject({ word, retry })
})

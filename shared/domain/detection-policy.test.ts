import { expect, test } from 'vitest'
import { loadPolicy } from '#shared/policy/load.ts'
import { DetectionPolicy, redetectFrom, wantsDetection } from './detection-policy.ts'
import { policyFile, policyOn } from './policy.ts'

const from = new Date('2026-03-05T00:00:00Z')
const [recent, old] = [new Date('2026-03-05T00:00:00Z'), new Date('2026-03-04T23:59:59Z')]

test.each([
  ['never judged', null, 't1', old, true],
  ['judged by this version', 'v2:t1', 't1', recent, false],
  ['judged by another version, recent', 'v1:t1', 't1', recent, true],
  ['judged by another version, old', 'v1:t1', 't1', old, false],
  ['another transcript since', 'v1:t1', 't2', old, true],
  ['a transcript since', 'v2:-', 't1', old, true],
  ['no transcript, old', 'v1:-', null, old, false],
])('%s', (_, detectedKey, transcriptId, startedAt, wanted) => {
  const recording = { detectedKey, transcriptId, screenKey: null, startedAt }
  expect(wantsDetection(recording, 'v2', from)).toBe(wanted)
})

test.each([
  ['the picture read since', 'v2:t1', 's1', true],
  ['judged with what the picture says', 'v2:t1:s1', 's1', false],
  ['the picture read again', 'v2:t1:s1', 's2', true],
])('%s', (_, detectedKey, screenKey, wanted) => {
  const recording = { detectedKey, transcriptId: 't1', screenKey, startedAt: old }
  expect(wantsDetection(recording, 'v2', from)).toBe(wanted)
})

test('the file in policies/ reads, and reaches back a week', async () => {
  const { versions } = await loadPolicy('policies/detection.yaml', policyFile(DetectionPolicy))
  const now = new Date('2026-03-12T00:00:00Z')
  expect(redetectFrom(policyOn(versions, now.getTime()), now)).toEqual(from)
})

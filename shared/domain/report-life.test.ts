import { expect, test } from 'vitest'
import { checkReportStep, type ReportLife, reportState } from './report-life.ts'

const draft: ReportLife = { state: 'draft', reviewedBy: null, signedBy: null, signedAtMs: null }
const reviewed: ReportLife = { ...draft, state: 'reviewed', reviewedBy: '李' }
const signed: ReportLife = { ...reviewed, state: 'signed', signedBy: '王', signedAtMs: 0 }

test('a signed report freezes when its time to be taken back is over', () => {
  expect(reportState(signed, 599_999, 10)).toBe('signed')
  expect(reportState(signed, 600_000, 10)).toBe('frozen')
})

test.each([
  [draft, 'review', '李', 'second_reviewer', null],
  [draft, 'sign', '王', 'leader', 'conflict'],
  [reviewed, 'sign', '王', 'leader', null],
  [reviewed, 'sign', '李', 'leader', 'forbidden'],
  [reviewed, 'sign', '王', 'reviewer', 'forbidden'],
  [signed, 'unsign', '王', 'leader', null],
  [signed, 'unsign', '赵', 'leader', 'forbidden'],
  [signed, 'correct', '王', 'leader', 'conflict'],
] as const)('%# %s', (life, verb, by, role, code) => {
  const step = () => checkReportStep(life, { verb, by, roles: [role] }, 0, 10)
  if (code === null) expect(step).not.toThrow()
  else expect(step).toThrow(expect.objectContaining({ code }))
})

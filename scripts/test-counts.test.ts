import { describe, expect, test } from 'vitest'
import { countTests, formatCounts, type TestReport } from './test-counts.ts'

const green: TestReport = {
  success: true,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
}

describe('counts of a test run', () => {
  const table: Array<[string, TestReport, string]> = [
    ['all green', green, '3 passed, 0 failed'],
    [
      'a failed test is counted once, not again for its file',
      {
        ...green,
        success: false,
        numFailedTests: 1,
        testResults: [{ status: 'failed', assertionResults: [{ status: 'failed' }] }],
      },
      '3 passed, 1 failed',
    ],
    [
      'a file that could not be imported has no tests and still fails',
      { ...green, success: false, testResults: [{ status: 'failed', assertionResults: [] }] },
      '3 passed, 1 failed',
    ],
    [
      'skipped and todo are told',
      { ...green, numPendingTests: 2, numTodoTests: 1 },
      '3 passed, 0 failed, 3 skipped',
    ],
  ]
  test.each(table)('%s', (_, report, line) => {
    expect(formatCounts(countTests(report))).toBe(line)
  })
})

// Runs vitest with the given arguments and ends with one line of counts from the run's own report.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countTests, formatCounts, type TestReport } from './test-counts.ts'

const folder = await mkdtemp(join(tmpdir(), 'lvbo-tests-'))
const reportFile = join(folder, 'report.json')
try {
  const vitest = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit' },
  )
  const [code] = await once(vitest, 'exit')
  const text = await readFile(reportFile, 'utf8').catch(() => undefined)
  if (text === undefined) {
    console.error('测试中途停止，没有结果。 The test run ended before its report; see above.')
    process.exitCode = 1
  } else {
    const report: TestReport = JSON.parse(text)
    const counts = countTests(report)
    const green = code === 0 && report.success && counts.failed === 0 && counts.passed > 0
    process.exitCode = green ? 0 : 1
    if (!green && counts.failed === 0) {
      console.error(
        '没有通过：测试之外出错，或没有测试。 Not green: an error outside the tests, or no tests.',
      )
    }
    console.log(formatCounts(counts))
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

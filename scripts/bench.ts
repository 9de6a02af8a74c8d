/**
 * npm run bench [section…]: CPU time of what the project does, beside what else could do it. Figures, no verdict: only
 * the ratios of one run compare, for other programs share the processor.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const given = process.argv.slice(2)
const names = given.filter((one) => !one.startsWith('--'))
/** For the sections that take any, such as `--full` or `--chars=12000000`. */
const options = given.filter((one) => one.startsWith('--'))

const sections: Readonly<Record<string, () => Promise<void>>> = {
  media: async () => (await import('./bench/media.ts')).benchMedia(),
  engine: async () => (await import('./bench/engine.ts')).benchEngine(),
  detector: async () => (await import('./bench/detector.ts')).benchDetector(),
  'lexicon-swap': async () => (await import('./bench/lexicon-swap.ts')).benchLexiconSwap(),
  danmaku: async () => (await import('./bench/danmaku.ts')).benchDanmaku(),
  live: async () => (await import('./bench/live.ts')).benchLive(),
  backtest: async () => (await import('./bench/backtest.ts')).benchBacktest(options),
  worklist: async () => (await import('./bench/worklist.ts')).benchWorklist(),
  console: async () => (await import('./bench/console.ts')).benchConsole(),
  pool: async () => (await import('./bench/pool.ts')).benchPool(options),
  report: async () => (await import('./bench/report.ts')).benchReport(),
  registry: async () => (await import('./bench/registry.ts')).benchRegistry(),
  evasion: async () => (await import('./bench/evasion.ts')).benchEvasion(),
  harmless: async () => (await import('./bench/harmless.ts')).benchHarmless(),
}
const groups: Readonly<Record<string, readonly string[]>> = { text: ['engine', 'detector'] }

const asked = names.flatMap((name) => groups[name] ?? [name])
const unknown = asked.filter((name) => !(name in sections))
if (unknown.length > 0) {
  const known = [...Object.keys(sections), ...Object.keys(groups)].join(', ')
  console.error(`No section ${unknown.join(', ')}. There are: ${known}.`)
  process.exitCode = 2
} else if (asked.length === 1) {
  await sections[asked[0] ?? '']?.()
} else {
  // A process for each, so that none fills the memory or shapes the compiled code of the next.
  const here = fileURLToPath(import.meta.url)
  for (const name of asked.length > 0 ? asked : Object.keys(sections)) {
    const child = spawn(process.execPath, [...process.execArgv, here, name, ...options], {
      stdio: 'inherit',
    })
    const [code] = await once(child, 'exit')
    if (code !== 0) process.exitCode = 1
  }
}

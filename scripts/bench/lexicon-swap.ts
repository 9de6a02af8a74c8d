import { monitorEventLoopDelay, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'
import { setTimeout as after } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { compileAside } from '../../shared/lexicon/aside.ts'
import { loadLexicon, versionOf } from '../../shared/lexicon/load.ts'
import { compileLexicon } from '../../shared/text/compile.ts'
import { residentMb } from './cpu.ts'
import { type Cell, printTable } from './table.ts'

const rounds = 5

/** What taking a new version of the shipped lexicon costs a running worker: how long its event loop stands still. */
export async function benchLexiconSwap(): Promise<void> {
  const { source } = await loadLexicon(fileURLToPath(new URL('../../lexicons', import.meta.url)))
  const version = versionOf(source)
  const json = JSON.stringify(source)
  const rows: Cell[][] = []
  rows.push(await measured('nothing, for comparison', () => after(1000)))
  for (let round = 1; round <= rounds; round++)
    rows.push(await measured(`in a thread, swap ${round}`, () => compileAside(json, version)))
  rows.push(await measured('in this thread', async () => compileLexicon(source, version)))
  printTable(
    `Swap of the shipped lexicon, ${(json.length / 1e3).toFixed(0)} kB: how long the event loop stands still`,
    ['compiled', 'longest stall ms', 'collecting garbage, longest ms', 'takes ms', 'MB resident'],
    rows,
  )
}

async function measured(name: string, work: () => Promise<unknown>): Promise<Cell[]> {
  const pauses: number[] = []
  const watcher = new PerformanceObserver((list) =>
    pauses.push(...list.getEntries().map(({ duration }: PerformanceEntry) => duration)),
  )
  watcher.observe({ entryTypes: ['gc'] })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await after(20)
  const began = performance.now()
  await work()
  const took = performance.now() - began
  await after(20)
  delay.disable()
  watcher.disconnect()
  return [name, delay.max / 1e6, Math.max(0, ...pauses), took, residentMb()]
}

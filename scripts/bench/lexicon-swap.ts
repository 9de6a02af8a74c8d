import { readFileSync } from 'node:fs'
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
  rows.push(await measured('nothing, for comparison', () => after(5000)))
  for (let round = 1; round <= rounds; round++)
    rows.push(await measured(`in a thread, swap ${round}`, () => compileAside(json, version)))
  rows.push(await measured('in this thread', async () => compileLexicon(source, version)))
  printTable(
    `Swap of the shipped lexicon, ${(json.length / 1e3).toFixed(0)} kB. A turn’s wall time counts also what other programs took; its CPU time, to 4 ms, does not`,
    ['compiled', 'longest turn, CPU ms', 'wall ms', 'whole swap ms', 'MB resident'],
    rows,
  )
}

async function measured(name: string, work: () => Promise<unknown>): Promise<Cell[]> {
  const longest = { cpu: 0, wall: 0 }
  let before = { cpu: ownCpuMs(), wall: performance.now() }
  const timer = setInterval(() => {
    const now = { cpu: ownCpuMs(), wall: performance.now() }
    longest.cpu = Math.max(longest.cpu, now.cpu - before.cpu)
    longest.wall = Math.max(longest.wall, now.wall - before.wall)
    before = now
  }, 1)
  await after(20)
  const began = performance.now()
  await work()
  const took = performance.now() - began
  await after(20)
  clearInterval(timer)
  return [name, longest.cpu, longest.wall, took, residentMb()]
}

/** CPU milliseconds of this thread alone, where /proc is: the first of its three figures, in nanoseconds. */
function ownCpuMs(): number {
  try {
    const stat = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1')
    return Number(stat.split(' ')[0]) / 1e6
  } catch {
    return Number.NaN
  }
}

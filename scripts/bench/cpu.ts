import { readFileSync } from 'node:fs'

/** CPU seconds, user and system: of this process with all its threads, and of children that have ended. */
export interface Spent {
  readonly own: number
  readonly children: number
  readonly wall: number
}

/** Linux counts in hundredths of a second in /proc whatever the kernel's own clock (proc(5), USER_HZ). */
const ticksPerSecond = 100

/** Runs the work and tells what it cost. Children are counted where /proc is, that is on Linux. */
export async function spent<T>(work: () => T | Promise<T>): Promise<Spent & { readonly value: T }> {
  const children = childSeconds()
  const began = performance.now()
  const own = process.cpuUsage()
  const value = await work()
  const { user, system } = process.cpuUsage(own)
  return {
    value,
    own: (user + system) / 1e6,
    children: childSeconds() - children,
    wall: (performance.now() - began) / 1000,
  }
}

/**
 * Units done per CPU second of this process, the median of `rounds` rounds of at least `seconds` each. `work` does one
 * portion and tells how many units it had.
 */
export function rate(work: () => number, { rounds = 3, seconds = 0.4 } = {}): number {
  work()
  const rates = Array.from({ length: rounds }, () => {
    const began = process.cpuUsage()
    let units = 0
    for (;;) {
      units += work()
      const { user, system } = process.cpuUsage(began)
      const took = (user + system) / 1e6
      if (took >= seconds) return units / took
    }
  })
  return rates.sort((a, b) => a - b)[rounds >> 1] ?? 0
}

/** Asking what a process has spent takes a microsecond or two: so many short items are done before it is asked. */
const portion = 100

/** Gives portions of what is measured, over and over. */
export function inTurn<T>(items: readonly T[], units: (item: T) => number): () => number {
  let next = 0
  return () => {
    let done = 0
    for (let i = 0; i < portion; i++) {
      done += units(items[next] as T)
      next = (next + 1) % items.length
    }
    return done
  }
}

function childSeconds(): number {
  let stat: string
  try {
    stat = readFileSync('/proc/self/stat', 'latin1')
  } catch {
    return Number.NaN
  }
  // The program's name, in brackets, may hold blanks; cutime and cstime are fields 16 and 17.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond
}

/** Resident memory of this process in megabytes. */
export function residentMb(): number {
  return process.memoryUsage.rss() / 1e6
}

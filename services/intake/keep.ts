import { type FSWatcher, watch } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { markVanished, reviveIntake, staleUploads } from '#shared/db/intake.ts'
import { dayOf, dayStartMs } from '#shared/domain/calendar.ts'
import { diskRefusal } from '#shared/domain/intake-policy.ts'
import type { Log } from '#shared/log.ts'
import { pollBucket } from './bucket/poll.ts'
import { readDisk } from './disk.ts'
import type { IntakeDeps } from './stage.ts'
import { sweepFolder } from './sweep.ts'

/** A system gives out so many watches before it runs short; what is not watched is found by the next sweep. */
const maxWatched = 1000
/** A folder that is written to all the time is not swept more often than this. */
const restMs = 2000

export interface Keeper {
  /** Something may have changed: sweep soon. Lost, nothing is lost. */
  hint(): void
  /** Resolves once the running look is over; the signal given to `keepIntake` ends it. */
  readonly stopped: Promise<void>
}

/** Keeps looking at the intake folder and the bucket until the signal aborts; an outage costs one round. */
export function keepIntake(deps: IntakeDeps, log: Log, signal: AbortSignal): Keeper {
  const { sweep, bucket: polling } = deps.intakePolicy
  const watchers = new Map<string, FSWatcher>()
  let wake = new AbortController()
  const hint = () => wake.abort()

  const look = async (what: string, fn: () => Promise<object>) => {
    const began = performance.now()
    try {
      const found = await fn()
      const ms = Math.round(performance.now() - began)
      const news = Object.entries(found).some(
        ([key, n]) => key !== 'files' && key !== 'objects' && n,
      )
      log[news ? 'info' : 'debug']({ ...found, ms }, what)
    } catch (err) {
      if (!signal.aborted) log.error({ err }, `${what} failed`)
    }
  }

  const sweeping = async () => {
    while (!signal.aborted) {
      await look('intake kept', () => keepUp(deps))
      if (deps.intakeDir)
        await look('swept', async () => {
          const { folders, ...swept } = await sweepFolder(deps, deps.intakeDir, deps.now())
          watchAll(folders, watchers, hint)
          return swept
        })
      await delay(restMs, undefined, { signal }).catch(() => {})
      const either = AbortSignal.any([signal, wake.signal])
      await delay(sweep.everySeconds * 1000 - restMs, undefined, { signal: either }).catch(() => {})
      wake = new AbortController()
    }
    for (const watcher of watchers.values()) watcher.close()
  }
  const polls = async () => {
    const { bucket } = deps
    while (bucket && !signal.aborted) {
      await look('bucket polled', () => pollBucket(deps, bucket, deps.now(), signal))
      await delay(polling.everySeconds * 1000, undefined, { signal }).catch(() => {})
    }
  }
  return { hint, stopped: Promise.all([sweeping(), polls()]).then(() => {}) }
}

/** What passes by itself: room on the disk, another day, uploads nobody goes on with. */
export async function keepUp({ db, now, intakePolicy, dataDir }: IntakeDeps) {
  const at = now()
  const room = diskRefusal(intakePolicy, await readDisk(dataDir)) === null
  const disk = room ? await reviveIntake(db, ['disk'], at) : 0
  const midnight = new Date(dayStartMs(dayOf(at.getTime())))
  const quota = await reviveIntake(db, ['day-quota', 'room-quota'], at, midnight)
  const expired = new Date(at.getTime() - intakePolicy.uploads.expireHours * 3_600_000)
  const stale = await staleUploads(db, expired)
  const note = '上传中断太久,已作废,请重新上传。'
  await markVanished(
    db,
    stale.map(({ id }) => id),
    note,
    at,
  )
  return { revived: disk + quota, expired: stale.length }
}

function watchAll(folders: readonly string[], watchers: Map<string, FSWatcher>, hint: () => void) {
  const there = new Set(folders)
  for (const [folder, watcher] of watchers)
    if (!there.has(folder)) {
      watcher.close()
      watchers.delete(folder)
    }
  for (const folder of folders) {
    if (watchers.has(folder) || watchers.size >= maxWatched) continue
    try {
      // A growing file changes all the time; only names that come and go are news.
      const watcher = watch(folder, (event) => event === 'rename' && hint())
      watcher.on('error', () => watchers.delete(folder))
      watchers.set(folder, watcher)
    } catch {
      return
    }
  }
}

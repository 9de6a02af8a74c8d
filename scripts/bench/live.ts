import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { flagTimes, openLive, quantile } from '../../services/capture/testing.ts'
import type { Db } from '../../shared/db/client.ts'
import { captureGaps, clips, recordings } from '../../shared/db/schema/index.ts'
import { CapturePolicy } from '../../shared/domain/capture.ts'
import { policyFile, policyOn } from '../../shared/domain/policy.ts'
import { loadPolicy } from '../../shared/policy/load.ts'
import { liveScript, speakScript } from '../../shared/testing/espeak.ts'
import { startPostgres } from '../../shared/testing/services.ts'
import { residentMb, spent } from './cpu.ts'
import { type Cell, printTable } from './table.ts'

const streams = 20
const times = 2
const cuts = [
  { fromS: 30, toS: 50 },
  { fromS: 85, toS: 105 },
]

/** A broadcast of two and a half minutes in twenty rooms at once, cut twice for 20 s: how long after a phrase its flag is there. */
export async function benchLive(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-bench-live-'))
  const script = Array.from({ length: times }, () => liveScript).flat()
  const { samples } = speakScript(script)
  const seconds = Math.ceil(samples.length / 16_000)
  const { versions } = await loadPolicy('policies/capture.yaml', policyFile(CapturePolicy))
  const policy = { ...policyOn(versions, Date.now()), allow: ['127.0.0.0/8'] }
  const postgres = await startPostgres()
  const databaseUrl = postgres.url
  const live = await openLive({ databaseUrl, dir, seconds, sound: samples, streams, policy })
  try {
    const minutes: number[] = []
    const watch = setInterval(() => {
      const minute = Math.floor((Date.now() - live.show.startMs) / 60_000)
      minutes[minute] = Math.max(minutes[minute] ?? 0, residentMb())
    }, 500)
    const used = await spent(async () => {
      const at = (second: number) => delay(live.show.startMs + second * 1000 - Date.now())
      for (const { fromS, toS } of cuts) {
        await at(fromS)
        live.show.cut()
        await at(toS)
        live.show.mend()
      }
      // Before its end, which would be one more break.
      await at(seconds - 2)
      await live.stop()
      await live.house.settle()
    })
    clearInterval(watch)
    const found = await figures(live.db)
    const cpu = (used.own + used.children) / (streams * (seconds / 3600))
    printTable(
      `${streams} live streams of ${seconds} s at once, pieces of ${policy.segmentSeconds} s; load of the machine ${loadavg()[0]?.toFixed(1)}`,
      ['seconds', 'p50', 'p95', 'most', 'of'],
      found.delays,
    )
    printTable(
      'All streams together',
      ['what', 'figure', ''],
      [
        ...found.counts,
        ...minutes.map((mb, n): Cell[] => [
          `memory of the process in minute ${n + 1}, at most`,
          `${mb.toFixed(0)} MB`,
        ]),
        ['CPU seconds per hour of one stream', cpu, 'children included'],
      ],
    )
  } finally {
    await live.close()
    await postgres.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

async function figures(db: Db): Promise<{ delays: Cell[][]; counts: Cell[][] }> {
  const times = await flagTimes(db)
  const gaps = await db.select().from(captureGaps)
  const missed = gaps.map(({ fromAt, toAt }) => (Number(toAt) - Number(fromAt)) / 1000)
  const between = (from: 'saidMs' | 'heardMs', to: 'heardMs' | 'flaggedMs') =>
    times.map((it) => (it[to] - it[from]) / 1000)
  return {
    delays: [
      spread('phrase said → text', between('saidMs', 'heardMs')),
      spread('text → flag', between('heardMs', 'flaggedMs')),
      spread('phrase said → flag', between('saidMs', 'flaggedMs')),
    ],
    counts: [
      ['pieces', (await db.select().from(recordings)).length, ''],
      ['flags', times.length, ''],
      ['clips', (await db.select().from(clips)).length, ''],
      [
        'gaps',
        gaps.length,
        `${Math.min(...missed).toFixed(1)} to ${Math.max(...missed).toFixed(1)} s`,
      ],
    ],
  }
}

function spread(name: string, values: readonly number[]): Cell[] {
  return [name, ...[0.5, 0.95, 1].map((share) => quantile(values, share)), values.length]
}

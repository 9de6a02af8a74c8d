import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { openLive } from '../../services/capture/testing.ts'
import type { Db } from '../../shared/db/client.ts'
import {
  captureGaps,
  clips,
  flags,
  recordings,
  sentences,
  transcripts,
} from '../../shared/db/schema/index.ts'
import { CapturePolicy } from '../../shared/domain/capture.ts'
import { policyFile, policyOn } from '../../shared/domain/policy.ts'
import { wallMsOf } from '../../shared/domain/wall-clock.ts'
import { loadPolicy } from '../../shared/policy/load.ts'
import { liveScript, speakScript } from '../../shared/testing/espeak.ts'
import { residentMb, spent } from './cpu.ts'
import { type Cell, printTable } from './table.ts'

const streams = 20
const times = 3
const cuts = [
  { fromS: 45, toS: 65 },
  { fromS: 105, toS: 125 },
]

/** A broadcast of three minutes in twenty rooms at once, cut twice for 20 s: how long after a phrase its flag is there. */
export async function benchLive(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-bench-live-'))
  const script = Array.from({ length: times }, () => liveScript).flat()
  const { samples } = speakScript(script)
  const seconds = Math.ceil(samples.length / 16_000)
  const { versions } = await loadPolicy('policies/capture.yaml', policyFile(CapturePolicy))
  const policy = { ...policyOn(versions, Date.now()), allow: ['127.0.0.0/8'] }
  const live = await openLive({ dir, seconds, sound: samples, streams, policy })
  try {
    let most = 0
    const watch = setInterval(() => {
      most = Math.max(most, residentMb())
    }, 500)
    const used = await spent(async () => {
      const at = (second: number) => delay(live.show.startMs + second * 1000 - Date.now())
      for (const { fromS, toS } of cuts) {
        await at(fromS)
        live.show.cut()
        await at(toS)
        live.show.mend()
      }
      await at(seconds + policy.segmentSeconds)
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
        ['memory of the process, at most', `${most.toFixed(0)} MB`, ''],
        ['CPU seconds per hour of one stream', cpu, 'children included'],
      ],
    )
  } finally {
    await live.close()
    await rm(dir, { recursive: true, force: true })
  }
}

async function figures(db: Db): Promise<{ delays: Cell[][]; counts: Cell[][] }> {
  const rows = await db
    .select({ flag: flags, recording: recordings, heardAt: transcripts.createdAt })
    .from(flags)
    .innerJoin(recordings, eq(recordings.id, flags.recordingId))
    .innerJoin(transcripts, eq(transcripts.id, recordings.transcriptId))
  const heard = await db
    .select({ endMs: sentences.endMs, recording: recordings, heardAt: transcripts.createdAt })
    .from(sentences)
    .innerJoin(transcripts, eq(transcripts.id, sentences.transcriptId))
    .innerJoin(recordings, eq(recordings.transcriptId, transcripts.id))
  const gaps = await db.select().from(captureGaps)
  const missed = gaps.map(({ fromAt, toAt }) => ((toAt?.getTime() ?? Date.now()) - +fromAt) / 1000)
  const seconds = (from: number, to: Date) => (to.getTime() - from) / 1000
  return {
    delays: [
      spread(
        'phrase said → text',
        heard.map((it) => seconds(wallMsOf(it.recording, it.endMs), it.heardAt)),
      ),
      spread(
        'text → flag',
        rows.map((it) => seconds(it.heardAt.getTime(), it.flag.createdAt)),
      ),
      spread(
        'phrase said → flag',
        rows.map((it) => seconds(wallMsOf(it.recording, it.flag.endMs), it.flag.createdAt)),
      ),
    ],
    counts: [
      ['pieces', (await db.select().from(recordings)).length, ''],
      ['flags', rows.length, ''],
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
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
  return [name, at(0.5), at(0.95), at(1), sorted.length]
}

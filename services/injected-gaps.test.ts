import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ledgerOfBroadcast } from '#shared/db/broadcast-ledger.ts'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { addRecording, getRecording } from '#shared/db/recordings.ts'
import type { CoverageKind } from '#shared/domain/coverage.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { ScreenPolicy } from '#shared/domain/screen-policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aRoom } from '#shared/testing/factories.ts'
import { ingestStage } from './ingest/stage.ts'
import { screenStage } from './screen/stage.ts'

const run = promisify(execFile)
const { signal } = new AbortController()
const startMs = Date.parse('2026-03-11T19:00:00+08:00')

/** Seconds of the broadcast. */
interface Stretch {
  readonly from: number
  readonly to: number
}
interface Reasoned extends Stretch {
  readonly reason: string
}
const cut: Stretch = { from: 800, to: 820 }
const files: readonly Stretch[] = [
  { from: 0, to: cut.from },
  { from: cut.to, to: 900 },
]
/** One freeze in mid-file, one that begins with a file, one shorter than a frozen picture is. */
const freezes: readonly Stretch[] = [
  { from: 303.4, to: 328.2 },
  { from: 820, to: 841.6 },
]
const heldStill: Stretch = { from: 600, to: 606 }
const mutes: readonly Stretch[] = [
  { from: 450, to: 467.3 },
  { from: 880, to: 900 },
]
const quiet: Stretch = { from: 100.5, to: 760.5 }

const during = (stretches: readonly Stretch[]) =>
  stretches.map(({ from, to }) => `between(t,${from},${to - 0.001})`).join('+')

/** A minute and more of picture and sound with the faults in it, from one second of the broadcast to another. */
async function record({ from, to }: Stretch, path: string) {
  const still = [...freezes, heldStill].map((it) => ({ from: it.from - from, to: it.to - from }))
  const silent = mutes.map((it) => ({ from: it.from - from, to: it.to - from }))
  // A bar that goes across; while the picture is frozen it stands where it was.
  const place = still.reduce(
    (t, it) => `if(between(t,${it.from},${it.to - 0.001}),${it.from},${t})`,
    't',
  )
  const bar = `color=c=white:s=16x64:r=5:d=${to - from}`
  const ground = `color=c=gray:s=128x128:r=5:d=${to - from}`
  const graph = `${ground}[g];${bar}[b];[g][b]overlay=x='mod((${place})*20,110)':y=20:eval=frame[v]`
  const tone = `sine=300:r=8000:d=${to - from},volume=0:enable='${during(silent)}'`
  await run('ffmpeg', [
    ...['-v', 'error', '-filter_complex', graph, '-f', 'lavfi'],
    ...['-i', tone, '-map', '[v]', '-map', '0:a'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '10', '-c:a', 'aac', '-b:a', '32k', path],
  ])
}

let house: OpenDb
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-gaps-'))
  house = await openDb(newLiteUrl())
}, 120_000)
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true, force: true })
})

test('a cut, freezes, mutes and a silence of the danmaku are all in the ledger, to a second in an hour', async () => {
  const { db } = house
  const room = await aRoom(db, '断续直播间')
  const chat = Array.from({ length: 900 }, (_, s) => s + 0.5)
    .filter((s) => s <= quiet.from || s >= quiet.to)
    .map((s) => ({ event_ts_ms: startMs + s * 1000, user_id: `u${s}`, content: `第${s}秒` }))
  const danmakuPath = join(dir, 'chat.jsonl')
  await writeFile(danmakuPath, chat.map((line) => JSON.stringify(line)).join('\n'))
  const { versions: screen } = await loadPolicy('policies/screen.yaml', policyFile(ScreenPolicy))
  const deps = {
    ...{ db, now: () => new Date(startMs + 900_000), pseudonym: (sender: string) => sender },
    ...{ screen, screenReader: async () => null },
  }
  let broadcastId = ''
  for (const [i, file] of files.entries()) {
    const path = join(dir, `${i}.flv`)
    await record(file, path)
    const { recording } = await addRecording(db, {
      ...{ roomId: room.id, path, sha256: `${i}`.padStart(64, '0'), bytes: 1, title: '' },
      ...{ captionsPath: null, goods: null, danmakuPath, startedAtSource: 'sidecar' },
      startedAt: new Date(startMs + file.from * 1000),
    })
    await ingestStage.run({ recordingId: recording.id }, deps, signal)
    await screenStage.run({ recordingId: recording.id }, deps, signal)
    broadcastId = (await getRecording(db, recording.id))?.broadcastId ?? ''
  }
  const { kinds } = await ledgerOfBroadcast(db, broadcastId)
  const gaps = (kind: CoverageKind) =>
    kinds[kind].gaps.map(({ fromMs, toMs, reason }) => ({
      ...{ from: (fromMs - startMs) / 1000, to: (toMs - startMs) / 1000, reason },
    }))
  const noFile = { ...cut, reason: '没有录像' }
  const [frozen, mute] = [
    freezes.map((it) => ({ ...it, reason: '画面静止' })),
    mutes.map((it) => ({ ...it, reason: '静音' })),
  ]
  const inOrder = (all: readonly Reasoned[]) => all.toSorted((a, b) => a.from - b.from)
  const wanted: readonly [CoverageKind, readonly Reasoned[]][] = [
    ['recorded', [noFile]],
    ['picture', inOrder([...frozen, noFile])],
    ['audible', inOrder([...mute, noFile])],
    ['danmaku', [{ ...quiet, reason: '弹幕静默超过 10 分钟' }, noFile]],
  ]
  let wrong = 0
  for (const [kind, truth] of wanted) {
    const found = gaps(kind)
    expect(found.map(({ reason }) => reason)).toEqual(truth.map(({ reason }) => reason))
    for (const [i, it] of truth.entries())
      wrong += Math.abs((found[i]?.from ?? 0) - it.from) + Math.abs((found[i]?.to ?? 0) - it.to)
  }
  // A quarter of an hour, so a quarter of what an hour allows.
  expect(wrong / wanted.length).toBeLessThan(0.25)
}, 60_000)

import { randomUUID } from 'node:crypto'
import { rm, rmdir, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sha256File } from '#shared/blob/hash.ts'
import {
  addSegment,
  type Capture,
  claimCapture,
  handOverCapture,
  keepCapture,
  releaseCapture,
} from '#shared/db/captures.ts'
import type { Db } from '#shared/db/client.ts'
import { type CapturePolicy, retryDelayMs } from '#shared/domain/capture.ts'
import { policyOn } from '#shared/domain/policy.ts'
import type { RetentionPolicy } from '#shared/domain/retention.ts'
import { AppError } from '#shared/errors.ts'
import type { Log } from '#shared/log.ts'
import { addressGuard } from '#shared/media/address.ts'
import { ingestJob } from '#shared/queue/jobs.ts'
import type { Queue } from '#shared/queue/port.ts'
import { forgetPieces } from './forget.ts'
import { recordLive } from './record.ts'

export interface CaptureDeps {
  readonly db: Db
  readonly queue: Queue
  readonly policies: readonly CapturePolicy[]
  readonly retention: readonly RetentionPolicy[]
  /** Where pieces are written, one folder a capture and in it one a lease. */
  readonly dir: string
  readonly log: Log
  readonly now: () => Date
  readonly random?: () => number
  /** Why nothing more may be written for now, as a sentence; null while there is room. */
  readonly noRoom: () => Promise<string | null>
}

const lookEveryMs = 1000
const forgetEveryMs = 3_600_000
const ended = '直播已结束'

/** Records whatever captures are due until the signal aborts; resolves when the last one has let go. */
export async function runCaptures(deps: CaptureDeps, signal: AbortSignal): Promise<void> {
  const worker = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`
  const running = new Set<Promise<void>>()
  let forgotAtMs = 0
  while (!signal.aborted) {
    try {
      const policy = policyOn(deps.policies, deps.now().getTime())
      while (running.size < policy.streamsPerWorker && !signal.aborted) {
        const leaseMs = policy.leaseSeconds * 1000
        const capture = await claimCapture(deps.db, worker, leaseMs, deps.now())
        if (!capture) break
        const one = hold(deps, capture, worker, policy, signal)
          .catch((err: unknown) => deps.log.error({ capture: capture.id, err }, 'capture failed'))
          .finally(() => running.delete(one))
        running.add(one)
      }
      if (deps.now().getTime() - forgotAtMs > forgetEveryMs) {
        forgotAtMs = deps.now().getTime()
        const files = await forgetPieces(deps, deps.now())
        if (files > 0) deps.log.info({ files }, 'captured pieces without findings deleted')
      }
    } catch (err) {
      deps.log.error({ err }, 'captures not read')
    }
    await delay(lookEveryMs, undefined, { signal }).catch(() => {})
  }
  await Promise.all(running)
}

/** Records one capture while the lease is kept; afterwards says why it ended and when to try again. */
async function hold(
  deps: CaptureDeps,
  capture: Capture,
  worker: string,
  policy: CapturePolicy,
  stop: AbortSignal,
): Promise<void> {
  const { db, log, now, random = Math.random } = deps
  const { id } = capture
  const lost = new AbortController()
  const signal = AbortSignal.any([stop, lost.signal])
  const leaseMs = policy.leaseSeconds * 1000
  const beat = setInterval(() => {
    keepCapture(db, id, worker, new Date(now().getTime() + leaseMs))
      .then((kept) => kept || lost.abort(new Error('lease lost')))
      .catch((err: unknown) => log.warn({ capture: id, err }, 'heartbeat failed'))
  }, leaseMs / 3)
  let failure = ended
  let pieces = 0
  const filed = () => {
    pieces += 1
  }
  try {
    await record(deps, capture, worker, { policy, signal, filed })
  } catch (error) {
    failure = error instanceof AppError ? error.message : '采集进程出错，稍后重试。'
    if (!signal.aborted) log.warn({ capture: id, err: error }, 'capture interrupted')
  } finally {
    clearInterval(beat)
  }
  if (stop.aborted) return handOverCapture(db, id, worker)
  // A stream that came and broke is looked for at once, however long it was waited for before.
  const attempts = pieces > 0 ? 0 : capture.attempts
  const waitMs = retryDelayMs(policy.retry, attempts, random())
  await releaseCapture(db, { id, worker, failure }, new Date(now().getTime() + waitMs))
}

interface Holding {
  readonly policy: CapturePolicy
  readonly signal: AbortSignal
  /** Told of every piece that was filed. */
  readonly filed: () => void
}

/** Files every piece as a recording and sends it on its way. */
async function record(
  { db, queue, dir, noRoom }: CaptureDeps,
  capture: Capture,
  worker: string,
  { policy, signal, filed }: Holding,
): Promise<void> {
  const checkRoom = async () => {
    const full = await noRoom()
    if (full) throw new AppError('unavailable', full)
  }
  await checkRoom()
  // A folder of its own: a worker that lost its lease may still be writing when the next one begins.
  const folder = join(dir, capture.id, randomUUID().slice(0, 8))
  const stream = recordLive(capture.address, {
    dir: folder,
    seconds: policy.segmentSeconds,
    firstNumber: capture.nextSegment,
    stallMs: policy.stallSeconds * 1000,
    maxChunkBytes: policy.maxSegmentMegabytes * 1024 * 1024,
    afterMs: capture.recordedUntil?.getTime() ?? null,
    guard: addressGuard(policy.allow),
    signal,
  })
  try {
    for await (const { path, number, fromMs, toMs, stated } of stream) {
      const { size } = await stat(path)
      if (size === 0 || toMs <= fromMs) continue
      const sha256 = await sha256File(path)
      const origin = stated ? ('hls-date-time' as const) : ('capture' as const)
      const piece = { path, sha256, bytes: size, number, fromMs, toMs, origin }
      const recordingId = await addSegment(db, capture.id, worker, piece)
      if (recordingId === null) {
        await rm(path)
        continue
      }
      filed()
      // Rows imply the work; a queue that is away only delays it to the next round.
      await queue.add(ingestJob, { recordingId }).catch(() => {})
      await checkRoom()
    }
  } finally {
    // Of a stream that never came only the empty folder is left.
    await rmdir(folder).catch(() => {})
  }
}

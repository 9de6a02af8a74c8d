import type { Gap } from '#shared/domain/coverage.ts'
import type { MediaInfo } from '#shared/domain/recording.ts'
import type { ScreenPolicy } from '#shared/domain/screen-policy.ts'
import {
  type GreyFrame,
  type SampledFrame,
  type Sampling,
  sampleFrames,
} from '#shared/media/frames.ts'
import { movements } from '#shared/media/movement.ts'
import { tileSide } from '#shared/ocr/text-areas.ts'
import { differs } from './changes.ts'

/** Looks in a row that show the same picture, and the ones before and behind them that do not; content times. */
export interface StillLooks {
  readonly beforeMs: number | null
  readonly fromMs: number
  readonly toMs: number
  readonly behindMs: number | null
}

/** Fewer tiles than these are what compression does to a still picture. */
const movingTiles = 3
/** What moves less is the picture getting sharper after a key frame. */
const stillBelow = 6
/** A presenter who holds still for a moment is no frozen picture. */
const leastMs = 10_000
/** At an end of the recording it may have begun in the file before, or go on in the next one. */
const leastAtEndMs = 2000
const endMs = 500

/** How the policy wants the picture looked at. */
export function samplingOf(policy: ScreenPolicy): Sampling {
  return {
    everyMs: policy.everySeconds * 1000,
    keyFramesWithinMs: policy.keyFramesWithinSeconds * 1000,
    maxShortSide: policy.maxShortSide,
  }
}

/** Watches whether the picture moves from look to look. */
export function watchStillness() {
  const runs: StillLooks[] = []
  let run: { beforeMs: number | null; fromMs: number; toMs: number; shows: GreyFrame } | null = null

  function end(behindMs: number | null) {
    if (run && run.toMs > run.fromMs) {
      const { beforeMs, fromMs, toMs } = run
      runs.push({ beforeMs, fromMs, toMs, behindMs })
    }
  }
  return {
    look(frame: SampledFrame): void {
      const { atMs } = frame
      if (run && samePicture(run.shows, frame)) {
        run.toMs = atMs
        return
      }
      end(atMs)
      run = { beforeMs: run?.toMs ?? null, fromMs: atMs, toMs: atMs, shows: frame }
    },
    finish(): readonly StillLooks[] {
      end(null)
      run = null
      return runs
    },
  }
}

function samePicture(a: GreyFrame, b: GreyFrame): boolean {
  if (a.width !== b.width || a.height !== b.height) return false
  let moving = 0
  for (let y = 0; y + tileSide <= a.height; y += tileSide)
    for (let x = 0; x + tileSide <= a.width; x += tileSide)
      if (differs(a.data, b.data, y * a.width + x, a.width) && ++moving >= movingTiles) return false
  return true
}

/**
 * When exactly the picture stood still, to a tenth of a second: around the looks that say so every picture is decoded.
 * One key frame may have stood for several looks where only those were decoded: that alone is no still picture.
 */
export async function stillStretches(
  path: string,
  info: MediaInfo,
  looks: readonly StillLooks[],
  { keyFramesWithinSeconds }: ScreenPolicy,
  signal?: AbortSignal,
): Promise<Gap[]> {
  const keyFrameMs = keyFramesWithinSeconds * 1000
  const { startMs = 0, endMs: lastMs = info.durationMs } = info.video ?? {}
  const found: Gap[] = []
  for (const { beforeMs, fromMs, toMs, behindMs } of looks) {
    if (toMs - fromMs <= keyFrameMs) continue
    const moving = async (from: number, to: number) => {
      const times: number[] = []
      const range = { fromMs: Math.max(startMs, from), toMs: Math.min(lastMs, to) }
      for await (const { atMs, change } of movements(path, range, { info, signal }))
        if (change > stillBelow) times.push(atMs)
      return times
    }
    const before = await moving((beforeMs ?? fromMs) - keyFrameMs, fromMs)
    const behind = await moving(toMs - keyFrameMs, behindMs ?? lastMs)
    const still = {
      fromMs: before.at(-1) ?? (beforeMs === null ? startMs : fromMs),
      toMs: behind.find((ms) => ms > fromMs) ?? behindMs ?? lastMs,
      gap: '画面静止',
    }
    const atEnd = still.fromMs <= startMs + endMs || still.toMs >= lastMs - endMs
    if (still.toMs - still.fromMs >= (atEnd ? leastAtEndMs : leastMs)) found.push(still)
  }
  return found
}

/** The same where nobody reads what is written on the picture. */
export async function stillWithoutReading(
  path: string,
  info: MediaInfo,
  policy: ScreenPolicy,
  signal?: AbortSignal,
): Promise<Gap[]> {
  const stillness = watchStillness()
  for await (const frame of sampleFrames(path, samplingOf(policy), { info, signal }))
    stillness.look(frame)
  return stillStretches(path, info, stillness.finish(), policy, signal)
}

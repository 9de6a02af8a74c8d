import type { MediaInfo } from '#shared/domain/recording.ts'
import type { ScreenPolicy } from '#shared/domain/screen-policy.ts'
import type { ScreenCode, ScreenText } from '#shared/domain/screen-text.ts'
import { type SampledFrame, sampleFrames } from '#shared/media/frames.ts'
import { readCodes } from '#shared/ocr/codes.ts'
import { overlaps, type PixelBox } from '#shared/ocr/picture.ts'
import type { ScreenLine, ScreenReader } from '#shared/ocr/read-screen.ts'
import { textAreas } from '#shared/ocr/text-areas.ts'
import { allowance } from './allowance.ts'
import { type Watch, watchChanges } from './changes.ts'
import { cleanLine } from './clean.ts'
import { type Standing, standingCaptions } from './standing.ts'
import { type StillLooks, samplingOf, watchStillness } from './still.ts'

export interface ScreenDeps {
  readonly reader: ScreenReader
  readonly policy: ScreenPolicy
  readonly signal?: AbortSignal | undefined
}

/** What stood on the picture of a recording, and how much work it was to find out. */
export interface ScreenFound {
  readonly texts: readonly ScreenText[]
  readonly codes: readonly ScreenCode[]
  /** Looks in a row between which nothing moved. */
  readonly still: readonly StillLooks[]
  readonly looks: number
  readonly textReads: number
  readonly codeReads: number
}

/** A moving picture with writing in it is read at every so many looks only. */
const restlessEvery = 8
/** Less of the picture than this is no new code. */
const codeChange = 0.01

/**
 * Looks at a recording's picture at the policy's pace and reads what is new on it: stretches that look like writing and
 * changed since they were last read, within the policy's allowance. What does not change is read once.
 */
export async function readScreens(
  path: string,
  info: MediaInfo,
  { reader, policy, signal }: ScreenDeps,
): Promise<ScreenFound> {
  const sampling = samplingOf(policy)
  const texts = standingCaptions()
  const codes = standingCaptions((a, b) => a === b)
  const formats = new Map<string, string>()
  const textAllowance = allowance(policy.readsPerHour, info.durationMs)
  const codeAllowance = allowance(policy.codesPerHour, info.durationMs)
  const watches = { texts: watchChanges(), codes: watchChanges() }
  const stillness = watchStillness()
  let [looks, textReads, codeReads, endMs] = [0, 0, 0, 0]
  let beforeMs: number | null = null

  for await (const frame of sampleFrames(path, sampling, { info, signal })) {
    signal?.throwIfAborted()
    const { atMs } = frame
    watches.texts.look(frame)
    watches.codes.look(frame)
    stillness.look(frame)
    const { wanted, skipped } = wantedAreas(frame, watches.texts, looks)
    const isRead = wanted.length > 0 && textAllowance.take(atMs)
    const unread = isRead ? skipped : [...wanted, ...skipped]
    const lines = isRead ? await reader.readScreen(frame, { areas: wanted, signal }) : []
    if (isRead) textReads++
    const good = lines.flatMap((line) => cleanLine(line, policy.minConfidence))
    stand(texts, { frame, beforeMs, watch: watches.texts, unread, lines: good })
    watches.texts.settle(unread)

    const isNew = watches.codes.changedPart() >= codeChange
    const isSearched = isNew && codeAllowance.take(atMs)
    const found = isSearched ? await readCodes(frame) : []
    if (isSearched) codeReads++
    for (const { text, format } of found) formats.set(text, format)
    const whole = { x: 0, y: 0, width: frame.width, height: frame.height }
    const unsearched = isSearched ? [] : [whole]
    const codeLines = found.map(({ text, box }) => ({ text, box, confidence: 1 }))
    stand(codes, { frame, beforeMs, watch: watches.codes, unread: unsearched, lines: codeLines })
    if (isSearched || !isNew) watches.codes.settle()

    looks++
    beforeMs = atMs
    endMs = Math.min(atMs + sampling.everyMs, info.video?.endMs ?? info.durationMs)
  }
  const coded = codes.finish(Math.round(endMs))
  return {
    texts: texts.finish(Math.round(endMs)),
    codes: coded.map(({ confidence: _, ...code }) => ({
      ...code,
      format: formats.get(code.text) ?? '',
    })),
    still: stillness.finish(),
    ...{ looks, textReads, codeReads },
  }
}

/** Stretches of writing that are new, and those of them that move all the time and are left for later. */
function wantedAreas(frame: SampledFrame, watch: Watch, look: number) {
  const wanted: PixelBox[] = []
  const skipped: PixelBox[] = []
  for (const area of textAreas(frame)) {
    if (!watch.changed(area)) continue
    if (watch.restless(area) && look % restlessEvery !== 0) skipped.push(area)
    else wanted.push(area)
  }
  return { wanted, skipped }
}

interface Seen {
  readonly frame: SampledFrame
  readonly beforeMs: number | null
  readonly watch: Watch
  readonly unread: readonly PixelBox[]
  readonly lines: readonly ScreenLine[]
}

function stand(standing: Standing, { frame, beforeMs, watch, unread, lines }: Seen) {
  standing.look({
    atMs: frame.atMs,
    beforeMs,
    picture: frame,
    changed: (box) => watch.changed(box),
    unread: (box) => unread.some((area) => overlaps(area, box)),
    lines,
  })
}

import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { neighbours } from '#shared/db/capture-pieces.ts'
import { captureGoesOn } from '#shared/db/captures.ts'
import type { Db } from '#shared/db/client.ts'
import type { Recording } from '#shared/db/recordings.ts'
import { captureSeamMs } from '#shared/domain/capture.ts'
import { clipContextMs } from '#shared/domain/clip.ts'
import type { MediaInfo } from '#shared/domain/recording.ts'
import { wallMsOf } from '#shared/domain/wall-clock.ts'
import { TryLater } from '#shared/errors.ts'
import { inspectMedia } from '#shared/media/inspect.ts'
import type { CutSource } from './cut.ts'

interface Phrase {
  readonly startMs: number
  readonly endMs: number
}

/** The next piece is recorded, filed and read within this; later there is none. */
const waitForNextMs = 90_000
const lookAgainMs = 3000

/**
 * The recording, or for a phrase near an end of a capture's piece, that piece with its neighbours as one file in `dir`. A
 * stream that broke off is not joined: there is nothing between. Throws `TryLater` while the next piece is still recorded.
 */
export async function clipSource(
  db: Db,
  recording: Recording & { readonly media: MediaInfo },
  phrase: Phrase,
  { dir, now, signal }: { readonly dir: string; readonly now: Date; readonly signal: AbortSignal },
): Promise<CutSource> {
  const { path, media, captureId, startedAt } = recording
  const alone = { path, media, offsetMs: 0 }
  const lackBefore = clipContextMs - phrase.startMs
  const lackBehind = phrase.endMs + clipContextMs - media.durationMs
  if (captureId === null || (lackBefore <= 0 && lackBehind <= 0)) return alone
  const all = await neighbours(db, captureId, startedAt, 4 * clipContextMs)
  const at = all.findIndex(({ id }) => id === recording.id)
  const before = run(all.slice(0, at + 1).reverse(), lackBefore)
  const behind = run(all.slice(at), lackBehind)
  const isLast = at + behind.length === all.length - 1
  const recentMs = now.getTime() - wallMsOf(recording, media.durationMs)
  const mayCome = isLast && lackBehind > lengthOf(behind) && recentMs < waitForNextMs
  if (mayCome && (await captureGoesOn(db, captureId, now)))
    throw new TryLater(lookAgainMs, 'the piece behind it is still recorded')
  if (before.length + behind.length === 0) return alone
  const joined = join(dir, 'around.ts')
  for (const one of [...before.toReversed(), recording, ...behind])
    await pipeline(createReadStream(one.path), createWriteStream(joined, { flags: 'a' }), {
      signal,
    })
  return {
    path: joined,
    media: await inspectMedia(joined, { signal }),
    offsetMs: lengthOf(before),
  }
}

/** Of pieces in order away from the first one, those that follow it without a break, until they make up what lacks. */
function run([first, ...others]: readonly Recording[], lackMs: number): Recording[] {
  const taken: Recording[] = []
  let last = first
  for (const one of others) {
    if (!last || lengthOf(taken) >= lackMs) break
    const [early, late] = one.startedAt < last.startedAt ? [one, last] : [last, one]
    const breakMs = wallMsOf(late, 0) - wallMsOf(early, early.durationMs ?? 0)
    if (Math.abs(breakMs) > captureSeamMs) break
    taken.push(one)
    last = one
  }
  return taken
}

function lengthOf(pieces: readonly Recording[]): number {
  return pieces.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0)
}

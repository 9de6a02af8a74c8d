import { stat } from 'node:fs/promises'
import { readDanmaku } from '#shared/danmaku/read.ts'
import type { Comment } from '#shared/domain/comment.ts'
import { AppError } from '#shared/errors.ts'
import { readDanmakuClock } from './comments.ts'
import { type DanmakuClock, danmakuClockReader } from './danmaku-clock.ts'
import { bytesOf, headOf, heldBack, readStretch, type WholeHead } from './danmaku-stretch.ts'
import { lastWhole } from './danmaku-whole.ts'

/** A danmaku file that another program goes on writing, as far as it is written. */
export interface FollowedDanmaku {
  readonly clock: DanmakuClock
  readonly errors: number
  /** Its messages in file order, without those at its beginning that were all sent before this moment (epoch ms). */
  readonly since: (fromMs: number, signal: AbortSignal) => AsyncIterable<Comment>
}

/** Where messages begin, and the latest moment of those before: none of them is needed for a later one. */
interface Place {
  readonly offset: number
  readonly sentByMs: number
}

interface State {
  readonly head: WholeHead
  readonly clock: ReturnType<typeof danmakuClockReader>
  /** Whole elements end here; all before it is in the clock, but for the last `held` messages. */
  offset: number
  /** The bytes before `offset`: a file that was written anew has others. */
  mark: Buffer
  held: number
  errors: number
  readonly places: Place[]
}

/** Below this a file is read whole: nothing is won. */
const leastBytes = 256 * 1024
const blockBytes = 1024 * 1024
/** Read again before what is new: repeats of a message, and runs of a clock that stood still, are seen for what they are. */
const overlapBytes = 64 * 1024
const markBytes = 4096
/** Whole seconds, and times guessed from ids, are off by less. */
const marginMs = 60_000
const maxFollowed = 64

const followed = new Map<string, Promise<State | null>>()

/**
 * Reads on in a danmaku file from the last whole element at which this process stood, so that a broadcast of twelve hours
 * is read once and not at every piece; what it gives is what reading it whole gives. A file that shrank or was written anew
 * is begun again, one whose pieces cannot be told apart is read whole. Null for what is no danmaku file.
 */
export async function followDanmaku(
  path: string,
  signal: AbortSignal,
): Promise<FollowedDanmaku | null> {
  try {
    const info = await stat(path).catch(() => null)
    if (!info || info.size < leastBytes) return await readWhole(path, signal)
    const before = followed.get(path) ?? Promise.resolve(null)
    const next = before.catch(() => null).then((known) => readOn(path, info.size, known, signal))
    next.catch(() => {})
    remember(path, next)
    const state = await next
    return state ? await present(path, info.size, state, signal) : await readWhole(path, signal)
  } catch (error) {
    followed.delete(path)
    if (error instanceof AppError) return null
    throw error
  }
}

function remember(path: string, state: Promise<State | null>): void {
  followed.delete(path)
  followed.set(path, state)
  const [oldest] = followed.keys()
  if (followed.size > maxFollowed && oldest !== undefined) followed.delete(oldest)
}

async function readWhole(path: string, signal: AbortSignal): Promise<FollowedDanmaku | null> {
  const read = await readDanmakuClock(path, signal)
  return read && { ...read, since: (_, during) => wholeFile(path, during) }
}

async function* wholeFile(path: string, signal: AbortSignal): AsyncGenerator<Comment> {
  yield* (await readDanmaku(path, { signal })).comments
}

/** The state after all whole elements of the file; null where they cannot be told. */
async function readOn(path: string, size: number, known: State | null, signal: AbortSignal) {
  const state = known && (await stands(path, size, known)) ? known : await begin(path, signal)
  while (state && state.offset < size) {
    const end = Math.min(size, state.offset + blockBytes)
    const bytes = await bytesOf(path, state.offset, end)
    const whole = lastWhole(state.head.written, bytes, true)
    if (whole > 0) await absorb(path, state, state.offset + whole, signal)
    else if (end < size) return null
    if (end === size) break
  }
  return state
}

async function stands(path: string, size: number, { head, offset, mark }: State) {
  if (size < offset) return false
  const [start, end] = [
    await bytesOf(path, 0, head.bytes.length),
    await bytesOf(path, offset - mark.length, offset),
  ]
  return start.equals(head.bytes) && end.equals(mark)
}

async function begin(path: string, signal: AbortSignal): Promise<State | null> {
  const head = await headOf(path, signal)
  if (!head) return null
  const state: State = {
    ...{ head, clock: danmakuClockReader(head.startAtMs), held: heldBack(head.comments) },
    ...{ offset: head.bytes.length, mark: Buffer.alloc(0), errors: head.errors, places: [] },
  }
  stand(state, head.bytes.subarray(-markBytes), head.comments)
  for (const comment of head.comments.slice(0, head.comments.length - state.held))
    state.clock.add(comment)
  return state
}

/** Takes in what lies between the state's place and `to`. */
async function absorb(path: string, state: State, to: number, signal: AbortSignal) {
  const from = overlapFrom(state)
  const before = await readStretch(path, state.head, { from, to: state.offset }, signal)
  const after = await readStretch(path, state.head, { from, to }, signal)
  const held = heldBack(after.comments)
  const fresh = after.comments.slice(Math.max(0, before.comments.length - state.held))
  for (const comment of fresh.slice(0, Math.max(0, fresh.length - held))) state.clock.add(comment)
  state.held = held
  state.errors += after.errors - before.errors
  state.offset = to
  stand(state, await bytesOf(path, to - Math.min(markBytes, to), to), fresh)
}

/** Where to begin so that what is new is read with what stands just before it. */
function overlapFrom({ places, head, offset }: State): number {
  const least = offset - overlapBytes
  return places.findLast((place) => place.offset <= least)?.offset ?? head.bytes.length
}

function stand(state: State, mark: Buffer, fresh: readonly Comment[]): void {
  const { startAtMs } = state.head
  const sent = fresh.map(({ atMs, tMs }) => atMs ?? (startAtMs ?? 0) + (tMs ?? 0))
  const before = state.places.at(-1)?.sentByMs ?? Number.NEGATIVE_INFINITY
  state.mark = mark
  const sentByMs = sent.reduce((latest, ms) => Math.max(latest, ms), before)
  state.places.push({ offset: state.offset, sentByMs })
}

/** The clock and errors as they are with the torn end and what is held back, which may read otherwise once it goes on. */
async function present(
  path: string,
  size: number,
  state: State,
  signal: AbortSignal,
): Promise<FollowedDanmaku> {
  const { head, offset, held, errors, places } = state
  const clock = state.clock.fork()
  const from = overlapFrom(state)
  const whole = await readStretch(path, head, { from, to: offset }, signal)
  const torn = size > offset ? await readStretch(path, head, { from, to: size }, signal) : whole
  for (const comment of torn.comments.slice(Math.max(0, whole.comments.length - held)))
    clock.add(comment)
  const known = [...places]
  async function* since(fromMs: number, during: AbortSignal): AsyncGenerator<Comment> {
    const place = known.findLast(({ sentByMs }) => sentByMs < fromMs - marginMs)
    const start = known.findLast((it) => place && it.offset <= place.offset - overlapBytes)?.offset
    if (start === undefined) yield* wholeFile(path, during)
    else yield* (await readStretch(path, head, { from: start, to: size }, during)).comments
  }
  return { clock: clock.end(), errors: errors + torn.errors - whole.errors, since }
}

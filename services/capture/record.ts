import { mkdir } from 'node:fs/promises'
import type { AddressGuard } from '#shared/media/address.ts'
import { portOf } from '#shared/media/address.ts'
import { followLive, type LiveChunk } from '#shared/media/live-source.ts'
import { type CutSegment, cutStream } from '#shared/media/segmenter.ts'

export interface RecordOptions {
  readonly dir: string
  readonly seconds: number
  readonly firstNumber: number
  readonly stallMs: number
  readonly maxChunkBytes: number
  /** What is recorded up to this moment already. */
  readonly afterMs: number | null
  readonly guard: AddressGuard
  readonly signal: AbortSignal
}

/** A finished piece of a live stream with its place on the wall clock. */
export interface TimedSegment {
  readonly path: string
  readonly number: number
  readonly fromMs: number
  readonly toMs: number
  readonly stated: boolean
}

/**
 * Records a live stream into pieces as they come. Ends with the broadcast and throws when the stream breaks; the piece
 * that was being written is finished and told first.
 */
export async function* recordLive(
  address: string,
  options: RecordOptions,
): AsyncGenerator<TimedSegment> {
  await mkdir(options.dir, { recursive: true })
  const url = new URL(address)
  if (url.protocol.startsWith('rtmp')) {
    const [target] = await options.guard.resolve(url)
    const host = target?.family === 6 ? `[${target.address}]` : target?.address
    const rtmp = `${url.protocol}//${host}:${portOf(url)}${url.pathname}${url.search}`
    const tcUrl = `${url.protocol}//${url.host}${url.pathname.replace(/\/[^/]*$/, '')}`
    yield* timed(cutStream({ rtmp, tcUrl }, options), () => null)
    return
  }
  const source = followLive(address, options)[Symbol.asyncIterator]()
  let pending: LiveChunk | null = null
  let failure: unknown = null
  let firstNumber = options.firstNumber
  // A run is what one clock and one format hold together; a broken source ends the run like its last byte.
  async function* run(first: LiveChunk): AsyncGenerator<Buffer> {
    yield first.bytes
    for (;;) {
      const next = await source.next().catch((error: unknown) => {
        failure = error
        return null
      })
      if (!next || next.done) return
      if (next.value.seam) {
        pending = next.value
        return
      }
      yield next.value.bytes
    }
  }
  try {
    const begin = await source.next()
    pending = begin.done ? null : begin.value
    while (pending) {
      const first: LiveChunk = pending
      pending = null
      const cut = cutStream(
        { bytes: run(first), format: first.format },
        { ...options, firstNumber },
      )
      for await (const segment of timed(cut, () => first.at)) {
        firstNumber = segment.number + 1
        yield segment
      }
      if (failure) throw failure
    }
  } finally {
    await source.return?.(undefined)
  }
}

/** Puts pieces on the wall clock: by the time their stream began, else by when the piece that came soonest was whole. */
async function* timed(
  cut: AsyncIterable<CutSegment>,
  begun: () => LiveChunk['at'],
): AsyncGenerator<TimedSegment> {
  let zeroMs: number | null = null
  let soonestMs = Number.POSITIVE_INFINITY
  for await (const { path, number, startMs, endMs } of cut) {
    zeroMs ??= startMs
    soonestMs = Math.min(soonestMs, Date.now() - (endMs - zeroMs))
    const at = begun()
    const beginMs = at?.ms ?? soonestMs
    yield {
      ...{ path, number, stated: at?.stated ?? false },
      fromMs: Math.round(beginMs + startMs - zeroMs),
      toMs: Math.round(beginMs + endMs - zeroMs),
    }
  }
}

import { basename } from 'node:path'
import type { Comment } from '#shared/domain/comment.ts'
import { AppError } from '#shared/errors.ts'
import { headOf, piecesOf } from './bytes.ts'
import { clampMarker } from './clamped.ts'
import type { DanmakuDialect } from './dialect.ts'
import { duplicateFilter } from './duplicates.ts'
import { openDialect } from './open.ts'
import type { Tally } from './parser.ts'
import { refusalOf } from './refusal.ts'
import { textDecoder } from './scan/decode.ts'
import { headText, sniffText } from './sniff.ts'
import { type DanmakuSummary, summaryCounter } from './summary.ts'

/** A danmaku file being read. Memory stays the same however long it is. */
export interface DanmakuFile {
  readonly dialect: DanmakuDialect
  /** Wall clock of the file's time zero in epoch ms, as its own header says; null if it does not. */
  readonly startAtMs: number | null
  /** Messages in file order without repeats; can be iterated once. */
  readonly comments: AsyncIterable<Comment>
  /** What has been read so far; complete once `comments` has ended. */
  summary(): DanmakuSummary
}

/**
 * Opens a danmaku file of any dialect, packed by gzip or not. Broken pieces are counted in the summary, never thrown. Throws AppError `not_found` when
 * the file cannot be opened and `invalid` when it is no danmaku file.
 */
export async function readDanmaku(
  path: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<DanmakuFile> {
  const name = basename(path)
  const bytes = await headOf(path)
  const head = headText(bytes)
  const dialect = sniffText(head, name)
  if (!dialect) throw new AppError('invalid', `${name} ${refusalOf(bytes, head)}`)
  const tally: Tally = { unreadable: 0, repaired: 0, empty: 0 }
  const { parser, startAtMs } = openDialect(dialect, head, name, tally)
  const counter = summaryCounter(tally)
  const repeated = duplicateFilter()

  const clamps = clampMarker()

  async function* batches(): AsyncGenerator<readonly Comment[]> {
    const decode = textDecoder()
    const torn = () => {
      tally.unreadable++
    }
    for await (const bytes of piecesOf(path, torn, signal))
      yield counted(passed(parser.push(decode(bytes))))
    const last = passed(parser.end())
    clamps.end(last)
    yield counted(last)
  }

  function passed(batch: readonly Comment[]): Comment[] {
    const out: Comment[] = []
    for (const comment of batch) {
      if (repeated(comment)) counter.duplicate()
      else clamps.add(comment, out)
    }
    return out
  }

  function counted(batch: readonly Comment[]): readonly Comment[] {
    for (const comment of batch) counter.count(comment)
    return batch
  }

  return { dialect, startAtMs, comments: oneByOne(batches()), summary: counter.summary }
}

/** The items of batches. A generator would await three times for each of a million; this does once, and not at all of its own. */
function oneByOne<T>(batches: AsyncGenerator<readonly T[]>): AsyncIterableIterator<T> {
  let batch: readonly T[] = []
  let at = 0
  const done = { value: undefined, done: true } as const

  async function nextBatch(): Promise<IteratorResult<T>> {
    do {
      const read = await batches.next()
      if (read.done) return done
      batch = read.value
      at = 0
    } while (batch.length === 0)
    return { value: batch[at++] as T, done: false }
  }

  return {
    next: () =>
      at < batch.length ? Promise.resolve({ value: batch[at++] as T, done: false }) : nextBatch(),
    async return() {
      await batches.return(undefined)
      return done
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

/** Reads a danmaku file to its end and says what it holds. Errors as `readDanmaku`. */
export async function summariseDanmaku(
  path: string,
  options: { signal?: AbortSignal } = {},
): Promise<DanmakuSummary & Pick<DanmakuFile, 'dialect' | 'startAtMs'>> {
  const file = await readDanmaku(path, options)
  for await (const _ of file.comments) options.signal?.throwIfAborted()
  return { dialect: file.dialect, startAtMs: file.startAtMs, ...file.summary() }
}

import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Comment } from '#shared/domain/comment.ts'
import { AppError } from '#shared/errors.ts'
import { clampMarker } from './clamped.ts'
import type { DanmakuDialect } from './dialect.ts'
import { duplicateFilter } from './duplicates.ts'
import { openDialect } from './open.ts'
import type { Tally } from './parser.ts'
import { textDecoder } from './scan/decode.ts'
import { headBytes, headText, sniffText } from './sniff.ts'
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

/** Small pieces die young: four times the size costs a third more time and memory. */
const pieceBytes = 64 * 1024
/** Asking for more at a time saves a tenth of the time. */
const readBytes = 8 * pieceBytes

/**
 * Opens a danmaku file of any dialect. Broken pieces are counted in the summary, never thrown. Throws AppError `not_found` when
 * the file cannot be opened and `invalid` when it is no danmaku file.
 */
export async function readDanmaku(
  path: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<DanmakuFile> {
  const name = basename(path)
  const head = headText(await readHead(path))
  const dialect = sniffText(head, name)
  if (!dialect) {
    const why = head.trim() === '' ? '是空文件' : '不是可识别的弹幕文件'
    throw new AppError('invalid', `${name} ${why},请确认选中的是录制软件导出的弹幕。`)
  }
  const tally: Tally = { unreadable: 0, repaired: 0, empty: 0 }
  const { parser, startAtMs } = openDialect(dialect, head, name, tally)
  const counter = summaryCounter(tally)
  const repeated = duplicateFilter()

  const clamps = clampMarker()

  async function* batches(): AsyncGenerator<readonly Comment[]> {
    const decode = textDecoder()
    for await (const bytes of chunksOf(path, signal))
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

/** The bytes of a file; each piece is valid until the next one is asked for. */
async function* chunksOf(
  path: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const file = await open(path)
  try {
    const buffer = new Uint8Array(readBytes)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, readBytes, null)
      if (bytesRead === 0) return
      for (let at = 0; at < bytesRead; at += pieceBytes) {
        signal?.throwIfAborted()
        yield buffer.subarray(at, Math.min(at + pieceBytes, bytesRead))
      }
    }
  } finally {
    await file.close()
  }
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

async function readHead(path: string): Promise<Uint8Array> {
  let file: Awaited<ReturnType<typeof open>>
  try {
    file = await open(path)
  } catch (cause) {
    throw new AppError('not_found', `打不开弹幕文件 ${basename(path)},请检查路径与权限。`, {
      cause,
    })
  }
  try {
    const bytes = new Uint8Array(headBytes)
    const { bytesRead } = await file.read(bytes, 0, headBytes, 0)
    return bytes.subarray(0, bytesRead)
  } catch (cause) {
    throw new AppError('invalid', `${basename(path)} 读不出内容,请确认它是文件而不是文件夹。`, {
      cause,
    })
  } finally {
    await file.close()
  }
}

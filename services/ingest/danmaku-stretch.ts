import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { readDanmaku } from '#shared/danmaku/read.ts'
import type { Comment } from '#shared/domain/comment.ts'
import { howWritten, lastWhole, type Written } from './danmaku-whole.ts'

/** Enough to tell a file's kind, and what its header says. */
const headBytes = 64 * 1024

/** A file's beginning up to a whole element: what it says of the file, and the messages in it. */
export interface WholeHead {
  readonly written: Written
  readonly bytes: Buffer
  readonly startAtMs: number | null
  readonly comments: readonly Comment[]
  readonly errors: number
}

interface Read {
  readonly comments: readonly Comment[]
  readonly errors: number
}

/** The beginning of a file whose pieces can be told apart; null for any other. */
export async function headOf(path: string, signal: AbortSignal): Promise<WholeHead | null> {
  const start = await bytesOf(path, 0, headBytes)
  const written = howWritten(start, basename(path))
  const length = written ? lastWhole(written, start, false) : 0
  if (!written || length === 0) return null
  const bytes = start.subarray(0, length)
  const read = await asFile(path, bytes, signal)
  return { written, bytes, ...read }
}

/**
 * Reads the stretch of a file between two ends of whole elements (the second may be torn) as if the head stood before it.
 * The head's own errors are left out, and its messages but for those it holds back.
 */
export async function readStretch(
  path: string,
  head: WholeHead,
  { from, to }: { readonly from: number; readonly to: number },
  signal: AbortSignal,
): Promise<Read> {
  const bytes = Buffer.concat([head.bytes, await bytesOf(path, from, to)])
  const read = await asFile(path, bytes, signal)
  return {
    comments: read.comments.slice(head.comments.length - heldBack(head.comments)),
    errors: read.errors - head.errors,
  }
}

/** Messages at the end whose own clock stands still: whether it was stuck is known when it goes on. */
export function heldBack(comments: readonly Comment[]): number {
  const last = comments.at(-1)?.tMs ?? null
  if (last === null) return 0
  return comments.length - 1 - comments.findLastIndex(({ tMs }) => tMs !== last)
}

/** Reads bytes as a file of the same name, for names tell dialects apart. */
async function asFile(path: string, bytes: Buffer, signal: AbortSignal) {
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-danmaku-'))
  try {
    const copy = join(dir, basename(path))
    await writeFile(copy, bytes)
    const danmaku = await readDanmaku(copy, { signal })
    const comments: Comment[] = []
    for await (const comment of danmaku.comments) comments.push(comment)
    return { comments, errors: danmaku.summary().errors, startAtMs: danmaku.startAtMs }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

export async function bytesOf(path: string, from: number, to: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const bytes = Buffer.alloc(Math.max(0, to - from))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

import { spawn } from 'node:child_process'
import { pipeline } from 'node:stream/promises'
import { StringDecoder } from 'node:string_decoder'
import { AppError } from '#shared/errors.ts'
import { toStream } from './source.ts'

/** A child's two reasons to stop early: the caller's, and the time it may take. */
export function deadline(signal: AbortSignal | undefined, timeLimitMs = 15 * 60_000) {
  const limit = AbortSignal.timeout(timeLimitMs)
  const either = signal ? AbortSignal.any([signal, limit]) : limit
  /** Throws the caller's reason, or AppError 'unavailable' when the time is up. */
  const check = () => {
    signal?.throwIfAborted()
    if (!limit.aborted) return
    const minutes = Math.round(timeLimitMs / 6000) / 10
    throw new AppError('unavailable', `处理超过 ${minutes} 分钟仍未完成，已停止，请稍后再试。`)
  }
  return { signal: either, check }
}

/** What a program that is not there means to people. */
export function notInstalled(program: string, cause: unknown): AppError {
  return new AppError(
    'unavailable',
    `找不到 ${program}，请先安装（例如 apt-get install ffmpeg）。`,
    {
      cause,
    },
  )
}

export interface ChildOptions {
  readonly signal?: AbortSignal | undefined
  /** Milliseconds after which the child is killed; 15 minutes if left out. */
  readonly timeLimitMs?: number | undefined
  readonly stdin?: AsyncIterable<Buffer> | undefined
}

const maxLine = 64 * 1024
const maxStderr = 8 * 1024

/**
 * Runs a program without a shell and yields what it writes, as it comes, in constant memory. A non-zero exit throws
 * after the last chunk with the end of what it wrote to standard error; leaving the loop early or an abort kills it.
 */
export async function* childChunks(
  program: string,
  args: readonly string[],
  options: ChildOptions = {},
): AsyncGenerator<Buffer> {
  const { signal, check } = deadline(options.signal, options.timeLimitMs)
  check()
  const child = spawn(program, args, { signal, killSignal: 'SIGKILL', windowsHide: true })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  ended.catch(() => {})
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-maxStderr)
  })
  child.stdin.on('error', () => {})
  // The child may stop reading as soon as it knows enough: a broken pipe is its good right.
  if (options.stdin) pipeline(toStream(options.stdin), child.stdin).catch(() => {})
  else child.stdin.end()
  try {
    yield* child.stdout as AsyncIterable<Buffer>
    const code = await ended
    check()
    if (code !== 0) throw new Error(`${program}: ${lastLines(stderr) || `exit code ${code}`}`)
  } catch (error) {
    check()
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw notInstalled(program, error)
    }
    throw error
  } finally {
    child.kill('SIGKILL')
  }
}

/** `childChunks` as text, in batches of whole lines. A line longer than 64 KiB ends it with an error. */
export async function* childLines(
  program: string,
  args: readonly string[],
  options: ChildOptions = {},
): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of childChunks(program, args, options)) {
    const lines = (rest + decoder.write(chunk)).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > maxLine) throw new Error(`${program}: a line of more than ${maxLine} bytes`)
    yield lines
  }
  rest += decoder.end()
  if (rest) yield [rest]
}

/** All lines of a short output. */
export async function childOutput(
  program: string,
  args: readonly string[],
  options: ChildOptions = {},
): Promise<string[]> {
  const all: string[] = []
  for await (const lines of childLines(program, args, options)) {
    for (const line of lines) all.push(line)
    if (all.length > 100_000) throw new Error(`${program}: too much output`)
  }
  return all
}

function lastLines(text: string): string {
  return text.trim().split(/\r?\n/).slice(-4).join(' | ').slice(0, 800)
}

import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./child.mjs', import.meta.url))
const keptErrors = 4000

/** What the process says to one request. */
export interface Answer<T> {
  readonly value: T
  /** Resident memory of the process after it. */
  readonly rssBytes: number
  /** Of the whole process while it was answered; requests at a time share it. */
  readonly cpuMs: number
}

/** The process died, was ended, or could not start. `why` is its last words, for people who can read them. */
export class NativeDied extends Error {
  override readonly name = 'NativeDied'
  readonly exit: string
  readonly why: string
  constructor(exit: string, why: string) {
    super(`the native engine ended (${exit}): ${why}`)
    this.exit = exit
    this.why = why
  }
}

/** Refused by the engine, which lives on. */
export class NativeRefused extends Error {
  override readonly name = 'NativeRefused'
}

export interface Native {
  /** Throws NativeRefused, or NativeDied when the process ends before it answers. */
  ask<T>(act: string, rest?: object): Promise<Answer<T>>
  readonly alive: boolean
  /** Ends the process at once; what was asked and not answered fails with NativeDied. */
  kill(): void
}

interface Waiting {
  readonly resolve: (answer: Answer<never>) => void
  readonly reject: (error: Error) => void
}

/**
 * Starts the native engine in a process of its own, with nothing of our environment. It does not keep this process
 * alive while it has nothing to answer, and goes when this process goes.
 */
export function startNative(): Native {
  const child = fork(program, [], {
    env: {},
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let errors = ''
  let died: NativeDied | undefined
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-keptErrors)
  })
  const rest = () => hold(child, waiting.size > 0)
  const end = (exit: string) => {
    died ??= new NativeDied(exit, lastWords(errors))
    for (const { reject } of waiting.values()) reject(died)
    waiting.clear()
  }
  child.on('message', ({ id, value, error, rss, cpuMs }: Message) => {
    const one = waiting.get(id)
    waiting.delete(id)
    rest()
    if (error === undefined) one?.resolve({ value: value as never, rssBytes: rss, cpuMs })
    else one?.reject(new NativeRefused(`${error} ${lastWords(errors)}`.trim()))
  })
  child.on('error', (error) => end(error.message))
  // `close` and not `exit`: only then its last words have arrived.
  child.on('close', (code, signal) => end(signal ?? String(code)))
  rest()
  return {
    get alive() {
      return died === undefined
    },
    kill() {
      child.kill('SIGKILL')
      end('SIGKILL')
    },
    ask: (act, more = {}) =>
      new Promise((resolve, reject) => {
        if (died) return reject(died)
        const id = asked++
        waiting.set(id, { resolve, reject })
        rest()
        // A message that cannot be sent means that the process is going; `close` tells why.
        child.send({ id, act, ...more }, () => {})
      }),
  }
}

interface Message {
  readonly id: number
  readonly value?: unknown
  readonly error?: string
  readonly rss: number
  readonly cpuMs: number
}

function hold(child: ChildProcess, busy: boolean): void {
  const stderr = child.stderr as unknown as { ref(): void; unref(): void } | null
  for (const it of [child, child.channel, stderr]) {
    if (busy) it?.ref()
    else it?.unref()
  }
}

/** The line that names the trouble: native code writes it last, after pages of configuration. */
function lastWords(errors: string): string {
  const lines = errors
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(at |Node\.js v|\^|throw )/.test(line))
  return (
    lines.findLast((line) =>
      /error|exception|fail|not |unsupported|invalid|mismatch/i.test(line),
    ) ??
    lines.at(-1) ??
    ''
  ).slice(0, 300)
}

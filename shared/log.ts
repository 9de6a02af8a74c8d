import {
  type DestinationStream,
  destination,
  type Level,
  type Logger,
  pino,
  stdTimeFunctions,
} from 'pino'

export type Log = Logger

export interface LogOptions {
  readonly level: Level | 'silent'
  /** The command keeps stdout for its own answer and logs to stderr; tests pass a stream. */
  readonly to?: 'stdout' | 'stderr' | DestinationStream
}

/** One JSON object a line, scrubbed of secrets wherever they hide. The composition root makes it and passes it down. */
export function createLog({ level, to = 'stdout' }: LogOptions): Log {
  const stream =
    typeof to === 'string' ? destination({ fd: to === 'stdout' ? 1 : 2, sync: true }) : to
  const hooks = { streamWrite: scrub }
  return pino({ level, base: null, timestamp: stdTimeFunctions.isoTime, hooks }, stream)
}

/** Says nothing: for tests and for `--quiet`. */
export const silentLog: Log = pino({ level: 'silent' })

const secretField =
  /("(?:[\w-]*(?:authorization|cookie|passw(?:or)?d|secret|token)|[\w-]+key)"):"(?:[^"\\]|\\.)*"/gi
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi
const urlPassword = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/"\\]*):[^\s@/"\\]+@/gi
const urlQuerySecret =
  /([?&](?:[\w-]*(?:key|token|secret|sign(?:ature)?|passw(?:or)?d))=)[^&\s"\\]+/gi
const modelKey = /\bsk-[\w-]{8,}/g

/**
 * A log line without what must not leave the process: values of fields named like a secret (a plain `key` is a job's
 * key and stays), bearer tokens, passwords and signed parameters in addresses, API keys. It works on the finished
 * line so that messages, nested objects and stack traces are covered alike.
 */
export function scrub(line: string): string {
  return line
    .replace(secretField, '$1:"***"')
    .replace(bearer, '$1 ***')
    .replace(urlPassword, '$1:***@')
    .replace(urlQuerySecret, '$1***')
    .replace(modelKey, 'sk-***')
}

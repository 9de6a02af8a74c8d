/** What went wrong, in the words a transport needs: HTTP maps it to a status, the command to an exit code. */
export type ErrorCode =
  | 'not_found'
  | 'conflict'
  | 'invalid'
  | 'forbidden'
  | 'signed_out'
  | 'unavailable'

/** A foreseen failure. `message` is one sentence for people that says what to do; anything else thrown is a bug or an outage. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Retrying cannot help: bad payload, unreadable file, 4xx from a server. The queue stops at once. */
export class GiveUp extends Error {
  override readonly name = 'GiveUp'
}

/** Not our turn yet (no transcriber, a lease held elsewhere). Comes back after `delayMs` and spends no attempt. */
export class TryLater extends Error {
  override readonly name = 'TryLater'
  readonly delayMs: number
  constructor(delayMs: number, reason = '') {
    super(reason || `try again in ${delayMs} ms`)
    this.delayMs = delayMs
  }
}

import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import type { Log } from '#shared/log.ts'

const status = {
  not_found: 404,
  conflict: 409,
  invalid: 422,
  forbidden: 403,
  signed_out: 401,
  unavailable: 503,
} as const satisfies Record<ErrorCode, number>

/** How HTTP says what went wrong: a foreseen failure by its sentence, a bug by a line in the log. */
export function answerFailure(log: Log) {
  return (error: unknown, c: Context): Response => {
    if (error instanceof AppError)
      return c.json({ code: error.code, message: error.message }, status[error.code])
    if (error instanceof HTTPException) return error.getResponse()
    log.error({ err: error, path: c.req.path }, 'request failed')
    return c.json({ code: 'bug', message: '系统内部错误,已记录;请稍后再试或联系系统管理员。' }, 500)
  }
}

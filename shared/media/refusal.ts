import type { FaultKind } from '#shared/domain/recording.ts'
import { AppError } from '#shared/errors.ts'

/** A file of which nothing can be analysed. The fault's kind travels as the cause. */
export function refuse(kind: FaultKind, sentence: string, cause?: unknown): AppError {
  return new AppError('invalid', sentence, { cause: new Error(kind, { cause }) })
}

/** The kind of fault a refusal was made of, null for any other error. */
export function refusalKind(error: unknown): FaultKind | null {
  if (!(error instanceof AppError) || error.code !== 'invalid') return null
  return error.cause instanceof Error ? (error.cause.message as FaultKind) : null
}

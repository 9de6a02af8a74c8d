import type { z } from 'zod'
import { AppError } from '#shared/errors.ts'

export interface Json {
  readonly json?: boolean
}

/** What was typed, in the shape a verb takes. Throws `invalid` with every fault. */
export function checked<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new AppError('invalid', `请改正后重试:${faults.join(';')}`)
}

/** The word typed, where it is one of those there are. Throws `invalid` with all of them. */
export function oneOf<T extends string>(name: string, all: readonly T[], word: string): T
export function oneOf<T extends string>(
  name: string,
  all: readonly T[],
  word: string | undefined,
): T | undefined
export function oneOf<T extends string>(
  name: string,
  all: readonly T[],
  word: string | undefined,
): T | undefined {
  if (word === undefined) return undefined
  const known = all.find((one) => one === word)
  if (known) return known
  throw new AppError('invalid', `${name} 应为其中之一:${all.join('、')}。`)
}

/** `key=value` arguments as an object; lists by commas for the keys named, numbers stay text. */
export function pairsOf(
  args: readonly string[],
  lists: readonly string[] = [],
): Record<string, unknown> {
  return Object.fromEntries(
    args.map((arg) => {
      const cut = arg.indexOf('=')
      if (cut <= 0) throw new AppError('invalid', `“${arg}”应写作 字段=值,如 name=东海渔嫂。`)
      const [key, value] = [arg.slice(0, cut), arg.slice(cut + 1)]
      return [key, lists.includes(key) ? value.split(',').filter((one) => one !== '') : value]
    }),
  )
}

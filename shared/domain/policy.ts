import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { Day, dayOf, dayStartMs } from './calendar.ts'

/** What every policy version carries: a name printed on documents, and the Shanghai day from which it rules. */
export const versioned = {
  version: z.string().min(1).max(40),
  effectiveFrom: Day,
  note: z.string().min(1),
}

export interface Versioned {
  readonly version: string
  readonly effectiveFrom: Day
}

/** The version in force on that instant's day, or undefined before the first one. The list may be in any order. */
export function findPolicy<P extends Versioned>(list: readonly P[], ms: number): P | undefined {
  const day = dayOf(ms)
  return list
    .filter((policy) => policy.effectiveFrom <= day)
    .reduce<P | undefined>(
      (best, policy) => (best && best.effectiveFrom >= policy.effectiveFrom ? best : policy),
      undefined,
    )
}

/** As `findPolicy`; throws `not_found` when no version was in force yet. */
export function policyOn<P extends Versioned>(list: readonly P[], ms: number): P {
  const policy = findPolicy(list, ms)
  if (policy) return policy
  throw new AppError(
    'not_found',
    `${dayOf(ms)} 尚无生效的规则版本；请检查 policies/ 中的 effectiveFrom。`,
  )
}

/** The instants at which another version takes over, ascending. */
export function policyChangesMs(list: readonly Versioned[]): number[] {
  return list.map((policy) => dayStartMs(policy.effectiveFrom)).sort((a, b) => a - b)
}

/** The file of one policy: its versions, no two with the same name or the same first day. */
export function policyFile<S extends z.ZodType<Versioned>>(version: S) {
  return z.strictObject({ versions: z.array(version).min(1) }).superRefine((file, issue) => {
    for (const key of ['version', 'effectiveFrom'] as const) {
      const values = file.versions.map((policy: Versioned) => policy[key])
      const twice = values.findIndex((value, i) => values.indexOf(value) !== i)
      if (twice >= 0)
        issue.addIssue({
          code: 'custom',
          path: ['versions', twice, key],
          message: `${key} “${values[twice]}” 与另一版重复`,
        })
    }
  })
}

import type { z } from 'zod'
import type { Actor } from '#shared/domain/actor.ts'
import type { Deps } from '../deps.ts'

/** Who acts, on which rows, and why. */
export interface Deed {
  readonly deps: Deps
  readonly actor: Actor
  /** The row, and a second one within it. */
  readonly id: string
  readonly other: string
  readonly reason: string
}

/** One act of a person as the command line knows it: the rows it names, the form it takes, the function the API calls too. */
export interface ActRow {
  readonly what: string
  readonly ids: 0 | 1 | 2
  readonly form: z.ZodType | null
  readonly run: (deed: Deed, body: unknown) => Promise<unknown>
}

/** An act that takes no form. */
export const plain = (
  what: string,
  ids: 0 | 1 | 2,
  run: (deed: Deed) => Promise<unknown>,
): ActRow => ({
  ...{ what, ids, form: null, run },
})

/** An act with a form, checked before it is run. */
export function filled<T>(
  what: string,
  ids: 0 | 1 | 2,
  form: z.ZodType<T>,
  run: (deed: Deed, body: T) => Promise<unknown>,
): ActRow {
  return { what, ids, form, run: (deed, body) => run(deed, form.parse(body)) }
}

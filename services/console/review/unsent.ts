import type { FlagState } from '#shared/domain/flag.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { ApiFailure, api, read } from '../client.ts'
import { personal } from '../frame/stored.ts'

/** A verdict on its way; where the network is away it waits in this browser. Its id makes sending it twice harmless. */
export interface Unsent {
  readonly id: string
  readonly flagId: string
  readonly verdict: Verdict
  readonly reason: string
  /** The last line of the log that the person saw. */
  readonly seen: string | null
  readonly route: 'verdict' | 'settle'
  readonly phrase: string
  /** Where the flag was before. */
  readonly before: FlagState
  /** Why the house did not take it, once it had the chance. */
  readonly refused?: string
}

/** More than these are not kept: so long without a network, nobody knows any more what they decide on. */
export const mostUnsent = 50

/** What waits for the network, by person. */
export const unsentOf = personal<readonly Unsent[]>('unsent', [])

/** Files one verdict; throws what `read` throws. */
export async function send({ id, flagId, verdict, reason, seen, route }: Unsent) {
  return read(
    api.flags[':id'][route].$post({
      param: { id: flagId },
      json: { id, verdict, reason, seen },
    }),
  )
}

export function isOffline(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 0
}

type Sent = Awaited<ReturnType<typeof send>>

/**
 * Files what waits, oldest first, and gives back what is left: all from the first that still meets no network, and those
 * that the house refused, with its sentence.
 */
export async function sendAll(
  waiting: readonly Unsent[],
  file: (one: Unsent) => Promise<Sent>,
  tell: { sent(one: Unsent, entry: Sent): void; why(error: unknown): string },
): Promise<Unsent[]> {
  const left: Unsent[] = []
  let away = false
  for (const one of waiting) {
    if (away || one.refused !== undefined) left.push(one)
    else
      try {
        tell.sent(one, await file(one))
      } catch (error) {
        away = isOffline(error)
        left.push(away ? one : { ...one, refused: tell.why(error) })
      }
  }
  return left
}

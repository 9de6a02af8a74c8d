import type { Verdict } from '#shared/domain/verdict.ts'
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
  /** By this browser's clock. */
  readonly givenAtMs: number
  /** Why the house did not take it, once it had the chance. */
  readonly refused?: string
}

/** More than these are not kept: so long without a network, nobody knows any more what they decide on. */
export const mostUnsent = 50

/** What waits for the network, by person. */
export const unsentOf = personal<readonly Unsent[]>('unsent', [])

export interface Sending {
  file(one: Unsent): Promise<void>
  /** Whether the network was missing, which is no refusal. */
  isAway(error: unknown): boolean
  why(error: unknown): string
}

/**
 * Files what waits, oldest first, and gives back what is left: all from the first that still meets no network, and those
 * that the house refused, with its sentence.
 */
export async function sendAll(
  waiting: readonly Unsent[],
  { file, isAway, why }: Sending,
): Promise<Unsent[]> {
  const left: Unsent[] = []
  let away = false
  for (const one of waiting) {
    if (away || one.refused !== undefined) left.push(one)
    else
      try {
        await file(one)
      } catch (error) {
        away = isAway(error)
        left.push(away ? one : { ...one, refused: why(error) })
      }
  }
  return left
}

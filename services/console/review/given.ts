import type { FlagState } from '#shared/domain/flag.ts'
import type { Verdict } from '#shared/domain/verdict.ts'
import { cell } from '../frame/cell.ts'

/** A verdict given on this page, to one flag or as a batch to copies, kept at hand for as long as it may be undone. */
export interface Given {
  readonly id: string
  readonly flagIds: readonly string[]
  readonly verdict: Verdict
  /** Where the flags were before. */
  readonly before: FlagState
  readonly phrase: string
  /** When it takes effect and can no longer be undone; null while it is being saved, never while it waits for the network. */
  readonly effectiveAtMs: number | null
}

const kept = 20

/** Newest first. */
export const givenVerdicts = cell<readonly Given[]>([])

export function addGiven(given: Given): void {
  givenVerdicts.set([given, ...givenVerdicts.get()].slice(0, kept))
}

export function dropGiven(id: string): void {
  givenVerdicts.set(givenVerdicts.get().filter((given) => given.id !== id))
}

export function settleGiven(id: string, effectiveAtMs: number): void {
  givenVerdicts.set(
    givenVerdicts.get().map((given) => (given.id === id ? { ...given, effectiveAtMs } : given)),
  )
}

/** A random UUID; `crypto.randomUUID` itself is missing where an office serves the console without TLS. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

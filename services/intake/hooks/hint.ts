import type { Facts } from '#shared/domain/recorder.ts'
import { factsOf, instantMs } from '../sidecar.ts'

/** What one delivery says of one file. A hint and no more: the sweep decides. */
export interface Hint {
  /** As the recorder wrote it, on its own machine; it is mapped, and never trusted. */
  readonly path: string
  /** The recorder has finished writing it. */
  readonly closed: boolean
  /** ISO time of the event; of two that disagree the later wins. Empty when it has none. */
  readonly at: string
  readonly facts: Facts
}

/** A delivery as it came, whatever its form: JSON, a form, or lines of text. */
export interface Delivery {
  readonly fields: Readonly<Record<string, unknown>>
  readonly lines: readonly string[]
}

/** Reads one recorder's deliveries; what it does not know it leaves out, it never throws. */
export type ReadHook = (delivery: Delivery) => readonly Hint[]

export const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}

/** A field as text: numbers as they are written, everything else undefined. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

export const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((it) => text(it) ?? [])

/** One hint a path, with the facts that could be read. */
export function hintsOf(
  paths: readonly string[],
  said: {
    readonly closed: boolean
    readonly at: unknown
    readonly facts?: { readonly [K in keyof Facts]?: unknown }
  },
): Hint[] {
  const at = instantMs(text(said.at) ?? '')
  const facts = Object.entries(said.facts ?? {}).map(([key, value]) => [key, text(value)])
  return paths
    .filter((path) => path.length <= 4096 && !path.includes('\0'))
    .map((path) => ({
      path,
      closed: said.closed,
      at: at === null ? '' : new Date(at).toISOString(),
      facts: factsOf(Object.fromEntries(facts)),
    }))
}

/** Reads a body by what it is, not by what its header says: JSON, a form, or one path a line. */
export function readDelivery(body: string, type: string): Delivery {
  const trimmed = body.replace(/^\ufeff/, '').trim()
  if (/^[{[]/.test(trimmed)) {
    try {
      return { fields: record(JSON.parse(trimmed)), lines: [] }
    } catch {
      return { fields: {}, lines: [] }
    }
  }
  if (type.includes('urlencoded'))
    return { fields: Object.fromEntries(new URLSearchParams(trimmed)), lines: [] }
  const lines = trimmed.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  return { fields: {}, lines: lines.slice(0, 1000) }
}

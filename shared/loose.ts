/** A JSON object somebody else wrote. */
export type Loose = Readonly<Record<string, unknown>>

/** The value if it is an object, else an empty one. */
export function object(value: unknown): Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Loose)
    : {}
}

/** The value if it is an array, else an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The value if it is a string, else an empty one. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A finite number, also where it was written as a string, as some servers do. */
export function number(value: unknown): number | undefined {
  const n = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof n === 'number' && Number.isFinite(n) ? n : undefined
}

/** Seconds, as every OpenAI-like answer has them, in milliseconds. */
export function seconds(value: unknown): number | undefined {
  const n = number(value)
  return n === undefined ? undefined : n * 1000
}

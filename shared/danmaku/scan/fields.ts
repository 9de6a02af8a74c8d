/** Reading unknown JSON: every accessor answers with a harmless value when the shape is another. */
export type Fields = Readonly<Record<string, unknown>>

const none: Fields = {}

export function fields(value: unknown): Fields {
  // A JSON object is a record of unknowns; arrays are objects too and have no named fields.
  return typeof value === 'object' && value !== null ? (value as Fields) : none
}

export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The first of the named fields that is a non-empty text, or a number written out; null if none is. */
export function textOf(from: Fields, ...names: string[]): string | null {
  for (const name of names) {
    const value = from[name]
    if (typeof value === 'string' && value !== '') return value
    if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  }
  return null
}

/** The first of the named fields that is a number or a text that reads as one; null if none is. */
export function numberOf(from: Fields, ...names: string[]): number | null {
  for (const name of names) {
    const value = from[name]
    if (typeof value === 'number' && Number.isFinite(value)) return value
    if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
      return Number(value)
  }
  return null
}

import type { AbsenceRule } from './absence.ts'
import type { ConceptsFile, LexiconSource, Rule } from './lexicon.ts'

/** What went out of a list of words, patterns or sentences and what came in. */
export interface WordsChange {
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/** One thing with a number that stands on both sides and is not the same. */
export interface Changed {
  readonly id: string
  readonly name: string
  /** Fields whose value differs, with what went and came where the value is a list. */
  readonly fields: readonly (WordsChange & { readonly field: string })[]
}

export interface PartChange {
  readonly added: readonly { readonly id: string; readonly name: string }[]
  readonly removed: readonly { readonly id: string; readonly name: string }[]
  readonly changed: readonly Changed[]
}

/** How one version differs from another. */
export interface LexiconDiff {
  readonly rules: PartChange
  readonly concepts: PartChange
  readonly exceptions: PartChange
  readonly calendars: PartChange
  readonly categories: PartChange
  readonly variants: readonly (WordsChange & { readonly field: string })[]
}

type Fields = Readonly<Record<string, unknown>>
interface Named {
  readonly id: string
  readonly name: string
  readonly fields: Fields
}

/** Everything that differs from `before` to `after`; order and the files rules stand in do not matter, a rule's category does. */
export function diffLexicons(before: LexiconSource, after: LexiconSource): LexiconDiff {
  return {
    rules: parts(rulesOf(before), rulesOf(after)),
    concepts: parts(conceptsOf(before.concepts), conceptsOf(after.concepts)),
    exceptions: parts(named(before.exceptions), named(after.exceptions)),
    calendars: parts(named(before.calendars), named(after.calendars)),
    categories: parts(
      before.categories.map((one) => ({ id: one.id, name: one.id, fields: { ...one } })),
      after.categories.map((one) => ({ id: one.id, name: one.id, fields: { ...one } })),
    ),
    variants: fieldChanges({ ...before.variants }, { ...after.variants }),
  }
}

/** Whether nothing differs but the order of things. */
export function isEmptyDiff(diff: LexiconDiff): boolean {
  const { variants, ...rest } = diff
  return (
    variants.length === 0 &&
    Object.values(rest).every(
      ({ added, removed, changed }) => added.length + removed.length + changed.length === 0,
    )
  )
}

function rulesOf({ rules }: LexiconSource): Named[] {
  return rules.flatMap(({ category, rules: own, absent = [] }) =>
    [...own, ...absent].map(({ id, name, examples, ...rule }: Rule | AbsenceRule) => ({
      ...{ id, name },
      fields: { ...rule, name, category, ...examplesOf(examples) },
    })),
  )
}

const examplesOf = (examples: (Rule | AbsenceRule)['examples']) =>
  Object.fromEntries(Object.entries(examples).map(([kind, list]) => [`examples.${kind}`, list]))

function conceptsOf(concepts: ConceptsFile['concepts']): Named[] {
  return Object.entries(concepts).map(([id, value]) => {
    const { words, include = [] } = Array.isArray(value) ? { words: value } : value
    return { id, name: id, fields: { words, include } }
  })
}

const named = (list: readonly { readonly id: string; readonly name: string }[]): Named[] =>
  list.map(({ id, ...fields }) => ({ id, name: fields.name, fields }))

function parts(before: readonly Named[], after: readonly Named[]): PartChange {
  const [old, now] = [byId(before), byId(after)]
  const bare = ({ id, name }: Named) => ({ id, name })
  return {
    added: after.filter(({ id }) => !old.has(id)).map(bare),
    removed: before.filter(({ id }) => !now.has(id)).map(bare),
    changed: after.flatMap((one) => {
      const was = old.get(one.id)
      const fields = was ? fieldChanges(was.fields, one.fields) : []
      return fields.length > 0 ? [{ ...bare(one), fields }] : []
    }),
  }
}

const byId = (list: readonly Named[]) => new Map(list.map((one) => [one.id, one]))

function fieldChanges(before: Fields, after: Fields) {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return fields.flatMap((field) => {
    const [was, is] = [before[field], after[field]].map(wordsOf)
    if (!was || !is) return []
    const change = { field, added: without(is, was), removed: without(was, is) }
    return change.added.length + change.removed.length > 0 ? [change] : []
  })
}

function without(list: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others)
  return [...new Set(list)].filter((one) => !known.has(one))
}

/** Any value as words: a list by its members, a record by `key=value`, the rest as one word. */
function wordsOf(value: unknown): string[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value))
    return value.flatMap((one) => (isPlain(one) ? [phrase(one)] : [String(one)]))
  if (!isPlain(value)) return [String(value)]
  return Object.entries(value).map(([key, inner]) => `${key}=${phrase(inner)}`)
}

const isPlain = (value: unknown) =>
  typeof value === 'object' && value !== null && !(value instanceof Date)

/** A sentence of a rule by its text with what else it says; alternatives side by side. */
function phrase(value: unknown): string {
  if (Array.isArray(value)) return value.map(phrase).join(' | ')
  if (value instanceof Date) return value.toISOString()
  if (!isPlain(value)) return String(value)
  const { text, ...rest } = value as { readonly text?: string } & Fields
  const others = Object.entries(rest)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => `${key}=${phrase(inner)}`)
  return [...(text === undefined ? [] : [text]), ...others].join(' ')
}

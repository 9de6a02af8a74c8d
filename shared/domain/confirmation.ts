import { type Precision, wilson } from './term-health.ts'
import type { WorklistPolicy } from './worklist-policy.ts'

/** What a lead claims, as far as its chance depends on it. `phrase` is any key under which equal claims fall together. */
export interface Claim {
  readonly category: string
  readonly rule: string
  readonly phrase: string
  readonly roomId: string
}

/** Decided leads of one claim in one room: so many judged confirmed or dismissed, so many of these confirmed. */
export interface ClaimRecord extends Claim {
  readonly judged: number
  readonly confirmed: number
}

interface Count {
  judged: number
  confirmed: number
}

/** What verdicts teach of chances. */
export interface Confirmations {
  /** The chance, above 0 and below 1, that a person who looks at it will confirm it. */
  readonly chanceOf: (claim: Claim) => number
  readonly isNew: (claim: Claim) => boolean
}

const ceiling = 0.98

/**
 * Learns from decided leads. Category, rule and phrase are counts that back off to one another: a level with few verdicts
 * leans on the one above (beta-binomial, prior of `halfAt` verdicts with the parent's share). On top the room: confirmed
 * over expected, shrunk towards 1 (gamma-Poisson, prior of `roomHalfAt`). Order of the records does not matter.
 */
export function learnConfirmations(
  records: readonly ClaimRecord[],
  { start, halfAt, roomHalfAt }: WorklistPolicy['chance'],
): Confirmations {
  const counts = new Map<string, Count>()
  for (const record of records)
    for (const key of levelsOf(record)) addTo(counts, key, record.judged, record.confirmed)
  const chances = new Map<string, number>()
  const claimChance = (claim: Claim) => {
    const before = chances.get(keyOf(claim))
    if (before !== undefined) return before
    const chance = levelsOf(claim).reduce((parent, key) => {
      const { judged, confirmed } = counts.get(key) ?? { judged: 0, confirmed: 0 }
      return (confirmed + halfAt * parent) / (judged + halfAt)
    }, start)
    chances.set(keyOf(claim), chance)
    return chance
  }
  const rooms = new Map<string, { expected: number; confirmed: number }>()
  for (const record of records) {
    const room = rooms.get(record.roomId) ?? { expected: 0, confirmed: 0 }
    room.expected += record.judged * claimChance(record)
    room.confirmed += record.confirmed
    rooms.set(record.roomId, room)
  }
  // Every page asks of every open lead.
  const known = new WeakMap<Claim, { readonly chance: number; readonly isNew: boolean }>()
  const taught = (claim: Claim) => {
    const before = known.get(claim)
    if (before) return before
    const room = rooms.get(claim.roomId) ?? { expected: 0, confirmed: 0 }
    const ratio = (room.confirmed + roomHalfAt) / (room.expected + roomHalfAt)
    const chance = Math.min(ceiling, claimChance(claim) * ratio)
    const lesson = { chance, isNew: !counts.has(keyOf(claim)) }
    known.set(claim, lesson)
    return lesson
  }
  return { chanceOf: (claim) => taught(claim).chance, isNew: (claim) => taught(claim).isNew }
}

/** From all leads down to the claim itself; no id holds a line break. */
function levelsOf(claim: Claim): [string, string, string, string] {
  const { category, rule } = claim
  return ['', category, `${category}\n${rule}`, keyOf(claim)]
}

const keyOf = ({ category, rule, phrase }: Claim) => `${category}\n${rule}\n${phrase}`

function addTo(counts: Map<string, Count>, key: string, judged: number, confirmed: number): void {
  const count = counts.get(key) ?? { judged: 0, confirmed: 0 }
  count.judged += judged
  count.confirmed += confirmed
  counts.set(key, count)
}

/** A lead of which both the chance and what people made of it are known. */
export interface Foretold {
  readonly chance: number
  readonly confirmed: boolean
}

export interface CalibrationRow {
  readonly from: number
  readonly to: number
  readonly n: number
  /** Mean of the chances foretold. */
  readonly foretold: number
  /** Share confirmed, with its 95 % interval. */
  readonly happened: Precision
}

/** Whether chances mean what they say: by tenths of the leads, least likely first, what was foretold beside what happened. */
export function calibrationOf(leads: readonly Foretold[], parts = 10): CalibrationRow[] {
  const sorted = leads.toSorted((a, b) => a.chance - b.chance)
  return Array.from({ length: parts }, (_, i) =>
    sorted.slice(
      Math.floor((i * sorted.length) / parts),
      Math.floor(((i + 1) * sorted.length) / parts),
    ),
  ).flatMap((part) => {
    const happened = wilson(part.filter(({ confirmed }) => confirmed).length, part.length)
    if (!happened) return []
    const foretold = part.reduce((sum, { chance }) => sum + chance, 0) / part.length
    const [from, to] = [part[0]?.chance ?? 0, part.at(-1)?.chance ?? 0]
    return [{ from, to, n: part.length, foretold, happened }]
  })
}

import type { Channel } from './channel.ts'
import type { Severity } from './hit.ts'

/** How a hit of the draft stands to those of the version it is held against. */
export type HitChange = 'new' | 'lost' | 'moved'
export const hitChanges: readonly HitChange[] = ['new', 'lost', 'moved']

/** What a person would see of a hit. */
export interface BacktestHit {
  readonly category: string
  readonly rule: string
  /** UTF-16 in the sentence or comment, end exclusive. */
  readonly start: number
  readonly end: number
  readonly phrase: string
  readonly severity: Severity
  readonly audience: boolean
}

/** One difference with the words it stands in. */
export interface BacktestSample {
  readonly change: HitChange
  readonly roomId: string
  readonly recordingId: string
  readonly channel: Channel
  readonly sourceSeq: number
  readonly startMs: number
  readonly text: string
  readonly before: BacktestHit | null
  readonly after: BacktestHit | null
}

/** Differences of one rule, room or category; flags are hits of one broadcast, category and phrase. */
export interface BacktestCounts {
  readonly new: number
  readonly lost: number
  readonly moved: number
  readonly flagsAdded: number
  readonly flagsGone: number
}

/** Counts that can be added up, whole or in parts. */
export interface BacktestTally {
  readonly recordings: number
  readonly texts: number
  readonly chars: number
  /** Texts in which something could differ, and which both versions therefore judged. */
  readonly judged: number
  readonly all: BacktestCounts
  readonly rules: Readonly<Record<string, BacktestCounts & { readonly category: string }>>
  readonly categories: Readonly<Record<string, BacktestCounts>>
  readonly rooms: Readonly<Record<string, BacktestCounts>>
  readonly samples: readonly BacktestSample[]
}

/** Samples kept of each kind of difference of a rule. */
export const samplesPerRule = 5

const noCounts: BacktestCounts = { new: 0, lost: 0, moved: 0, flagsAdded: 0, flagsGone: 0 }
export const emptyTally: BacktestTally = {
  recordings: 0,
  texts: 0,
  chars: 0,
  judged: 0,
  all: noCounts,
  rules: {},
  categories: {},
  rooms: {},
  samples: [],
}

/** The rule a difference is put down to: the draft's where it has the hit. */
export function ruleOf({ before, after }: BacktestSample): BacktestHit {
  const hit = after ?? before
  if (!hit) throw new Error('a difference has a hit')
  return hit
}

/** Hits of both versions in one text, matched up: equal ones left out. Both lists hold only what a person would see. */
export function differencesOf<T extends BacktestHit>(
  before: readonly T[],
  after: readonly T[],
): { readonly change: HitChange; readonly before: T | null; readonly after: T | null }[] {
  const key = (hit: T) =>
    JSON.stringify([
      hit.category,
      hit.rule,
      hit.start,
      hit.end,
      hit.phrase,
      hit.severity,
      hit.audience,
    ])
  const old = new Set(before.map(key))
  const fresh = new Set(after.map(key))
  const goneOrMoved = before.filter((hit) => !fresh.has(key(hit)))
  const out: { change: HitChange; before: T | null; after: T | null }[] = []
  for (const hit of after) {
    if (old.has(key(hit))) continue
    const at = goneOrMoved.findIndex(
      (was) => was.category === hit.category && was.start < hit.end && hit.start < was.end,
    )
    const [was] = at < 0 ? [] : goneOrMoved.splice(at, 1)
    out.push({ change: was ? 'moved' : 'new', before: was ?? null, after: hit })
  }
  for (const hit of goneOrMoved) out.push({ change: 'lost', before: hit, after: null })
  return out
}

/** Adds up two tallies; of the samples the first of each rule and kind stay. */
export function addTallies(a: BacktestTally, b: BacktestTally): BacktestTally {
  return {
    recordings: a.recordings + b.recordings,
    texts: a.texts + b.texts,
    chars: a.chars + b.chars,
    judged: a.judged + b.judged,
    all: addCounts(a.all, b.all),
    rules: merged(a.rules, b.rules),
    categories: merged(a.categories, b.categories),
    rooms: merged(a.rooms, b.rooms),
    samples: firstOfEach([...a.samples, ...b.samples]),
  }
}

function addCounts<T extends BacktestCounts>(a: T | undefined, b: T): T {
  if (!a) return b
  return {
    ...b,
    new: a.new + b.new,
    lost: a.lost + b.lost,
    moved: a.moved + b.moved,
    flagsAdded: a.flagsAdded + b.flagsAdded,
    flagsGone: a.flagsGone + b.flagsGone,
  }
}

function merged<T extends BacktestCounts>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
): Record<string, T> {
  const out: Record<string, T> = { ...a }
  for (const [key, counts] of Object.entries(b)) out[key] = addCounts(out[key], counts)
  return out
}

/** The tally of one broadcast's differences and of the flags that come and go with them. */
export function tallyOf(
  size: Pick<BacktestTally, 'recordings' | 'texts' | 'chars' | 'judged'>,
  differences: readonly BacktestSample[],
  flags: readonly { readonly roomId: string; readonly hit: BacktestHit; readonly added: boolean }[],
): BacktestTally {
  const all = { ...noCounts }
  const rules: Record<string, Counting & { category: string }> = {}
  const categories: Record<string, Counting> = {}
  const rooms: Record<string, Counting> = {}
  const count = ({ rule, category }: BacktestHit, roomId: string, what: keyof Counting) => {
    rules[rule] ??= { ...noCounts, category }
    categories[category] ??= { ...noCounts }
    rooms[roomId] ??= { ...noCounts }
    for (const one of [all, rules[rule], categories[category], rooms[roomId]]) one[what]++
  }
  for (const sample of differences) count(ruleOf(sample), sample.roomId, sample.change)
  for (const { roomId, hit, added } of flags) count(hit, roomId, added ? 'flagsAdded' : 'flagsGone')
  return { ...size, all, rules, categories, rooms, samples: firstOfEach(differences) }
}

type Counting = { -readonly [K in keyof BacktestCounts]: number }

function firstOfEach(samples: readonly BacktestSample[]): BacktestSample[] {
  const kept = new Map<string, number>()
  return samples.filter((sample) => {
    const key = `${ruleOf(sample).rule} ${sample.change}`
    const n = (kept.get(key) ?? 0) + 1
    kept.set(key, n)
    return n <= samplesPerRule
  })
}

/** Minutes of review that the draft costs (below zero: saves), at so many minutes a flag. */
export function reviewMinutes({ all }: BacktestTally, minutesPerFlag: number): number {
  return (all.flagsAdded - all.flagsGone) * minutesPerFlag
}

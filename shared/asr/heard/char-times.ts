import { align, type Step } from '../cer.ts'
import type { Stretch } from '../pieces.ts'
import type { Word } from './answer.ts'

/** Longer texts in one piece are an engine gone wild; aligning them would cost more than it is worth. */
const maxAligned = 1000

const sounding = /[\p{L}\p{N}]/u
const latin = /[\p{Script=Latin}\p{N}.'’-]/u

/**
 * Times of each UTF-16 unit of `text` from the engine's words, which have no punctuation and may differ from the
 * text in script or spelling. Undefined where no word fell; an empty array when the words cannot be about this
 * text or their times are not times (all the same, or jumping back).
 */
export function wordTimes(text: string, words: readonly Word[]): (Stretch | undefined)[] {
  const units = characters(text).filter((c) => sounding.test(c.text))
  const heard = words.flatMap(atoms)
  if (!plausible(heard)) return []
  const a = units.map((u) => u.text.toLowerCase())
  const b = heard.map((h) => h.text.toLowerCase())
  const equal = a.length === b.length && a.every((c, i) => c === b[i])
  if (!equal && Math.max(a.length, b.length) > maxAligned) return []
  const steps = equal ? a.map((_, i): Step => [i, i]) : align(a, b)
  const times = new Array<Stretch | undefined>(text.length).fill(undefined)
  let same = 0
  for (const [i, j] of steps) {
    const unit = i === null ? undefined : units[i]
    const atom = j === null ? undefined : heard[j]
    if (!unit || !atom) continue
    if (unit.text.toLowerCase() === atom.text.toLowerCase()) same++
    times.fill([atom.startMs, atom.endMs], unit.at, unit.at + unit.text.length)
  }
  return aboutTheSame(same, units.length, heard.length) ? times : []
}

/**
 * Half the characters agree; or a fifth, where the lengths do: words in traditional script beside a text in
 * simplified.
 */
function aboutTheSame(same: number, a: number, b: number): boolean {
  const shorter = Math.min(a, b)
  return same * 2 >= shorter || (same * 5 >= shorter && shorter >= Math.max(a, b) * 0.8)
}

/**
 * Spreads `text` evenly over the audible parts of a stretch: start and end of each UTF-16 unit; signs take no
 * time.
 */
export function spreadTimes(text: string, over: Stretch, speech?: readonly Stretch[]): Stretch[] {
  const audible = (speech ?? [])
    .map(([from, to]): Stretch => [Math.max(from, over[0]), Math.min(to, over[1])])
    .filter(([from, to]) => to > from)
  const lanes = audible.length > 0 ? audible : [over]
  const total = lanes.reduce((sum, [from, to]) => sum + to - from, 0)
  const units = characters(text)
  const weight = (c: string) => (sounding.test(c) ? 1 : 0)
  const weights = units.reduce((sum, u) => sum + weight(u.text), 0) || 1

  const each = total / weights
  const times = new Array<Stretch>(text.length)
  let done = 0
  for (const unit of units) {
    const takes = weight(unit.text)
    // A sign stays with the word before it; a word after a pause begins after it.
    const from = along(lanes, done * each, takes === 0 ? each / 2 : -each / 2)
    done += takes
    const to = Math.max(from, along(lanes, done * each, each / 2))
    times.fill([from, to], unit.at, unit.at + unit.text.length)
  }
  return times
}

interface Character {
  readonly text: string
  readonly at: number
}

function characters(text: string): Character[] {
  let at = 0
  return Array.from(text, (c) => {
    const character = { text: c, at }
    at += c.length
    return character
  })
}

/** A word's characters, each with its share of the word's time; Latin words and numbers are heard whole. */
function atoms(word: Word): Word[] {
  const groups: string[][] = []
  for (const c of word.text) {
    if (!sounding.test(c)) continue
    const last = groups.at(-1)
    if (last?.[0] && latin.test(c) && latin.test(last[0])) last.push(c)
    else groups.push([c])
  }
  const each = (word.endMs - word.startMs) / Math.max(1, groups.length)
  return groups.flatMap((group, i) => {
    const startMs = word.startMs + i * each
    return group.map((c) => ({ text: c, startMs, endMs: startMs + each }))
  })
}

/** Words out of order by more than half a second, or fifty a second, were not timed by listening. */
function plausible(heard: readonly Word[]): boolean {
  const first = heard[0]
  const last = heard.at(-1)
  if (!first || !last) return false
  let latest = first.startMs
  for (const { startMs, endMs } of heard) {
    if (endMs < startMs || startMs < latest - 500) return false
    latest = Math.max(latest, startMs)
  }
  return last.endMs - first.startMs >= heard.length * 20
}

/**
 * The moment after so much audible time. A border nearer than `slackMs` is the end of what was before it, or
 * with a minus the start of what follows.
 */
function along(lanes: readonly Stretch[], audibleMs: number, slackMs: number): number {
  let left = audibleMs
  for (const [from, to] of lanes) {
    if (left <= to - from + slackMs) return Math.min(to, Math.max(from, from + left))
    left -= to - from
  }
  return lanes.at(-1)?.[1] ?? 0
}

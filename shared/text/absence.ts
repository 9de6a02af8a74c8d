import type { AbsenceOutcome } from '#shared/domain/absence.ts'
import type { Channel } from '#shared/domain/channel.ts'
import type { Severity } from '#shared/domain/hit.ts'
import { channelsText, hindranceText, missingText, shortText, thinText } from './absence-words.ts'
import type { CompiledAbsence, Lexicon } from './compile.ts'
import { matchesIn } from './detect.ts'
import { fold } from './fold.ts'
import { type Line, linesOf, type Talk } from './talk.ts'

/** A stretch of one piece of the broadcast, and the words that stand there. */
export interface AbsencePlace {
  /** Number of the piece. */
  readonly piece: number
  /** On the piece's own clock. */
  readonly startMs: number
  readonly endMs: number
  readonly quote: string
}

/** What became of one rule of absence over a broadcast. */
export interface AbsenceFinding {
  readonly category: string
  readonly rule: string
  readonly name: string
  readonly severity: Severity
  readonly outcome: AbsenceOutcome
  /** In words for people; `cannot_tell` says what was not there to judge by. */
  readonly reason: string
  /** Where the words might also stand and nobody has looked. */
  readonly unchecked: readonly Channel[]
  /** Minutes of the broadcast that were heard, and sentences of product talk among them. */
  readonly heardMinutes: number
  readonly talkCount: number
  /** Where it was said, or where product talk went on without it. */
  readonly place: AbsencePlace | null
}

/** What a broadcast is read from so far; text off the picture and the shop's pages are not. */
const readable: readonly Channel[] = ['speech', 'title']
/** Goods nobody has registered are known when they are named in so many lines. */
const namedLines = 3
/** The clip of a long stretch shows its beginning. */
const shownMs = 60_000
const minute = 60_000

/**
 * Judges every rule of absence over a whole broadcast; rules for other goods and rooms are left out. Pure; the order of
 * pieces and sentences does not matter. Something is missing only where enough was heard to say so (law.md 1.5).
 */
export function findAbsences(lexicon: Lexicon, talk: Talk): AbsenceFinding[] {
  if (lexicon.absences.length === 0) return []
  const lines = linesOf(talk)
  const seen = lines.map(({ text }) => dueIn(lexicon, text))
  return lexicon.absences.flatMap((compiled) => {
    const having = (patterns: readonly number[]) =>
      lines.filter((_, i) => patterns.some((pattern) => seen[i]?.has(pattern)))
    return isMeant(compiled, talk) ? [judge(compiled, talk, lines, having)] : []
  })
}

/** Texts remembered a lexicon: a live broadcast is judged again with each of its pieces. */
const remembered = 50_000
const memories = new WeakMap<Lexicon, Map<string, ReadonlySet<number>>>()

/** The patterns of `due` that stand in a text. */
function dueIn(lexicon: Lexicon, text: string): ReadonlySet<number> {
  const memory = memories.get(lexicon) ?? new Map<string, ReadonlySet<number>>()
  memories.set(lexicon, memory)
  const known = memory.get(text)
  if (known) return known
  const found = matchesIn(lexicon, lexicon.due, fold(text, lexicon.table), true)
  const due: ReadonlySet<number> = found.size === 0 ? nothing : new Set(found.keys())
  if (memory.size >= remembered) memory.clear()
  memory.set(text, due)
  return due
}

const nothing: ReadonlySet<number> = new Set()

function isMeant({ rule }: CompiledAbsence, { goods, roomType }: Talk): boolean {
  if (rule.goods && goods && !rule.goods.includes(goods)) return false
  return !(rule.rooms && roomType && !rule.rooms.includes(roomType))
}

function judge(
  compiled: CompiledAbsence,
  talk: Talk,
  lines: readonly Line[],
  having: (patterns: readonly number[]) => Line[],
): AbsenceFinding {
  const { rule, category } = compiled
  const expected = having(compiled.expects).filter(({ channel }) => rule.in.includes(channel))
  const due = having(compiled.when).filter(({ channel }) => channel === 'speech')
  const heard = heardOf(lines)
  const unchecked = rule.in.filter((channel) => !readable.includes(channel))
  const base = {
    ...{ category: category.id, rule: rule.id, name: rule.name, unchecked },
    severity: rule.severity ?? category.severity,
    heardMinutes: Math.floor(heard(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY) / minute),
    talkCount: due.length,
  }
  const cannotTell = (why: string): AbsenceFinding => ({
    ...{ ...base, outcome: 'cannot_tell', reason: `不能判断:${why}。`, place: null },
  })
  const told = having(compiled.goodsSaid).length >= namedLines
  const hindered = rule.needs.find((need) => lacks(need, talk, told))
  if (hindered) return cannotTell(hindranceText(hindered))
  const [first] = expected
  if (first && rule.within === 'broadcast')
    return {
      ...base,
      outcome: 'said',
      reason: `说过:“${shortText(first.text)}”。`,
      place: at(first),
    }
  const limit = (rule.within === 'broadcast' ? rule.minutes : rule.within) * minute
  const longest = stretches(due, expected)
    .filter(({ talk: inside }) => inside.length >= rule.whenCount)
    .map((stretch) => ({ ...stretch, heardMs: heard(stretch.fromMs, stretch.toMs) }))
    .reduce<Stretch | null>((best, one) => (best && best.heardMs >= one.heardMs ? best : one), null)
  if (first && (!longest || longest.heardMs < limit)) {
    const reason = `说过,讲解中没有一段超过 ${limit / minute} 分钟不说的。`
    return { ...base, outcome: 'said', reason, place: at(first) }
  }
  const enough = heard(due[0]?.fromMs ?? 0, due.at(-1)?.toMs ?? 0)
  if (!longest || enough < rule.minutes * minute)
    return cannotTell(thinText(rule, base.heardMinutes, due.length, Math.floor(enough / minute)))
  const reason = missingText(
    longest,
    rule.in.filter((channel) => readable.includes(channel)),
  )
  const rest = unchecked.length > 0 ? `${channelsText(unchecked)}未核对。` : ''
  return { ...base, outcome: 'missing', reason: `${reason}${rest}`, place: stretchPlace(longest) }
}

function lacks(need: string, { goods, roomType, pieces }: Talk, told: boolean): boolean {
  if (need === 'goods') return goods === null && !told
  if (need === 'room') return roomType === null
  if (need === 'title') return pieces.every(({ title }) => title === '')
  if (need === 'speech') return pieces.every(({ sentences }) => sentences.length === 0)
  return true
}

/** Product talk between two places where the words stand, or the ends of the talk. */
export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
  readonly heardMs: number
  readonly talk: readonly Line[]
}

function stretches(due: readonly Line[], expected: readonly Line[]): Omit<Stretch, 'heardMs'>[] {
  const [first, last] = [due[0], due.at(-1)]
  if (!first || !last) return []
  const cuts = expected.map(({ fromMs }) => fromMs).filter((ms) => ms > first.fromMs)
  const ends = [first.fromMs, ...cuts.filter((ms) => ms < last.toMs), last.toMs]
  let next = 0
  return ends.slice(1).map((toMs, i) => {
    const talk: Line[] = []
    for (let line = due[next]; line && line.fromMs < toMs; line = due[++next]) talk.push(line)
    return { fromMs: ends[i] ?? 0, toMs, talk }
  })
}

/** A pause up to this long between two sentences is part of what was heard. */
const pauseMs = 60_000

/** How much of the speech lies between two moments of the broadcast. */
function heardOf(lines: readonly Line[]): (fromMs: number, toMs: number) => number {
  const spans: { fromMs: number; toMs: number }[] = []
  for (const { channel, staff, fromMs, toMs } of lines) {
    if (channel !== 'speech' || staff) continue
    const last = spans.at(-1)
    if (last && fromMs - last.toMs <= pauseMs) last.toMs = Math.max(last.toMs, toMs)
    else spans.push({ fromMs, toMs })
  }
  return (from, to) =>
    spans.reduce(
      (sum, span) => sum + Math.max(0, Math.min(to, span.toMs) - Math.max(from, span.fromMs)),
      0,
    )
}

function at({ piece, startMs, endMs, text }: Line): AbsencePlace {
  return { piece, startMs, endMs, quote: text }
}

function stretchPlace({ talk, heardMs }: Stretch): AbsencePlace | null {
  const [first, last] = [talk[0], talk.at(-1)]
  if (!first || !last) return null
  const quote =
    first === last ? shortText(first.text) : `${shortText(first.text)} …… ${shortText(last.text)}`
  const endMs = first.startMs + Math.min(shownMs, heardMs)
  return { piece: first.piece, startMs: first.startMs, endMs: Math.max(first.endMs, endMs), quote }
}

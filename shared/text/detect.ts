import type { Channel, Goods, RoomType } from '#shared/domain/channel.ts'
import type { Hit, MatchStage, Severity } from '#shared/domain/hit.ts'
import { divide } from './clause.ts'
import type { CompiledRule, Lexicon } from './compile.ts'
import { isNear, matchesOf, type Reading, suppressedBy } from './context.ts'
import { isWordEdge, type Tokenizer } from './edges.ts'
import { type Folded, fold, foldedText } from './fold.ts'
import { findWords, How, type Match, matchPattern } from './matcher.ts'
import { settle } from './settle.ts'
import { speaker } from './speaker.ts'

export interface Utterance {
  readonly text: string
  readonly channel: Channel
  readonly goods?: Goods | undefined
  readonly roomType?: RoomType | undefined
  /** Wall clock, for rules bound to a season. */
  readonly at?: Date | undefined
  /** True when the file says the sender speaks for the room. */
  readonly staff?: boolean | undefined
  /** Product and brand names of the room's own list: what stands inside one is no claim. */
  readonly protectedNames?: readonly string[] | undefined
}

/** A hit without the articles, which the caller binds to the room and the clock. */
export type FoundHit = Omit<Hit, 'articles'> & { readonly audience: boolean }

/** A hit on folded units, before the best of each kind are chosen. */
export interface RawHit {
  readonly rule: CompiledRule
  readonly match: Match
  readonly severity: Severity
  readonly suppressed: { readonly by: string; readonly reason: string } | null
}

/**
 * Every place of a text where a rule of the lexicon matches, kept or suppressed with its reason. Offsets are UTF-16
 * into the text as given. `tokenizer` checks that a hit does not cut a word in two; without one that check is left out.
 */
export function detect(lexicon: Lexicon, utterance: Utterance, tokenizer?: Tokenizer): FoundHit[] {
  const folded = fold(utterance.text, lexicon.signs)
  if (folded.length === 0) return []
  const found = findWords(lexicon.matcher, folded)
  if (found.awake.size === 0) return []
  const who = speaker(utterance, lexicon.staff)
  const reading = read(lexicon, found, who.channel)
  const raw: RawHit[] = []
  for (const number of found.awake)
    for (const rule of lexicon.rulesOf.get(number) ?? []) {
      if (!applies(lexicon, rule, utterance, who.channel)) continue
      for (const match of matchesOf(reading, number)) {
        const hit = judge(reading, rule, match, utterance, tokenizer)
        if (hit) raw.push(hit)
      }
    }
  return settle(raw).map((hit) => present(lexicon, folded, hit, utterance.channel, who.audience))
}

/** Divides the text into clauses and prepares the look-up of matches. */
export function read(
  lexicon: Lexicon,
  found: ReturnType<typeof findWords>,
  channel: Channel,
): Reading {
  const openers = lexicon.clauseOpeners.flatMap((pattern) =>
    found.awake.has(pattern)
      ? matchPattern(lexicon.matcher, pattern, found).map(({ start }) => start)
      : [],
  )
  const clauses = divide(found.folded, openers)
  return { matcher: lexicon.matcher, found, clauses, channel, cache: new Map() }
}

/** Whether the rule is meant for these goods, this room, this speaker and this day. */
export function applies(
  lexicon: Lexicon,
  { rule }: CompiledRule,
  { goods, roomType, at }: Utterance,
  channel: Channel,
): boolean {
  if (!rule.channels.includes(channel)) return false
  if (goods && rule.goods && !rule.goods.includes(goods)) return false
  if (goods && rule.notGoods?.includes(goods)) return false
  if (roomType && rule.rooms && !rule.rooms.includes(roomType)) return false
  if (!rule.dates || !at) return true
  const calendar = lexicon.source.calendars.find(({ id }) => id === rule.dates)
  if (!calendar) return true
  const day = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(5, 10)
  return calendar.from <= calendar.to
    ? day >= calendar.from && day <= calendar.to
    : day >= calendar.from || day <= calendar.to
}

function judge(
  reading: Reading,
  compiled: CompiledRule,
  match: Match,
  utterance: Utterance,
  tokenizer: Tokenizer | undefined,
): RawHit | null {
  const { rule, category } = compiled
  const near = (pattern: number) =>
    matchesOf(reading, pattern).some((other) => isNear(reading, match, other, rule.within))
  if (compiled.with.length > 0 && !compiled.with.some(near)) return null
  if (compiled.without.some(near)) return null
  const raised = rule.severityWhen?.flatMap((when, i) => {
    const goods = !when.goods || (utterance.goods && when.goods.includes(utterance.goods))
    const words = compiled.severityWith[i] ?? []
    return goods && (words.length === 0 || words.some(near)) ? [when.severity] : []
  })
  const severity = Math.max(rule.severity ?? category.severity, ...(raised ?? [])) as Severity
  const suppressed = whyNot(reading, compiled, match, utterance, tokenizer)
  return { rule: compiled, match, severity, suppressed }
}

function whyNot(
  reading: Reading,
  { rule, exceptions }: CompiledRule,
  match: Match,
  utterance: Utterance,
  tokenizer: Tokenizer | undefined,
): RawHit['suppressed'] {
  const { folded } = reading.found
  if (tokenizer && !isWordEdge(folded, match, rule.boundary, tokenizer))
    return { by: 'word-edge', reason: '命中的两端不在词的边界上' }
  const name = utterance.protectedNames?.find((it) => insideName(utterance.text, folded, match, it))
  if (name) return { by: 'protected-name', reason: `属于商品或品牌名称“${name}”` }
  const exception = suppressedBy(reading, match, exceptions)
  if (!exception) return null
  const words = foldedText(folded, exception.match.start, exception.match.end)
  return { by: exception.by, reason: `${exception.reason}(“${words}”)` }
}

function insideName(text: string, folded: Folded, match: Match, name: string): boolean {
  const from = folded.starts[match.start] as number
  const to = folded.ends[match.end - 1] as number
  for (let at = text.indexOf(name); name && at >= 0; at = text.indexOf(name, at + 1))
    if (at <= from && to <= at + name.length) return true
  return false
}

const stages: readonly MatchStage[] = ['exact', 'soft', 'sound']

function present(
  { matcher }: Lexicon,
  folded: Folded,
  { rule: { rule, category }, match, severity, suppressed }: RawHit,
  channel: Channel,
  audience: boolean,
): FoundHit {
  const start = folded.starts[match.start] as number
  const end = folded.ends[match.end - 1] as number
  const how = Math.max(How.exact, ...match.words.map((word) => word.how))
  const phrase = match.words
    .map(({ word, start: s, end: e }) => matcher.words[word] ?? foldedText(folded, s, e))
    .join('')
  return {
    category: category.id,
    rule: rule.id,
    start,
    end,
    text: folded.source.slice(start, end),
    severity,
    mode: category.mode,
    stage: stages[how] ?? 'exact',
    channel,
    audience,
    phrase,
    ...(suppressed ? { suppressed } : {}),
  }
}

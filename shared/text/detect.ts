import type { Channel, Goods, RoomType } from '#shared/domain/channel.ts'
import type { Hit } from '#shared/domain/hit.ts'
import { type Clauses, divide } from './clause.ts'
import type { CompiledRule, Lexicon } from './compile.ts'
import type { Reading } from './context.ts'
import { type Tokenizer, wordEdges } from './edges.ts'
import { Desk, type Folded } from './fold.ts'
import { type Bench, judge, type RawHit, type Unmet } from './judge.ts'
import { type Matcher, minReversed } from './match/matcher.ts'
import { numberWord } from './match/numbers.ts'
import { type Match, type Matches, search } from './match/search.ts'
import { settle } from './settle.ts'
import { Silence } from './silence.ts'
import { speaker } from './speaker.ts'
import { type View, viewsOf } from './view.ts'

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

/** What names the second reading where it does not take a sentence for what a rule's words alone do not say. */
export const unlikely = 'unlikely'

/** Whether a pattern of the lexicon's context stands in the sentences up to so many seconds around. */
export type Elsewhere = Reading['elsewhere']

/**
 * Every place of a text where a rule of the lexicon matches, kept or suppressed with its reason. Offsets are UTF-16
 * into the text as given. `tokenizer` checks that a hit does not cut a word in two; without one that check is left out.
 */
export function detect(
  lexicon: Lexicon,
  utterance: Utterance,
  tokenizer?: Tokenizer,
  elsewhere: Elsewhere = () => false,
): FoundHit[] {
  return detectAll(lexicon, utterance, tokenizer, elsewhere).filter(
    ({ suppressed }) => suppressed?.by !== unlikely,
  )
}

/** What `detect` finds, and what rules found whose words alone say nothing where their sentence is read otherwise. */
export function detectAll(
  lexicon: Lexicon,
  utterance: Utterance,
  tokenizer: Tokenizer | undefined,
  elsewhere: Elsewhere,
): FoundHit[] {
  const { text } = utterance
  const { channel, audience } = speaker(utterance, lexicon.source.variants.staff)
  const silence = silenceOf(lexicon, channel)
  if (silence.has(text)) return []
  const raw: RawHit[] = []
  let isSilent = true
  let forwards: Claimed | undefined
  for (const view of viewsOf(lexicon, text, desk)) {
    const reading = read(lexicon, view)
    if (!speaksOn(lexicon, reading.claims, channel)) continue
    isSilent = false
    if (!view.reversed) forwards = reading
    for (const { found } of judgeClaims(lexicon, utterance, reading, channel, tokenizer, elsewhere))
      if ('excuse' in found) raw.push(found)
  }
  if (isSilent) silence.add(text)
  if (raw.length === 0) return []
  const settled = (some: readonly RawHit[]) =>
    settle(some, text).map((hit) => present(lexicon, hit, utterance, audience))
  const isLikely = ({ rule: { rule } }: RawHit) => lexicon.likely.has(rule.id)
  const hits = settled(raw.filter((hit) => !isLikely(hit)))
  if (!lexicon.secondReading) return hits
  const likely = settled(raw.filter((hit) => isLikely(hit) && !hit.excuse))
  return lexicon.secondReading(utterance, { hits, likely, ...(forwards && pageOf(forwards)) })
}

const silences = new WeakMap<Lexicon, Map<Channel, Silence>>()

function silenceOf(lexicon: Lexicon, channel: Channel): Silence {
  const known = silences.get(lexicon) ?? new Map<Channel, Silence>()
  silences.set(lexicon, known)
  const own = known.get(channel) ?? new Silence()
  known.set(channel, own)
  return own
}

/** Whether any of the patterns found is of a rule for this channel. */
function speaksOn({ rulesOf }: Lexicon, claims: Matches, channel: Channel): boolean {
  for (const pattern of claims.keys())
    if (rulesOf[pattern]?.some(({ rule }) => rule.channels.includes(channel))) return true
  return false
}

/** Nothing that is folded at it outlives one call of `detect`. */
const desk = new Desk()

/** A match of a rule that is meant for this speaker and goods. */
export interface Judged {
  readonly rule: CompiledRule
  readonly match: Match
  readonly found: RawHit | Unmet
}

/** Where the patterns of the rules stand in one reading of a text. */
interface Claimed {
  readonly view: View
  readonly clauses: () => Clauses
  readonly claims: Matches
}

function read(lexicon: Lexicon, view: View): Claimed {
  const clauses = once(() => divide(view.folded, lexicon.openers))
  return { view, clauses, claims: search(lexicon.claims, view.folded, clauses, !view.reversed) }
}

const pageOf = ({ view: { folded }, clauses }: Claimed) => ({
  page: () => ({ folded, clauses: clauses() }),
})

/** Judges every match in one reading of a text. */
export function judgeView(
  lexicon: Lexicon,
  utterance: Utterance,
  view: View,
  channel: Channel,
  tokenizer: Tokenizer | undefined,
  elsewhere: Elsewhere,
): Judged[] {
  const claimed = read(lexicon, view)
  return judgeClaims(lexicon, utterance, claimed, channel, tokenizer, elsewhere)
}

/** Conditions and exceptions are looked for only when a rule that is meant for the utterance has a match. */
function judgeClaims(
  lexicon: Lexicon,
  utterance: Utterance,
  { view, clauses, claims }: Claimed,
  channel: Channel,
  tokenizer: Tokenizer | undefined,
  elsewhere: Elsewhere,
): Judged[] {
  const { folded, stage } = view
  const meant = meantFor(lexicon, claims, utterance, channel, view.reversed ? minReversed : 0)
  if (meant.length === 0) return []
  const asked = askedBy(lexicon, meant)
  const reading: Reading = {
    ...{ folded, clauses: clauses(), channel, elsewhere, standing: new Map() },
    matches: asked ? search(lexicon.context, folded, clauses, false, asked) : new Map(),
  }
  const bench: Bench = {
    reading,
    goods: utterance.goods,
    protectedNames: utterance.protectedNames ?? [],
    edges: tokenizer && !view.reversed ? once(() => wordEdges(folded, tokenizer)) : null,
    stage,
  }
  return meant.map(({ rule, match }) => ({ rule, match, found: judge(bench, rule, match) }))
}

type Meant = Omit<Judged, 'found'>

/** Where words alone say nothing, one character says less. */
const minLikely = 2

/** The matches of so many units and more, by the rules that are meant for the utterance. */
function meantFor(
  lexicon: Lexicon,
  claims: Matches,
  utterance: Utterance,
  channel: Channel,
  shortest: number,
): Meant[] {
  const meant: Meant[] = []
  for (const [pattern, matches] of claims)
    for (const rule of lexicon.rulesOf[pattern] ?? []) {
      if (hindrance(lexicon, rule, utterance, channel) !== null) continue
      const least = lexicon.likely.has(rule.rule.id) ? Math.max(shortest, minLikely) : shortest
      for (const match of matches) if (match.end - match.start >= least) meant.push({ rule, match })
    }
  return meant
}

/** Marks the patterns of the lexicon's context that judging these may ask for; null when there are none. */
function askedBy({ context }: Lexicon, meant: readonly Meant[]) {
  if (meant.every(({ rule }) => rule.asks.length === 0)) return null
  const asked = new Uint8Array(context.patterns)
  let last: CompiledRule | undefined
  for (const { rule } of meant) {
    if (rule === last) continue
    for (const pattern of rule.asks) asked[pattern] = 1
    last = rule
  }
  return asked
}

/** Where the patterns of one of the lexicon's matchers stand in a text; with `evasions` also softened and by sound. */
export function matchesIn(
  { openers }: Lexicon,
  matcher: Matcher,
  folded: Folded,
  evasions = false,
): Matches {
  const clauses = once(() => divide(folded, openers))
  return search(matcher, folded, clauses, evasions)
}

/**
 * What makes a rule not meant for an utterance: its goods, room, speaker or day; null when it is. What is not known
 * hinders only a rule that says so.
 */
export function hindrance(
  { source }: Lexicon,
  { rule }: CompiledRule,
  { goods, roomType, at }: Utterance,
  channel: Channel,
): 'channel' | 'goods' | 'room' | 'day' | null {
  if (!rule.channels.includes(channel)) return 'channel'
  if (!goods && rule.goodsKnown) return 'goods'
  if (goods && rule.goods && !rule.goods.includes(goods)) return 'goods'
  if (goods && rule.notGoods?.includes(goods)) return 'goods'
  if (roomType && rule.rooms && !rule.rooms.includes(roomType)) return 'room'
  const calendar = rule.dates && source.calendars.find(({ id }) => id === rule.dates)
  if (!calendar) return null
  if (!at) return rule.dayKnown ? 'day' : null
  const { from, to } = calendar
  const day = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(5, 10)
  const inside = from <= to ? day >= from && day <= to : day >= from || day <= to
  return inside ? null : 'day'
}

/** A settled hit as it is kept. */
export function present(
  { claims }: Lexicon,
  { rule: { rule, category }, match, start, end, severity, stage, excuse }: RawHit,
  { text, channel }: Utterance,
  audience: boolean,
): FoundHit {
  const phrase = match.words
    .map(({ word }) => (word === numberWord ? '#' : (claims.words[word] ?? '')))
    .join('…')
  return {
    category: category.id,
    rule: rule.id,
    start,
    end,
    text: text.slice(start, end),
    severity,
    mode: rule.mode ?? category.mode,
    stage,
    channel,
    audience,
    phrase,
    ...(excuse ? { suppressed: excuse } : {}),
  }
}

/** Computes a value when it is first asked for. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

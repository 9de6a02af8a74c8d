import type { Channel, Goods, RoomType } from '#shared/domain/channel.ts'
import type { Hit } from '#shared/domain/hit.ts'
import { divide } from './clause.ts'
import type { CompiledRule, Lexicon } from './compile.ts'
import type { Reading } from './context.ts'
import { type Tokenizer, wordEdges } from './edges.ts'
import type { Folded } from './fold.ts'
import { type Bench, judge, type RawHit } from './judge.ts'
import { type Matcher, numberWord } from './match/matcher.ts'
import { type Matches, search } from './match/search.ts'
import { settle } from './settle.ts'
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
  const who = speaker(utterance, lexicon.source.variants.staff)
  const raw = viewsOf(lexicon, utterance.text).flatMap((view) =>
    judgeView(lexicon, utterance, view, who.channel, tokenizer, elsewhere),
  )
  return settle(raw).map((hit) => present(lexicon, hit, utterance, who.audience))
}

function judgeView(
  lexicon: Lexicon,
  utterance: Utterance,
  view: View,
  channel: Channel,
  tokenizer: Tokenizer | undefined,
  elsewhere: Elsewhere,
): RawHit[] {
  const clauses = once(() => divide(view.folded, lexicon.openers))
  const claims = search(lexicon.claims, view.folded, clauses, true)
  const candidates = [...claims].flatMap(([pattern, matches]) => {
    const rules = (lexicon.rulesOf[pattern] ?? []).filter((rule) =>
      applies(lexicon, rule, utterance, channel),
    )
    return rules.flatMap((rule) => matches.map((match) => ({ rule, match })))
  })
  if (candidates.length === 0) return []
  const reading = {
    ...{ folded: view.folded, clauses: clauses(), channel, elsewhere },
    matches: search(lexicon.context, view.folded, clauses, false),
  }
  const bench: Bench = {
    reading,
    goods: utterance.goods,
    protectedNames: utterance.protectedNames ?? [],
    edges: tokenizer ? once(() => wordEdges(view.folded, tokenizer)) : null,
    stage: view.stage,
  }
  return candidates.flatMap(({ rule, match }) => judge(bench, rule, match) ?? [])
}

/** Where the patterns of one of the lexicon's matchers stand in a text, as written. */
export function matchesIn({ openers }: Lexicon, matcher: Matcher, folded: Folded): Matches {
  const clauses = once(() => divide(folded, openers))
  return search(matcher, folded, clauses, false)
}

/** Whether the rule is meant for these goods, this room, this speaker and this day; what is not known hinders only if the rule says so. */
export function applies(
  { source }: Lexicon,
  { rule }: CompiledRule,
  { goods, roomType, at }: Utterance,
  channel: Channel,
): boolean {
  if (!rule.channels.includes(channel)) return false
  if (!goods && rule.goodsKnown) return false
  if (goods && rule.goods && !rule.goods.includes(goods)) return false
  if (goods && rule.notGoods?.includes(goods)) return false
  if (roomType && rule.rooms && !rule.rooms.includes(roomType)) return false
  const calendar = source.calendars.find(({ id }) => id === rule.dates)
  if (!calendar) return true
  if (!at) return !rule.dayKnown
  const { from, to } = calendar
  const day = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(5, 10)
  return from <= to ? day >= from && day <= to : day >= from || day <= to
}

function present(
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

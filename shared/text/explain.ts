import type { Channel, Goods, RoomType } from '#shared/domain/channel.ts'
import type { MatchStage } from '#shared/domain/hit.ts'
import { divide } from './clause.ts'
import type { CompiledRule, Lexicon } from './compile.ts'
import {
  detectAll,
  type Elsewhere,
  type FoundHit,
  hindrance,
  type Judged,
  judgeView,
  matchesIn,
  type Utterance,
  unlikely,
} from './detect.ts'
import type { Tokenizer } from './edges.ts'
import { type Folded, foldedText } from './fold.ts'
import type { Unmet } from './judge.ts'
import { findSingles, findWords } from './match/occurrences.ts'
import { speaker } from './speaker.ts'
import { type View, viewsOf } from './view.ts'

/** A word of a rule where it stands in the text, in UTF-16 offsets of the text as given. */
export interface FiredWord {
  readonly word: string
  readonly start: number
  readonly end: number
  readonly how: 'exact' | 'soft' | 'sound'
}

/** What became of one rule that had at least a word in the text. */
export interface TriedRule {
  readonly rule: string
  readonly category: string
  /**
   * `kept` and `suppressed` are hits; `outranked` lost to a better hit at its place; `unmet` matched without its own
   * conditions; `hindered` is not meant for these goods, room, speaker or day; `words` had words but no whole pattern.
   */
  readonly outcome: 'kept' | 'suppressed' | 'outranked' | 'unmet' | 'hindered' | 'words'
  /** The exception or hindrance, with the words that decided it. */
  readonly because?: string
  readonly matched?: string
  readonly words: readonly FiredWord[]
}

/** How one reading of the text looks to the matcher. */
export interface ExplainedView {
  readonly stage: MatchStage
  readonly folded: string
  /** Offset in the text as given of every unit of `folded`. */
  readonly starts: readonly number[]
  readonly clauses: readonly string[]
  readonly tokens: readonly string[]
}

export interface Explanation {
  readonly version: string
  readonly channel: Channel
  readonly audience: boolean
  readonly goods: Goods | null
  readonly roomType: RoomType | null
  readonly views: readonly ExplainedView[]
  readonly rules: readonly TriedRule[]
  readonly hits: readonly FoundHit[]
}

const hows = ['exact', 'soft', 'sound', 'sound'] as const

/** Why a text is flagged, and why not: the same judgement as `detect`, with everything that led to it. */
export function explain(
  lexicon: Lexicon,
  utterance: Utterance,
  tokenizer?: Tokenizer,
  elsewhere: Elsewhere = () => false,
): Explanation {
  const { channel, audience } = speaker(utterance, lexicon.source.variants.staff)
  const views = viewsOf(lexicon, utterance.text)
  const found = detectAll(lexicon, utterance, tokenizer, elsewhere)
  const fired = new Map<CompiledRule, FiredWord[]>()
  const whole = new Set(
    views.flatMap(({ folded }) =>
      [...matchesIn(lexicon, lexicon.claims, folded, true).keys()].flatMap(
        (pattern) => lexicon.rulesOf[pattern] ?? [],
      ),
    ),
  )
  for (const view of views) collectWords(lexicon, view.folded, whole, fired)
  const judged = views.flatMap((view) =>
    judgeView(lexicon, utterance, view, channel, tokenizer, elsewhere),
  )
  return {
    version: lexicon.version,
    channel,
    audience,
    goods: utterance.goods ?? null,
    roomType: utterance.roomType ?? null,
    views: views.map((view) => explainView(lexicon, view, tokenizer)),
    rules: [...fired].flatMap(([rule, words]) =>
      whole.has(rule)
        ? outcomes(lexicon, utterance, channel, rule, words, judged, found)
        : [{ ...idsOf(rule), words, outcome: 'words' as const }],
    ),
    hits: found.filter(({ suppressed }) => suppressed?.by !== unlikely),
  }
}

function explainView(lexicon: Lexicon, { folded, stage }: View, tokenizer?: Tokenizer) {
  const { clauseFrom } = divide(folded, lexicon.openers)
  const text = foldedText(folded)
  return {
    stage,
    folded: text,
    starts: Array.from(folded.starts.subarray(0, folded.length)),
    clauses: clauseFrom.slice(0, -1).map((from, i) => text.slice(from, clauseFrom[i + 1])),
    tokens: tokenizer ? tokenizer(text) : [],
  }
}

/** The words of every rule that stand in a text; those of one character, which are in any, only of rules that matched. */
function collectWords(
  lexicon: Lexicon,
  folded: Folded,
  whole: ReadonlySet<CompiledRule>,
  into: Map<CompiledRule, FiredWord[]>,
) {
  const { words, setsFrom, sets, slotsFrom, slots, slotPattern } = lexicon.claims
  const addWord = (word: number, from: number, to: number, how: number) => {
    const rules = new Set<CompiledRule>()
    for (let s = setsFrom[word] as number; s < (setsFrom[word + 1] as number); s++) {
      const set = sets[s] as number
      for (let k = slotsFrom[set] as number; k < (slotsFrom[set + 1] as number); k++)
        for (const rule of lexicon.rulesOf[slotPattern[slots[k] as number] as number] ?? [])
          rules.add(rule)
    }
    const start = folded.starts[from] as number
    const end = folded.ends[to - 1] as number
    const one = { word: words[word] ?? '', start, end, how: hows[how] ?? 'exact' }
    for (const rule of rules) {
      if (to - from === 1 && !whole.has(rule)) continue
      const list = into.get(rule) ?? []
      into.set(rule, list)
      if (!list.some((old) => old.start === start && old.end === end && old.word === one.word))
        list.push(one)
    }
  }
  findWords(lexicon.claims, folded, true, { addWord })
  findSingles(lexicon.claims, folded, { addWord })
}

function outcomes(
  lexicon: Lexicon,
  utterance: Utterance,
  channel: Channel,
  compiled: CompiledRule,
  words: readonly FiredWord[],
  judged: readonly Judged[],
  hits: readonly FoundHit[],
): TriedRule[] {
  const base = { ...idsOf(compiled), words }
  const because = hindrance(lexicon, compiled, utterance, channel)
  if (because) return [{ ...base, outcome: 'hindered', because }]
  const own = judged.filter(({ rule }) => rule === compiled)
  const tried = own.map(({ found: hit, match }): TriedRule => {
    if ('condition' in hit) {
      const matched = match.words.map(({ word }) => lexicon.claims.words[word] ?? '').join('…')
      return { ...base, outcome: 'unmet', because: conditionOf(compiled, hit), matched }
    }
    const matched = utterance.text.slice(hit.start, hit.end)
    const { excuse } = hit
    if (excuse) return { ...base, outcome: 'suppressed', because: wordsOf(excuse), matched }
    if (!lexicon.secondReading && lexicon.likely.has(base.rule))
      return { ...base, outcome: 'unmet', because: '单凭词不作数，要整句再读认为像才算', matched }
    const settled = hits.find(
      ({ rule, start, end }) => rule === base.rule && start <= hit.start && end >= hit.end,
    )
    if (settled?.suppressed)
      return { ...base, outcome: 'suppressed', because: wordsOf(settled.suppressed), matched }
    return { ...base, outcome: settled ? 'kept' : 'outranked', matched }
  })
  const key = ({ outcome, matched, because }: TriedRule) => `${outcome} ${matched} ${because}`
  return [...new Map(tried.map((one) => [key(one), one])).values()]
}

const wordsOf = ({ by, reason }: NonNullable<FoundHit['suppressed']>) => `${by}：${reason}`

/** A condition that is not met, as the rule says it. */
function conditionOf({ rule }: CompiledRule, { condition, at }: Unmet): string {
  if (condition === 'without') return `附近有 without 的“${rule.without?.[at] ?? ''}”`
  const group = rule.with?.[at] ?? []
  return `附近没有 with 第 ${at + 1} 组的任何一个：“${group.join('”“')}”`
}

const idsOf = ({ rule, category }: CompiledRule) => ({ rule: rule.id, category: category.id })

import { z } from 'zod'
import { versioned } from './policy.ts'

const Share = z.number().min(0).max(1)

/** One version of `policies/term-health.yaml`. */
export const TermHealthPolicy = z
  .strictObject({
    ...versioned,
    reviewMinutesPerFlag: z.number().positive().max(60),
    minJudged: z.int().min(1),
    retireBelow: Share,
    narrowBelow: Share,
    broadPer10k: z.number().positive(),
    neverFiredAfterChars: z.int().min(0),
    overlapFrom: Share,
  })
  .refine(({ retireBelow, narrowBelow }) => retireBelow <= narrowBelow, {
    path: ['retireBelow'],
    message: '停用线不能高于收窄线',
  })
export type TermHealthPolicy = z.infer<typeof TermHealthPolicy>

/** What became of a rule's finds in some time and region. */
export interface RuleRecord {
  readonly rule: string
  readonly hits: number
  /** Of these, found in what was said aloud. */
  readonly speechHits: number
  readonly suppressed: number
  readonly flags: number
  readonly confirmed: number
  readonly dismissed: number
  readonly doubtful: number
  readonly lastSeenAt: Date | null
  /** Hits at whose place another rule hits too, by the other rule. */
  readonly overlaps: Readonly<Record<string, number>>
}

/** What the lexicon says of a rule. */
export interface RuleEntry {
  readonly rule: string
  readonly category: string
  readonly name: string
  readonly channels: readonly string[]
  /** Words of one or two characters that make a hit by themselves. */
  readonly shortWords: readonly string[]
}

/** The share of successes with its 95 % interval. */
export interface Precision {
  readonly share: number
  readonly low: number
  readonly high: number
}

export interface Advice {
  readonly act: 'retire' | 'narrow'
  readonly reason: string
}

export interface RuleHealth extends Omit<RuleRecord, 'overlaps'> {
  readonly category: string
  readonly name: string
  /** Of the decided flags, those confirmed; null before the first decision. */
  readonly precision: Precision | null
  /** Hits per 10,000 characters said. */
  readonly per10k: number
  /** The rule it shares most places with, and the share of its own hits that is. */
  readonly overlap: { readonly rule: string; readonly share: number } | null
  readonly neverFired: boolean
  readonly tooShort: boolean
  readonly tooBroad: boolean
  readonly advice: readonly Advice[]
}

/** The normal distribution's 97.5 % point. */
const z95 = 1.959963984540054

/** Wilson's score interval for a share, 95 % (E. B. Wilson 1927); null for nothing out of nothing. */
export function wilson(successes: number, of: number): Precision | null {
  if (of === 0) return null
  const share = successes / of
  const z2 = z95 * z95
  const middle = (share + z2 / (2 * of)) / (1 + z2 / of)
  const half = (z95 / (1 + z2 / of)) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of))
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/**
 * How each rule of the lexicon fares: what it found, what people made of it, and what to retire or narrow with the reason
 * in a sentence. `chars` were said in the time and region looked at. Rules with advice first, the most telling on top.
 */
export function termHealth(
  entries: readonly RuleEntry[],
  records: readonly RuleRecord[],
  chars: number,
  policy: TermHealthPolicy,
): RuleHealth[] {
  const byRule = new Map(records.map((record) => [record.rule, record]))
  return entries
    .map((entry) => healthOf(entry, byRule.get(entry.rule) ?? unseen(entry.rule), chars, policy))
    .sort(
      (a, b) => weight(b) - weight(a) || b.dismissed - a.dismissed || (a.rule < b.rule ? -1 : 1),
    )
}

const weight = ({ advice }: RuleHealth) =>
  advice.some(({ act }) => act === 'retire') ? 2 : advice.length > 0 ? 1 : 0

const unseen = (rule: string): RuleRecord => ({
  rule,
  hits: 0,
  speechHits: 0,
  suppressed: 0,
  flags: 0,
  confirmed: 0,
  dismissed: 0,
  doubtful: 0,
  lastSeenAt: null,
  overlaps: {},
})

function healthOf(
  { category, name, shortWords, channels }: RuleEntry,
  { overlaps, ...record }: RuleRecord,
  chars: number,
  policy: TermHealthPolicy,
): RuleHealth {
  const judged = record.confirmed + record.dismissed
  const precision = wilson(record.confirmed, judged)
  const per10k = chars === 0 ? 0 : (record.speechHits * 10_000) / chars
  const [most] = Object.entries(overlaps).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  const overlap = most && record.hits > 0 ? { rule: most[0], share: most[1] / record.hits } : null
  const spoken = channels.includes('speech')
  const neverFired =
    record.hits + record.suppressed === 0 && spoken && chars >= policy.neverFiredAfterChars
  const poor = judged >= policy.minJudged && precision !== null ? precision : null
  const often = per10k > policy.broadPer10k && record.speechHits >= policy.minJudged
  const wrong = poor !== null && poor.high < policy.narrowBelow
  const tooShort = shortWords.length > 0
  // Two characters may be a whole name (玳瑁); where people keep dismissing it they are not.
  const mostlyDismissed = record.dismissed > record.confirmed
  const advice: Advice[] = []
  if (poor && poor.high < policy.retireBelow)
    advice.push({
      act: 'retire',
      reason: `已判定 ${judged} 条只有 ${record.confirmed} 条成立，成立率${interval(poor)}，低于 ${percent(policy.retireBelow)}。`,
    })
  else if (poor && wrong)
    advice.push({
      act: 'narrow',
      reason: `已判定 ${judged} 条中 ${record.dismissed} 条被排除，成立率${interval(poor)}，请按排除理由加例外。`,
    })
  if (neverFired)
    advice.push({
      act: 'retire',
      reason: `听过 ${Math.round(chars / 10_000)} 万字从未命中，写法可能不是主播会说的话。`,
    })
  if (overlap && overlap.share >= policy.overlapFrom)
    advice.push({
      act: 'retire',
      reason: `${percent(overlap.share)}的命中处规则 ${overlap.rule} 也命中，两条可以合并。`,
    })
  if (often)
    advice.push({
      act: 'narrow',
      reason: `每万字命中 ${per10k.toFixed(1)} 次，超过 ${policy.broadPer10k} 次，请加上下文条件。`,
    })
  if (shortWords.some((word) => word.length === 1) || (tooShort && mostlyDismissed))
    advice.push({
      act: 'narrow',
      reason: `“${shortWords.slice(0, 5).join('、')}”只有一两个字且没有上下文条件，请加 with 或连着写的词。`,
    })
  return {
    ...record,
    category,
    name,
    precision,
    per10k,
    overlap,
    neverFired,
    tooShort,
    tooBroad: often || wrong,
    advice,
  }
}

const percent = (share: number) => `${Math.round(share * 100)}%`
const interval = ({ share, low, high }: Precision) =>
  ` ${percent(share)}（95% 区间 ${percent(low)}–${percent(high)}）`

import type { MatchStage, Severity } from '#shared/domain/hit.ts'
import type { CompiledRule } from './compile.ts'
import { type Excuse, excuseFor, isNear, type Reading } from './context.ts'
import { isWordEdge } from './edges.ts'
import { foldedText } from './fold.ts'
import { How } from './match/occurrences.ts'
import type { Match } from './match/search.ts'

/** A rule that matched, in offsets of the text as given, before the best of each category are chosen. */
export interface RawHit {
  readonly rule: CompiledRule
  readonly match: Match
  readonly start: number
  readonly end: number
  readonly severity: Severity
  readonly stage: MatchStage
  /** How doubtful the recognition is; 0 as written. */
  readonly doubt: number
  readonly excuse: { readonly by: string; readonly reason: string } | null
}

/** What judging a text needs beside its reading. */
export interface Bench {
  readonly reading: Reading
  readonly goods: string | undefined
  readonly protectedNames: readonly string[]
  /** Where words begin and end; null without a segmenter. */
  readonly edges: (() => Uint8Array) | null
  /** How words of this reading count when they stand in it as written. */
  readonly stage: MatchStage
}

const doubts: Readonly<Record<MatchStage, number>> = { exact: 0, soft: 1, parts: 2, sound: 3 }

/** Which of a rule's own conditions is not met: the group of `with` that is missing, or the pattern of `without` that is there. */
export interface Unmet {
  readonly condition: 'with' | 'without'
  /** Its place in the rule's list. */
  readonly at: number
}

/** A match as a hit of the rule, excused or not, or what keeps it from being one. */
export function judge(bench: Bench, compiled: CompiledRule, match: Match): RawHit | Unmet {
  const { reading } = bench
  const missing = compiled.with.findIndex((any) => !isAnyNear(bench, compiled, match, any))
  if (missing >= 0) return { condition: 'with', at: missing }
  const there = compiled.without.findIndex((one) => isAnyNear(bench, compiled, match, [one]))
  if (there >= 0) return { condition: 'without', at: there }
  const severity = severityOf(bench, compiled, match)
  const stage =
    match.how >= How.sound ? 'sound' : match.how === How.exact ? bench.stage : softer(bench.stage)
  const { starts, ends } = reading.folded
  // In a reversed reading the last unit comes first.
  const start = Math.min(starts[match.start] as number, starts[match.end - 1] as number)
  const end = Math.max(ends[match.start] as number, ends[match.end - 1] as number)
  const excuse = whyNot(bench, compiled, match, start, end)
  return { rule: compiled, match, start, end, severity, stage, doubt: doubts[stage], excuse }
}

function isAnyNear(
  { reading }: Bench,
  { rule: { within } }: CompiledRule,
  match: Match,
  patterns: readonly number[],
): boolean {
  return patterns.some((pattern) => isNear(reading, match, pattern, within))
}

/** The severity of the last condition that is met, else the rule's own, else its category's. */
function severityOf(bench: Bench, compiled: CompiledRule, match: Match): Severity {
  const { rule, category, severityWith } = compiled
  const raised = rule.severityWhen?.findLast(({ goods }, i) => {
    if (goods && !goods.some((one) => one === bench.goods)) return false
    const words = severityWith[i] ?? []
    return words.length === 0 || isAnyNear(bench, compiled, match, words)
  })
  return raised?.severity ?? rule.severity ?? category.severity
}

const softer = (stage: MatchStage): MatchStage => (stage === 'exact' ? 'soft' : stage)

function whyNot(
  { reading, edges, protectedNames }: Bench,
  { rule, exceptions }: CompiledRule,
  match: Match,
  start: number,
  end: number,
): RawHit['excuse'] {
  const { folded } = reading
  if (edges && !isWordEdge(folded, match, rule.boundary, edges))
    return { by: 'word-edge', reason: '命中的两端不在词的边界上' }
  const name = protectedNames.find((it) => isInsideName(folded.source, it, start, end))
  if (name) return { by: 'protected-name', reason: `属于商品或品牌名称“${name}”` }
  const excuse = excuseFor(reading, match, exceptions)
  return excuse && { by: excuse.by, reason: withWords(reading, excuse) }
}

function withWords({ folded }: Reading, { reason, match }: Excuse): string {
  return match ? `${reason}（“${foldedText(folded, match.start, match.end)}”）` : reason
}

function isInsideName(text: string, name: string, start: number, end: number): boolean {
  if (name.length < end - start) return false
  const at = text.indexOf(name, Math.max(0, end - name.length))
  return at >= 0 && at <= start
}

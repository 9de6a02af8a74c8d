import type { AbsenceFinding } from '#shared/text/absence.ts'
import type { Explanation, TriedRule } from '#shared/text/explain.ts'
import type { ExplainedBroadcast } from '../explain/absences.ts'
import type { Explained, ExplainedHit } from '../explain/explain.ts'
import { channelNames, clock, marked, shanghai } from './words.ts'

const outcomes: Readonly<Record<TriedRule['outcome'], string>> = {
  kept: '命中',
  suppressed: '语境排除',
  outranked: '让位给更长更确切的命中',
  unmet: '条件未满足',
  hindered: '不适用',
  words: '只有部分词',
}
const hindrances: Readonly<Record<string, string>> = {
  channel: '渠道不符',
  goods: '商品不符',
  room: '直播间类型不符',
  day: '不在日期内',
}
const hows = { exact: '', soft: '变体', sound: '谐音' } as const

/** Rules of which only some words are there: so many are named, those with most of them. */
const namedParts = 12

/** How a text was read and what became of every rule that tried, with the rules that came nearest without matching. */
export function judgementText({ views, rules }: Pick<Explanation, 'views' | 'rules'>): string {
  const parts = rules.flatMap((rule) => {
    const words = telling(rule)
    return rule.outcome === 'words' && words.length > 0 ? [{ rule: rule.rule, words }] : []
  })
  const nearest = parts.toSorted((a, b) => b.words.join('').length - a.words.join('').length)
  return [
    ...views.flatMap(({ folded, clauses, tokens }) => [
      `  归一化 ${folded}`,
      `  分句 ${clauses.join(' | ')}`,
      ...(tokens.length > 0 ? [`  分词 ${tokens.join('/')}`] : []),
    ]),
    ...rules.filter(({ outcome }) => outcome !== 'words').map(triedText),
    ...nearest
      .slice(0, namedParts)
      .map(({ rule, words }) => `  只有部分词  ${rule}  “${words.join('、')}”`),
    ...(nearest.length > namedParts
      ? [`  只有部分词的规则另有 ${nearest.length - namedParts} 条`]
      : []),
  ].join('\n')
}

function triedText(tried: TriedRule): string {
  const { rule, outcome, because, matched } = tried
  const why = because ? `（${hindrances[because] ?? because}）` : ''
  return `  ${outcomes[outcome]}  ${rule}  “${matched ?? telling(tried).join('、')}”${why}`
}

/** Its words in the text, single characters left out: they stand everywhere. */
function telling({ words }: TriedRule): string[] {
  const long = words.filter(({ word }) => word.length > 1)
  return [...new Set(long.map(({ word, how }) => (hows[how] ? `${word}（${hows[how]}）` : word)))]
}

/** A sentence explained: how it was read, which rules tried, the law of that day. */
export function explainedText(explained: Explained): string {
  const { text, version, channel, audience, goods, roomType, at, hits, laws } = explained
  const seen = hits.filter(({ suppressed }) => !suppressed)
  return [
    text,
    `词库 ${version.slice(0, 12)}，${audience ? '观众弹幕' : channelNames[channel]}，商品 ${goods ?? '未知'}，直播间类型 ${roomType ?? '未知'}，${shanghai(at)}`,
    judgementText(explained),
    seen.length === 0 ? '没有线索。' : `线索 ${seen.length} 处（疑似，待人工判定）：`,
    ...seen.map(
      ({ category, severity, start, end }) =>
        `  ${laws.find((law) => law.category === category)?.wording ?? category}  等级 ${severity}  ${marked(text, start, end)}`,
    ),
    ...laws.flatMap(({ name, duties, sanctions }) => [
      `${name} 当日有效的条款：`,
      ...[...duties, ...sanctions].map(
        ({ short, version: of, cite, gist, verbatim, laterVersion }) =>
          `  ${short}（${of}）${cite} ${verbatim?.text ?? `要旨（非原文）：${gist}`}${laterVersion ? `；${laterVersion.from} 起有新版${laterVersion.cite ?? '，此条已删'}` : ''}`,
      ),
    ]),
  ].join('\n')
}

/** A stored hit derived again: whether it is the same, then its explanation. */
export function explainedHitText(explained: ExplainedHit): string {
  const { stored, derived, differs } = explained
  const verdict =
    derived === null
      ? '现在的原话、商品和直播间信息推不出这处命中：它们在识别之后改过。'
      : differs.length === 0
        ? '按当时的词库重新推导，与存储的命中逐项一致。'
        : `重新推导与存储的命中不一致：${differs.join('、')}。`
  const place = `${stored.category} ${stored.rule}，录像 ${clock(stored.startMs)} 处`
  return `${place}\n${verdict}\n${explainedText(explained)}`
}

const absenceNames = { missing: '未见', said: '已有', cannot_tell: '不能判断' } as const

/** One finding of absence on a line. */
export function absenceText(finding: AbsenceFinding): string {
  const { category, outcome, name, reason } = finding
  return `  ${absenceNames[outcome]}  ${category}  ${name}:${reason.replace('不能判断:', '')}`
}

/** What became of every rule of absence in a broadcast. */
export function explainedBroadcastText({ version, absent }: ExplainedBroadcast): string {
  return [
    `词库 ${version.slice(0, 12)}，缺失类规则 ${absent.length} 条（待核实，由人判定）：`,
    ...absent.map(absenceText),
  ].join('\n')
}

import type { LexiconVersion } from '#shared/db/lexicons.ts'
import type { shadowReport } from '#shared/db/shadow.ts'
import { lexiconStateNames } from '#shared/domain/lexicon-version.ts'
import { wallMsOf } from '#shared/domain/wall-clock.ts'
import { exampleLine, type GateReport, judgedLine, refusalOf } from '../lexicon/gate.ts'
import { channelNames, marked, shanghai, tableText } from './words.ts'

/** Versions are named by so many of their 64 digits. */
export const short = (version: string) => version.slice(0, 12)

export function listText(rows: readonly LexiconVersion[]): string {
  if (rows.length === 0) return '没有词库版本。'
  return tableText([
    ['版本', '状态', '起草', '起草人', '理由', '发布', '发布人', '源自'],
    ...rows.map((row) => [
      short(row.version),
      lexiconStateNames[row.state],
      shanghai(row.createdAt),
      row.author,
      row.reason,
      row.publishedAt ? shanghai(row.publishedAt) : '',
      `${row.publishedBy ?? ''}${row.overrideReason ? `(强制:${row.overrideReason})` : ''}`,
      row.parent ? short(row.parent) : '',
    ]),
  ])
}

/** What the gate says: what refuses publication first, then what only warns. */
export function reportText(report: GateReport, overridden = false): string {
  const { confirmedFlags, dismissedFlags, texts, lost, examples, stillFlagged, comesBack } = report
  const part = <T>(
    title: string,
    list: { count: number; first: readonly T[] },
    line: (one: T) => string,
  ) =>
    list.count === 0
      ? []
      : [`${title} ${list.count} 处`, ...list.first.map((one) => `  ${line(one)}`)]
  return [
    `核对了已判定成立的线索 ${confirmedFlags} 条、已排除的 ${dismissedFlags} 条,共 ${texts} 处原话。`,
    ...part('判定成立而将不再命中:', lost, judgedLine),
    ...part('规则例句不符:', examples, exampleLine),
    ...part('提醒:已排除而仍会命中', stillFlagged, judgedLine),
    ...part('提醒:已排除且现在不命中,将重新命中', comesBack, judgedLine),
    refusalOf(report) === null
      ? '可以发布。'
      : overridden
        ? '核对没有通过,按写明的理由强制发布。'
        : '不能直接发布:请修改词库,或写明理由强制发布。',
  ].join('\n')
}

export function shadowText(report: Awaited<ReturnType<typeof shadowReport>>): string {
  const { version, recordings, same, found, lost, rows } = report
  return [
    `影子版本 ${short(version)}:比对录像 ${recordings} 段,相同 ${same} 处,新增 ${found} 处,消失 ${lost} 处。以下不是线索。`,
    ...rows.map(
      (hit) =>
        `  ${hit.differs === 'new' ? '+' : '−'} ${shanghai(wallMsOf(hit, hit.startMs))} ${hit.room} ${channelNames[hit.channel]} ${hit.category}/${hit.rule} ${marked(hit.quote, hit.quoteStart, hit.quoteEnd)}`,
    ),
  ].join('\n')
}

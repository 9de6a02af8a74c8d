import type { Report } from '#shared/db/reports.ts'
import type { Block, Doc } from '#shared/documents/model.ts'
import { type ReportState, reportStateNames } from '#shared/domain/report-life.ts'
import { issueOf, periodNames } from '#shared/domain/report-period.ts'
import { attention, disposal, keyRooms, seasons } from './sections/follow-up.ts'
import { leads } from './sections/leads.ts'
import { overview } from './sections/overview.ts'
import { quality } from './sections/quality.ts'
import {
  heading,
  type Material,
  momentText,
  note,
  para,
  type ReportNames,
} from './sections/words.ts'

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八']

/** A filed report as a document: the same words in every format. Pure. */
export function documentOf(report: Report, state: ReportState, names: ReportNames): Doc {
  const { figures, version } = report
  const { period } = figures
  const m: Material = { figures, names }
  const { year, no } = issueOf(period)
  const sections = [
    overview,
    leads,
    keyRooms,
    disposal,
    quality,
    ...(figures.seasons.length > 0 ? [seasons] : []),
    attention,
  ]
  const draft = state === 'frozen' ? '' : `(${reportStateNames[state]})`
  return {
    title: `${names.region(figures.region)}绿色直播间动态监测${periodNames[period.kind]}`,
    issue: `${year}年第${no}期`,
    head: [
      figures.organ,
      figures.partial
        ? `数据截止：${momentText(figures.builtAt)}`
        : `数据截止：${dayText(period.to)}24时`,
    ],
    blocks: [
      ...(version > 1 ? correctionNote(report) : []),
      ...sections.flatMap((section, i) => section(m, numerals[i] ?? String(i + 1))),
      heading(2, '附件'),
      para(
        '1.线索明细表（xlsx） 2.证据清单及校验值（xlsx） 3.采集缺失说明（xlsx） 4.统计口径（xlsx）',
      ),
      note(
        `统计口径：1 条为 1 个复核项（同直播间、同场次、同类别、同一说法合并）；判定以${momentText(figures.builtAt)}已知者为准；每百小时以已比对时长为分母；近30日成立率=成立÷（成立+排除）。内部资料。`,
      ),
    ],
    signatures: [
      '编制：绿播系统',
      `审核：${report.reviewedBy ?? ''}`,
      `签发：${report.signedBy ?? ''}`,
    ],
    footer: `版本：v${version}${draft} · 生成于${momentText(figures.builtAt)} · 规则 ${figures.policyVersion} · 词库 ${figures.lexiconVersion?.slice(0, 12) ?? '—'} · 冻结后更正另发新版`,
  }
}

const dayText = (day: string) =>
  `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`

/** What a later version says differently: in front, so that nobody reads on with the old numbers. */
function correctionNote({ version, correction, differences }: Report): Block[] {
  const shown = (differences ?? []).slice(0, 40)
  const more = (differences ?? []).length - shown.length
  return [
    para({
      text: `本版为 v${version}，更正 v${version - 1}。更正事由：${correction ?? '—'}。`,
      alarm: true,
    }),
    ...(shown.length === 0
      ? [note('与前一版数字相同。')]
      : [
          {
            kind: 'table' as const,
            caption: `更正对照（v${version - 1} → v${version}）`,
            columns: [
              { head: '项目', width: 52 },
              { head: `v${version - 1}`, width: 24, numeric: true },
              { head: `v${version}`, width: 24, numeric: true },
            ],
            rows: shown.map(({ name, before, after }) => [
              { text: name },
              { text: before },
              { text: after },
            ]),
          },
        ]),
    ...(more > 0 ? [note(`另有 ${more} 项，见 xlsx 附件。`)] : []),
  ]
}

import type { Report } from '#shared/db/reports.ts'
import type { Sheet, SheetColumn } from '#shared/documents/xlsx.ts'
import { stateName } from '#shared/domain/daily-report.ts'
import { figures as definitions, figureIds, unitText } from '#shared/domain/figure.ts'
import { momentText, type ReportNames } from './sections/words.ts'

const text = (head: string, width: number): SheetColumn => ({ head, width, kind: 'text' })
const number = (head: string, width: number, format?: string): SheetColumn => ({
  head,
  width,
  kind: 'number',
  ...(format ? { format } : {}),
})
const time = (head: string): SheetColumn => ({ head, width: 20, kind: 'time' })

const channelNames: Readonly<Record<string, string>> = {
  speech: '口播',
  danmaku: '弹幕',
  title: '标题',
  screen: '画面文字',
  link: '链接',
}

const kindNames: Readonly<Record<string, string>> = {
  recorded: '采集',
  audible: '声音',
  transcribed: '转写',
  danmaku: '弹幕',
}

/** The annexes of a filed report as sheets: figures, leads, evidence, gaps, and how everything was counted. Pure. */
export function annexSheets(report: Report, names: ReportNames): Sheet[] {
  const { figures, annex, version, differences } = report
  return [
    {
      name: '统计数字',
      columns: [
        text('编号', 24),
        text('名称', 24),
        number('数值', 14, '#,##0.0'),
        text('单位', 10),
      ],
      rows: figureIds.map((id) => {
        const value = figures.values[id]
        return [
          id,
          definitions[id].name,
          definitions[id].unit === 'hours' ? value / 3_600_000 : value,
          unitText(id),
        ]
      }),
    },
    {
      name: '附件1 线索明细',
      columns: [
        text('线索编号', 38),
        time('说出时间'),
        text('区划', 12),
        text('直播间', 18),
        text('类别', 24),
        text('规则', 26),
        number('等级', 8),
        text('渠道', 10),
        text('摘录', 60),
        number('次数', 8),
        text('判定', 12),
        text('判定人', 14),
        time('判定时间'),
        text('理由', 30),
      ],
      rows: annex.flags.map((f) => [
        f.id,
        new Date(f.saidAt),
        names.region(f.region),
        f.room,
        names.category(f.category),
        f.rule,
        f.severity,
        channelNames[f.channel] ?? f.channel,
        f.quote,
        f.hitCount,
        stateName(f.state),
        f.by,
        f.decidedAt === null ? null : new Date(f.decidedAt),
        f.reason,
      ]),
    },
    {
      name: '附件2 证据清单',
      columns: [
        text('线索编号', 38),
        text('直播间', 18),
        text('类别', 24),
        text('原始片段 SHA-256', 70),
      ],
      rows: annex.flags
        .filter(({ state }) => state === 'confirmed' || state === 'doubtful')
        .map((f) => [f.id, f.room, names.category(f.category), f.clip ?? '尚未截取或无录像文件']),
    },
    {
      name: '附件3 采集缺失',
      columns: [
        text('区划', 12),
        text('直播间', 18),
        text('环节', 10),
        text('原因', 30),
        time('起'),
        time('止'),
        number('分钟', 10, '0.0'),
      ],
      rows: annex.gaps.map((g) => [
        names.region(g.region),
        g.room,
        kindNames[g.kind] ?? g.kind,
        g.reason,
        new Date(g.fromAt),
        new Date(g.toAt),
        (Date.parse(g.toAt) - Date.parse(g.fromAt)) / 60_000,
      ]),
    },
    ...(differences
      ? [
          {
            name: '更正对照',
            columns: [text('项目', 40), text(`v${version - 1}`, 20), text(`v${version}`, 20)],
            rows: differences.map(({ name, before, after }) => [name, before, after]),
          },
        ]
      : []),
    {
      name: '附件4 说明',
      columns: [text('编号', 24), text('名称', 24), text('口径', 100)],
      rows: [
        [
          'cutoff',
          '数据截止',
          `${figures.period.to} 24 时；判定以 ${momentText(figures.builtAt)} 已知者为准`,
        ],
        ['region', '范围', names.region(figures.region)],
        [
          'version',
          '版本',
          `v${version}，规则 ${figures.policyVersion}，词库 ${figures.lexiconVersion ?? '—'}`,
        ],
        ...figureIds.map((id) => [id, definitions[id].name, definitions[id].definition]),
      ],
    },
  ]
}

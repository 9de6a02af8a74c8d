import type { Block, Cell } from '#shared/documents/model.ts'
import { per100Hours, type ReportFigures } from '#shared/domain/daily-report.ts'
import { leadCharts } from './charts.ts'
import {
  cell,
  heading,
  headOf,
  lineCell,
  type Material,
  n,
  note,
  para,
  percent,
  rate,
  signed,
} from './words.ts'

/** 线索情况: what the system pointed out and what people made of it; counts beside rates. */
export function leads(m: Material, number: string): Block[] {
  const { figures } = m
  const { values: v } = figures
  const title = heading(1, `${number}、线索情况`)
  const caution = note('机器提示均为“疑似”，以人工复核结论为准；线索不等于违法认定。')
  if (v['flags.all'] === 0)
    return [
      title,
      para(
        v['air.scanned'] > 0
          ? '已比对的时段内系统未提示线索。'
          : '没有已比对的时段，无从提示线索。',
      ),
      caution,
    ]
  const reviewed = v['flags.all'] - v['flags.open']
  const per100 = (of: 'flags.all' | 'flags.confirmed') =>
    rate(rateText(v[of], v['air.scanned']), { of, over: ['air.scanned'] })
  return [
    title,
    para(
      '系统提示',
      n(m, 'flags.all'),
      '条（每百小时',
      per100('flags.all'),
      '条），涉及',
      n(m, 'flags.rooms'),
      '个直播间；已复核',
      { text: String(reviewed), figure: { id: 'flags.reviewed' } },
      '条：成立（涉嫌）',
      n(m, 'flags.confirmed'),
      '条（每百小时',
      per100('flags.confirmed'),
      '条），排除',
      n(m, 'flags.dismissed'),
      '条，存疑转复核',
      n(m, 'flags.doubtful'),
      '条，技术无效',
      n(m, 'flags.invalid'),
      '条；待复核',
      n(m, 'flags.open'),
      '条。',
    ),
    ...(figures.period.kind === 'day'
      ? []
      : [
          para(
            '成立（涉嫌）涉及',
            n(m, 'flags.confirmedBroadcasts'),
            '场次，占监测场次',
            rate(percent(v['flags.confirmedBroadcasts'], v['air.broadcasts']), {
              ...{ of: 'flags.confirmedBroadcasts', over: ['air.broadcasts'] },
            }),
            '。',
          ),
        ]),
    ...comparisonText(m),
    categoryTable(m),
    caution,
    regionTable(m),
    ...leadCharts(m),
    para(
      '原始命中',
      n(m, 'flags.hits'),
      '处（合并前），语境排除',
      n(m, 'hits.suppressed'),
      '处；观众弹幕信号',
      n(m, 'flags.audience'),
      '条，另行处置，不计入直播间线索。',
    ),
  ]
}

/** `4.3`, or — where nothing was covered. */
const rateText = (count: number, coveredMs: number) =>
  per100Hours(count, coveredMs)?.toFixed(1) ?? '—'

function comparisonText({ figures }: Material): Block[] {
  const { values: v } = figures
  return figures.comparisons.map(({ name, from, to, values }) => {
    const day = from === to ? from : `${from} 至 ${to}`
    if (!values) return para(`${name}（${day}）没有数据，不作比较。`)
    const before = rateText(values['flags.confirmed'], values['air.scanned'])
    const change = (of: 'flags.all' | 'flags.confirmed') => ({
      text: signed(v[of] - values[of]),
      figure: { id: of },
    })
    const poor = values['air.recorded'] < values['air.hours'] * figures.lowCoverage
    return para(
      `较${name}（${day}）：提示`,
      change('flags.all'),
      '条，成立',
      change('flags.confirmed'),
      `条；${name}每百小时成立${before}条${
        poor
          ? `（${name}采集完整率仅${percent(values['air.recorded'], values['air.hours'])}，条数不宜直接比较）`
          : ''
      }。`,
    )
  })
}

/** The change against the period before, or — where there was nothing to compare with. */
function changeOf({ comparisons, byCategory, values }: ReportFigures, key: string | null): string {
  const [before] = comparisons
  if (!before?.values) return '—'
  if (key === null) return signed(values['flags.all'] - before.values['flags.all'])
  const of = (lines: typeof before.byCategory) =>
    lines.find((line) => line.key === key)?.values['flags.all'] ?? 0
  return signed(of(byCategory) - of(before.byCategory))
}

function categoryTable({ figures, names }: Material): Block {
  const { values: v, byCategory, recentByCategory, comparisons } = figures
  const recent = (key: string | null) => {
    const values = key === null ? v : recentByCategory.find((line) => line.key === key)?.values
    const confirmed = values?.['recent.confirmed'] ?? 0
    return rate(percent(confirmed, confirmed + (values?.['recent.dismissed'] ?? 0)), {
      ...{ of: 'recent.confirmed', over: ['recent.confirmed', 'recent.dismissed'] },
      narrowed: key === null ? undefined : { category: key },
    })
  }
  const counts = [
    'flags.all',
    'flags.confirmed',
    'flags.dismissed',
    'flags.doubtful',
    'flags.invalid',
    'flags.open',
  ] as const
  const short = ['提示', '成立', '排除', '存疑', '无效', '待核']
  const sorted = byCategory.toSorted(
    (a, b) => b.values['flags.all'] - a.values['flags.all'] || (a.key < b.key ? -1 : 1),
  )
  return {
    kind: 'table',
    caption: '表2 线索类别与复核结论（条）',
    columns: [
      { head: '类型', width: 29 },
      ...short.map((head) => ({ head, width: 8.4, numeric: true })),
      { head: `较${comparisons[0]?.name ?? '前期'}`, width: 11, numeric: true },
      { head: '近30日成立率', width: 12, numeric: true },
    ],
    rows: sorted.map(({ key, values }): Cell[] => [
      cell(names.category(key)),
      ...counts.map((id) => lineCell(values, id, { category: key })),
      cell(changeOf(figures, key), { id: 'flags.all', narrowed: { category: key } }),
      recent(key),
    ]),
    total: [
      cell('合计'),
      ...counts.map((id) => lineCell(v, id)),
      cell(changeOf(figures, null), { id: 'flags.all' }),
      recent(null),
    ],
  }
}

function regionTable({ figures, names }: Material): Block {
  const { values: v, byRegion, airByRegion } = figures
  const keys = [...new Set([...airByRegion, ...byRegion].map(({ key }) => key))].sort()
  const row = (
    name: string,
    flags: number,
    confirmed: number,
    scannedMs: number,
    narrowed?: { region: string },
  ): Cell[] => [
    cell(name),
    cell(flags, { id: 'flags.all', ...(narrowed ? { narrowed } : {}) }),
    cell(confirmed, { id: 'flags.confirmed', ...(narrowed ? { narrowed } : {}) }),
    rate(rateText(flags, scannedMs), { of: 'flags.all', over: ['air.scanned'], narrowed }),
    rate(rateText(confirmed, scannedMs), {
      of: 'flags.confirmed',
      over: ['air.scanned'],
      narrowed,
    }),
  ]
  return {
    kind: 'table',
    caption: '表3 各县（区）线索与每百小时条数',
    columns: [
      { head: '区划', width: 28 },
      { head: headOf('flags.all'), width: 16, numeric: true },
      { head: headOf('flags.confirmed'), width: 18, numeric: true },
      { head: '每百小时提示', width: 18, numeric: true },
      { head: '每百小时成立', width: 18, numeric: true },
    ],
    rows: keys.map((key) => {
      const flags = byRegion.find((line) => line.key === key)?.values
      const air = airByRegion.find((line) => line.key === key)?.values
      return row(
        names.region(key),
        flags?.['flags.all'] ?? 0,
        flags?.['flags.confirmed'] ?? 0,
        air?.['air.scanned'] ?? 0,
        { region: key },
      )
    }),
    total: row('合计', v['flags.all'], v['flags.confirmed'], v['air.scanned']),
  }
}

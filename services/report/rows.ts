import { figureRows, type Narrowed } from '#shared/db/figures/measure.ts'
import type { ReportKey } from '#shared/db/reports.ts'
import type { Scope } from '#shared/db/scope.ts'
import { stateName } from '#shared/domain/daily-report.ts'
import { type FigureId, figures, figureText, unitText } from '#shared/domain/figure.ts'
import type { FlagState } from '#shared/domain/flag.ts'
import { periodOf } from '#shared/domain/report-period.ts'
import { Verdict } from '#shared/domain/verdict.ts'
import { keyOf, openReport, type ReportDeps } from './build.ts'
import { windowFor } from './count.ts'
import { momentText, type ReportNames } from './sections/words.ts'

/**
 * The list behind a number of a filed report, as the rows were known when it was counted. `inReport` is what the report
 * says, `value` what the rows say now: they differ only when rows were changed that carry no time.
 */
export async function rowsBehind(
  deps: ReportDeps,
  given: ReportKey,
  ask: {
    readonly id: FigureId
    readonly narrowed: Narrowed
    /** Of a rate: the figures under the line, narrowed likewise. */
    readonly over?: readonly FigureId[]
    readonly version?: number | undefined
    readonly limit: number
    readonly offset: number
  },
  scope: Scope,
) {
  const key = keyOf(given)
  const report = await openReport(deps, key, ask.version)
  const window = windowFor({
    period: periodOf(key.period, key.day),
    region: key.region,
    now: report.builtAt,
    rules: deps.reporting,
  })
  const page = { limit: ask.limit, offset: ask.offset }
  const narrow = Object.values(ask.narrowed).some((value) => value !== undefined)
  const own = { ...window, scope: { ...scope, region: key.region } }
  const found = await figureRows(deps.db, own, ask.id, ask.narrowed, page)
  const over = []
  for (const id of ask.over ?? []) {
    const { value } = await figureRows(deps.db, own, id, ask.narrowed, { limit: 1, offset: 0 })
    over.push({
      id,
      name: figures[id].name,
      unit: unitText(id),
      text: figureText(id, value),
      value,
    })
  }
  const { name, definition } = figures[ask.id]
  return {
    id: ask.id,
    name,
    unit: unitText(ask.id),
    definition,
    version: report.version,
    over,
    inReport: narrow ? null : report.figures.values[ask.id],
    ...found,
  }
}

export type RowsBehind = Awaited<ReturnType<typeof rowsBehind>>

const headNames: Readonly<Record<string, string>> = {
  room: '直播间',
  region: '区划',
  day: '日期',
  said_at: '说出时间',
  category: '类别',
  rule: '规则',
  severity: '等级',
  channel: '渠道',
  quote: '摘录',
  hit_count: '次数',
  state: '状态',
  by: '判定人',
  decided_at: '判定时间',
  reason: '原因',
  kind: '环节',
  from_at: '起',
  to_at: '止',
  started_at: '开始',
  ended_at: '结束',
  on_air_ms: '直播',
  recorded_ms: '完整采集',
  missing_ms: '缺失',
  transcribed_ms: '转写',
  scanned_ms: '已比对',
  danmaku_ms: '弹幕',
  score: '得分',
  colour: '颜色',
  at: '时间',
  verdict: '判定',
  waited_min: '等候（分钟）',
  leads: '线索数',
  created_at: '入库时间',
  withdrawn_at: '撤回时间',
  share: '完整率',
  ms: '时长',
  failure: '失败原因',
}

/** The list as a page shows it: the columns people know, times of Shanghai, lengths in hours. */
export function rowsTable({ rows }: RowsBehind, names: ReportNames) {
  const keys = Object.keys(headNames).filter((key) =>
    rows.some((row) => row[key] !== undefined && row[key] !== null),
  )
  const show = (key: string, value: unknown): string => {
    if (value === null || value === undefined) return ''
    if (key.endsWith('_at') || key === 'at')
      return momentText(new Date(value instanceof Date ? value : String(value)).toISOString())
    if (key === 'ms' || key.endsWith('_ms')) return `${(Number(value) / 3_600_000).toFixed(2)} 小时`
    if (key === 'share' || key === 'waited_min')
      return String(Math.round(Number(value) * 1000) / 1000)
    if (key === 'region') return names.region(String(value))
    if (key === 'category') return names.category(String(value))
    if (key === 'state')
      return value === 'open' || Verdict.safeParse(value).success
        ? stateName(value as FlagState)
        : String(value)
    return String(value)
  }
  return {
    columns: keys.map((key) => headNames[key] ?? key),
    rows: rows.map((row) => keys.map((key) => show(key, row[key]))),
  }
}

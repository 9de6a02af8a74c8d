import { AppError } from '#shared/errors.ts'
import type { Day } from './calendar.ts'
import { figures as definitions, type FigureId, figureText } from './figure.ts'
import type { FlagState } from './flag.ts'
import type { MissEstimate } from './miss-estimate.ts'
import type { Colour } from './pool-policy.ts'
import type { Period } from './report-period.ts'
import { verdictNames } from './verdict.ts'

/** One figure for each id asked for; what a query does not give is 0, a median of nothing is null. */
export type Values<Id extends FigureId = FigureId> = Readonly<Record<Id, number>>

/** A line of a table: the same figures under one heading. */
export interface Line<Id extends FigureId> {
  readonly key: string
  readonly values: Values<Id>
}

export const verdictColumns = [
  'flags.all',
  'flags.confirmed',
  'flags.dismissed',
  'flags.doubtful',
  'flags.invalid',
  'flags.open',
] as const satisfies readonly FigureId[]
export type VerdictColumn = (typeof verdictColumns)[number]

export const airColumns = ['air.hours', 'air.recorded', 'air.missing', 'air.scanned'] as const
export type AirColumn = (typeof airColumns)[number]

export interface Season {
  readonly name: string
  readonly calendars: readonly {
    readonly name: string
    readonly from: string
    readonly to: string
  }[]
  readonly categories: readonly string[]
}

export interface KeyRoom {
  readonly roomId: string
  readonly room: string
  readonly region: string
  readonly colour: Colour | null
  readonly score: number | null
  readonly confirmed: number
  readonly recentConfirmed: number
  /** The phrase said most often, and how often. */
  readonly phrase: string
  readonly times: number
  readonly proposed: boolean
}

/** Everything one period's report says, counted in one snapshot. */
export interface ReportFigures {
  readonly period: Period
  readonly region: string
  /** What the figures rest on: rows known by then. */
  readonly builtAt: string
  /** True when the period was not over: figures of part of it. */
  readonly partial: boolean
  readonly policyVersion: string
  readonly lexiconVersion: string | null
  readonly organ: string
  readonly lowCoverage: number
  readonly values: Values
  readonly comparisons: readonly {
    readonly name: string
    readonly from: Day
    readonly to: Day
    /** Null when nothing was on air or recorded then: there is nothing to compare with. */
    readonly values: Values<VerdictColumn | AirColumn> | null
    readonly byCategory: readonly Line<'flags.all'>[]
  }[]
  readonly byCategory: readonly Line<VerdictColumn>[]
  readonly bySeverity: readonly Line<VerdictColumn>[]
  readonly byRegion: readonly Line<VerdictColumn>[]
  readonly byRoom: readonly (Line<VerdictColumn> & {
    readonly room: string
    readonly region: string
  })[]
  readonly airByRegion: readonly Line<AirColumn>[]
  readonly gapsByReason: readonly {
    readonly kind: string
    readonly reason: string
    readonly stretches: number
    readonly ms: number
  }[]
  /** The last 14 days (weeks and months: every day of it), oldest first. */
  readonly trend: readonly (Line<VerdictColumn> & { readonly scannedMs: number })[]
  readonly recentByCategory: readonly Line<'recent.confirmed' | 'recent.dismissed'>[]
  readonly rules: readonly {
    readonly rule: string
    readonly name: string
    readonly confirmed: number
    readonly dismissed: number
    readonly advice: 'retire' | 'narrow' | null
  }[]
  readonly keyRooms: readonly KeyRoom[]
  readonly overdue: readonly {
    readonly room: string
    readonly region: string
    readonly servedAt: string
  }[]
  readonly poorRooms: readonly {
    readonly room: string
    readonly region: string
    readonly share: number
  }[]
  readonly seasons: readonly Season[]
  readonly miss: MissEstimate
}

/** One lead as the annex prints it, frozen with the report. */
export interface AnnexFlag {
  readonly id: string
  readonly saidAt: string
  readonly region: string
  readonly room: string
  readonly category: string
  readonly rule: string
  readonly severity: number
  readonly channel: string
  readonly quote: string
  readonly hitCount: number
  readonly state: FlagState
  readonly by: string | null
  readonly decidedAt: string | null
  readonly reason: string | null
  /** SHA-256 of the clip's original cut, where there is one. */
  readonly clip: string | null
}

export interface AnnexGap {
  readonly region: string
  readonly room: string
  readonly kind: string
  readonly reason: string
  readonly fromAt: string
  readonly toAt: string
}

export interface ReportAnnex {
  readonly flags: readonly AnnexFlag[]
  readonly gaps: readonly AnnexGap[]
}

/** One thing that a later version says differently. */
export interface Difference {
  readonly name: string
  readonly before: string
  readonly after: string
}

const total = <Id extends FigureId>(lines: readonly Line<Id>[], id: Id) =>
  lines.reduce((sum, { values }) => sum + values[id], 0)

/** The columns and rows that must add up; a report whose figures do not is never filed. */
export function checkSums(figures: ReportFigures, annex: ReportAnnex): void {
  const { values: v, byCategory, bySeverity, byRegion, byRoom, airByRegion } = figures
  const states = [
    'flags.confirmed',
    'flags.dismissed',
    'flags.doubtful',
    'flags.invalid',
    'flags.open',
  ] as const
  const across = (line: Values<VerdictColumn>) => states.reduce((sum, id) => sum + line[id], 0)
  const sums: (readonly [string, number, number])[] = [
    ['合计行', across(v), v['flags.all']],
    ['附件线索', annex.flags.length, v['flags.all']],
    [
      '按颜色',
      v['rooms.green'] + v['rooms.blue'] + v['rooms.yellow'] + v['rooms.red'],
      v['rooms.pool'],
    ],
    ['采集', v['air.recorded'] + v['air.missing'], v['air.hours']],
    [
      '缺失说明',
      figures.gapsByReason.reduce((sum, { kind, ms }) => sum + (kind === 'recorded' ? ms : 0), 0),
      v['air.missing'],
    ],
  ]
  for (const [name, lines] of [
    ['类别', byCategory],
    ['等级', bySeverity],
    ['区划', byRegion],
    ['直播间', byRoom],
  ] as const) {
    for (const id of verdictColumns)
      sums.push([`按${name}的${definitions[id].name}`, total(lines, id), v[id]])
    for (const { key, values } of lines)
      sums.push([`${name}${key}`, across(values), values['flags.all']])
  }
  for (const id of airColumns)
    sums.push([`按区划的${definitions[id].name}`, total(airByRegion, id), v[id]])
  const wrong = sums.filter(([, sum, whole]) => sum !== whole)
  for (const id of ['air.recorded', 'air.audible', 'air.transcribed', 'air.danmaku'] as const)
    if (v[id] > v['air.hours']) wrong.push([definitions[id].name, v[id], v['air.hours']])
  if (wrong.length === 0) return
  const list = wrong.map(([name, sum, whole]) => `${name} ${sum}≠${whole}`).join('; ')
  throw new AppError(
    'conflict',
    `${figures.period.from} 报告勾稽不符，未生成，请联系系统管理员。report figures inconsistent: ${list}`,
  )
}

/** Leads per 100 covered hours, one decimal; null when nothing was covered, for then a rate means nothing. */
export function per100Hours(flags: number, coveredMs: number): number | null {
  return coveredMs > 0 ? Math.round((flags / (coveredMs / 3_600_000)) * 1000) / 10 : null
}

/** A lead's state as printed. */
export function stateName(state: FlagState): string {
  return state === 'open' ? '待复核' : verdictNames[state]
}

/** What a correction changed, for the reader of the next version: figures first, then leads one by one. */
export function differencesOf(
  before: { readonly figures: ReportFigures; readonly annex: ReportAnnex },
  after: { readonly figures: ReportFigures; readonly annex: ReportAnnex },
): Difference[] {
  const numbers = (Object.keys(definitions) as FigureId[]).flatMap((id) => {
    const [a, b] = [before.figures.values[id], after.figures.values[id]]
    if (a === b) return []
    return [{ name: definitions[id].name, before: figureText(id, a), after: figureText(id, b) }]
  })
  const old = new Map(before.annex.flags.map((flag) => [flag.id, flag]))
  const now = new Map(after.annex.flags.map((flag) => [flag.id, flag]))
  const leads = [...new Set([...old.keys(), ...now.keys()])].flatMap((id) => {
    const [a, b] = [old.get(id), now.get(id)]
    if (a?.state === b?.state) return []
    const name = `线索 ${id.slice(0, 8)}(${(b ?? a)?.room})`
    return [{ name, before: a ? stateName(a.state) : '无', after: b ? stateName(b.state) : '无' }]
  })
  return [...numbers, ...leads]
}

/** Whether two counts say the same: the time of counting is no figure, and JSON columns keep no order of keys. */
export function sameReport(a: unknown, b: unknown): boolean {
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.entries(value)
            .filter(([key, inner]) => key !== 'builtAt' && inner !== undefined)
            .sort(([x], [y]) => (x < y ? -1 : 1))
            .map(([key, inner]) => [key, sorted(inner)])
        : value
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

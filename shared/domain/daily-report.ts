import { AppError } from '#shared/errors.ts'
import type { Day } from './calendar.ts'
import type { FlagState } from './flag.ts'
import type { Colour } from './pool-policy.ts'

/** A number of leads under one heading. */
export interface Count {
  readonly key: string
  readonly flags: number
}

/** The figures of one day, 00:00 to 24:00 Asia/Shanghai, and one region with all below it. Times are minutes. */
export interface DailyFigures {
  readonly day: Day
  readonly region: string
  readonly builtAt: string
  readonly policyVersion: string
  readonly coverage: {
    readonly rooms: number
    readonly roomsOnAir: number
    readonly broadcasts: number
    readonly recordings: number
    readonly refused: number
    readonly waitingForTranscriber: number
    readonly recordedMin: number
    readonly audibleMin: number
    readonly transcribedMin: number
    readonly danmakuMin: number
  }
  readonly findings: {
    readonly flags: number
    readonly hits: number
    readonly suppressedHits: number
    /** What only the audience said: a signal, not counted in `flags` (令117号 第31条第2款). */
    readonly audienceSignals: number
    readonly byCategory: readonly Count[]
    readonly byState: readonly { readonly key: FlagState; readonly flags: number }[]
    readonly byRegion: readonly Count[]
    readonly byRoom: readonly (Count & { readonly name: string; readonly confirmed: number })[]
  }
  readonly pool: {
    readonly inPool: number
    readonly byColour: readonly { readonly key: Colour; readonly rooms: number }[]
    readonly proposalsDrafted: number
    readonly proposalsWithdrawn: number
    readonly proposalsOpen: number
  }
}

/** The columns that must add up to the same total; a report whose columns do not is never shown. */
export function checkSums(figures: DailyFigures): void {
  const { findings, pool, coverage } = figures
  const total = (rows: readonly Count[]) => rows.reduce((sum, { flags }) => sum + flags, 0)
  const sums: readonly (readonly [string, number, number])[] = [
    ['按类别', total(findings.byCategory), findings.flags],
    ['按判定', total(findings.byState), findings.flags],
    ['按区划', total(findings.byRegion), findings.flags],
    ['按直播间', total(findings.byRoom), findings.flags],
    ['按颜色', pool.byColour.reduce((sum, { rooms }) => sum + rooms, 0), pool.inPool],
  ]
  const wrong = sums.filter(([, sum, whole]) => sum !== whole)
  if (coverage.transcribedMin > coverage.recordedMin + 0.1)
    wrong.push(['转写时长', coverage.transcribedMin, coverage.recordedMin])
  if (wrong.length === 0) return
  const list = wrong.map(([name, sum, whole]) => `${name}合计 ${sum},应为 ${whole}`).join(';')
  throw new AppError('conflict', `${figures.day} 日报勾稽不符(${list}),未生成;请联系系统管理员。`)
}

/** Leads per 100 covered hours, one decimal; null when nothing was heard, for then a rate means nothing. */
export function per100Hours(flags: number, coveredMin: number): number | null {
  return coveredMin > 0 ? Math.round((flags / (coveredMin / 60)) * 1000) / 10 : null
}

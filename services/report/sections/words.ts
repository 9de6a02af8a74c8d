import type { Block, Cell, FigureLink, Run } from '#shared/documents/model.ts'
import type { AirColumn, ReportFigures, Values } from '#shared/domain/daily-report.ts'
import { figures as definitions, type FigureId, figureText } from '#shared/domain/figure.ts'

export interface ReportNames {
  readonly category: (id: string) => string
  readonly region: (path: string) => string
}

/** What every section is written from. */
export interface Material {
  readonly figures: ReportFigures
  readonly names: ReportNames
}

/** A figure in a sentence: the number, which opens its list. */
export function n({ figures }: Material, id: FigureId): Run {
  return { text: figureText(id, figures.values[id]), figure: { id } }
}

interface Rate {
  readonly of: FigureId
  readonly over: readonly FigureId[]
  readonly narrowed?: Readonly<Record<string, string>> | undefined
}

/** A rate in a sentence, which opens the list of what it counts and names what it is divided by. */
export function rate(text: string, { of, over, narrowed }: Rate): Run {
  return { text, figure: { id: of, over, ...(narrowed ? { narrowed } : {}) } }
}

/** A paragraph of words and figures. */
export function para(...parts: readonly (string | Run)[]): Block {
  return {
    kind: 'paragraph',
    runs: parts.map((part) => (typeof part === 'string' ? { text: part } : part)),
  }
}

export const heading = (level: 1 | 2, text: string): Block => ({ kind: 'heading', level, text })
export const note = (text: string): Block => ({ kind: 'note', text })

export const cell = (text: string | number, figure?: FigureLink): Cell => ({
  text: String(text),
  ...(figure ? { figure } : {}),
})

/** A figure of one line of a table, narrowed to that line. */
export function lineCell<Id extends FigureId>(
  values: Values<Id>,
  id: Id,
  narrowed?: Readonly<Record<string, string>>,
): Cell {
  return cell(figureText(id, values[id]), { id, ...(narrowed ? { narrowed } : {}) })
}

export const headOf = (id: FigureId) => definitions[id].name

/** `97.3%`, or — where there is nothing to divide by. */
export function percent(part: number, whole: number): string {
  return whole > 0 ? `${(Math.round((part / whole) * 1000) / 10).toFixed(1)}%` : '—'
}

export const signed = (value: number) => (value > 0 ? `+${value}` : String(value))

/** 采集完整率 of a line. */
export const captured = (
  values: Values<Extract<AirColumn, 'air.hours' | 'air.recorded'>>,
  narrowed?: Rate['narrowed'],
): Run =>
  rate(percent(values['air.recorded'], values['air.hours']), {
    ...{ of: 'air.recorded', over: ['air.hours'], narrowed },
  })

/** Minutes as people say them: 4 分钟, 2.5 小时. */
export function waitText(minutes: number): string {
  return minutes < 90
    ? `${Math.round(minutes)} 分钟`
    : `${(Math.round(minutes / 6) / 10).toFixed(1)} 小时`
}

/** `11月24日 06:00` of Shanghai. */
export function momentText(iso: string): string {
  const at = new Date(new Date(iso).getTime() + 8 * 3_600_000)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getUTCMonth() + 1}月${at.getUTCDate()}日${two(at.getUTCHours())}时${two(at.getUTCMinutes())}分`
}

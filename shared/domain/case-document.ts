import { z } from 'zod'

/** 文书 that a case produces. */
export const CaseDocumentKind = z.enum([
  'rectification-notice',
  'removal-notice',
  'removal-letter',
  'removal-public-notice',
  'listing-publicity',
  'listing-letter',
  'mend-letter',
  'rejection-letter',
  'lead-handover',
])
export type CaseDocumentKind = z.infer<typeof CaseDocumentKind>

/** The words before the number of each series: `舟市监绿播整告〔2026〕3号`. */
export const numberSeries = {
  notice: '舟市监绿播整告',
  removalNotice: '舟市监绿播移告',
  removal: '舟市监绿播移',
  certificate: '舟绿播',
  lead: '舟市监绿播线',
  application: '舟市监绿播申',
} as const
export type NumberSeries = keyof typeof numberSeries

/** A document's number in official form (GB/T 9704-2012 7.2.5: 机关代字〔年份〕序号，序号不编虚位). */
export function numberText(series: NumberSeries, year: number, n: number): string {
  return `${numberSeries[series]}〔${year}〕${n}号`
}

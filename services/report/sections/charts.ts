import type { Block } from '#shared/documents/model.ts'
import { per100Hours } from '#shared/domain/daily-report.ts'
import type { Material } from './words.ts'

/** Slices of the category mix; the rest is one slice. */
const mostSlices = 6

/** The three pictures of the leads: the last fortnight, the counties, the mix. */
export function leadCharts({ figures, names }: Material): Block[] {
  const { trend, airByRegion, byRegion, byCategory } = figures
  const monthDay = (day: string) => `${Number(day.slice(5, 7))}.${Number(day.slice(8))}`
  const regions = airByRegion.map(({ key }) => key)
  const rates = (id: 'flags.all' | 'flags.confirmed') =>
    regions.map((key) => {
      const air = airByRegion.find((line) => line.key === key)?.values['air.scanned'] ?? 0
      return per100Hours(byRegion.find((line) => line.key === key)?.values[id] ?? 0, air)
    })
  const mix = byCategory.toSorted((a, b) => b.values['flags.all'] - a.values['flags.all'])
  const rest = mix.slice(mostSlices).reduce((sum, { values }) => sum + values['flags.all'], 0)
  const slices = [
    ...mix
      .slice(0, mostSlices)
      .map(({ key, values }) => ({ name: names.category(key), value: values['flags.all'] })),
    ...(rest > 0 ? [{ name: '其他', value: rest }] : []),
  ]
  return [
    {
      kind: 'chart',
      chart: {
        id: 'trend',
        caption: `图1 近${trend.length}日成立与排除条数`,
        kind: 'trend',
        unit: '条',
        names: trend.map(({ key }) => monthDay(key)),
        series: [
          {
            name: '成立（涉嫌）',
            values: trend.map(({ values }) => values['flags.confirmed']),
            line: true,
          },
          { name: '排除', values: trend.map(({ values }) => values['flags.dismissed']) },
        ],
      },
    },
    {
      kind: 'chart',
      chart: {
        id: 'per-100-hours',
        caption: '图2 各县（区）每百小时成立条数',
        kind: 'bars',
        unit: '条/百小时',
        names: regions.map(names.region),
        series: [{ name: '每百小时成立', values: rates('flags.confirmed') }],
      },
    },
    {
      kind: 'chart',
      chart: {
        id: 'mix',
        caption: '图3 提示线索的类别构成',
        kind: 'share',
        unit: '条',
        names: slices.map(({ name }) => name),
        series: [{ name: '提示', values: slices.map(({ value }) => value) }],
      },
    },
  ]
}

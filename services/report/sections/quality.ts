import type { Block } from '#shared/documents/model.ts'
import { agreementOf } from '#shared/domain/second-look.ts'
import { cell, heading, type Material, n, note, para, percent, rate, waitText } from './words.ts'

const adviceNames = { retire: '建议停用', narrow: '建议收窄' } as const

/** 监测质量: how fast and how surely leads were decided, which rules cry wolf, and how much was missed. */
export function quality(m: Material, number: string): Block[] {
  const { figures } = m
  const { values: v, rules } = figures
  return [
    heading(1, `${number}、监测质量`),
    v['verdicts.given'] === 0
      ? para('期内没有作出判定。')
      : para(
          '期内判定',
          n(m, 'verdicts.given'),
          '次（更正',
          n(m, 'verdicts.corrected'),
          '次、时限内撤销',
          n(m, 'verdicts.undone'),
          '次）；首次判定等候中位',
          { text: waitText(v['verdicts.median']), figure: { id: 'verdicts.median' } },
          '，最长',
          { text: waitText(v['verdicts.longest']), figure: { id: 'verdicts.longest' } },
          '。',
        ),
    ...lookText(m),
    missText(m),
    ...(rules.length > 0
      ? [
          {
            kind: 'table' as const,
            caption: '表4 近30日排除最多的规则（词条健康）',
            columns: [
              { head: '规则', width: 44 },
              { head: '成立', width: 12, numeric: true },
              { head: '排除', width: 12, numeric: true },
              { head: '成立率', width: 14, numeric: true },
              { head: '建议', width: 18 },
            ],
            rows: rules.map(({ rule, name, confirmed, dismissed, advice }) => [
              cell(`${name}(${rule})`),
              cell(confirmed, { id: 'recent.confirmed', narrowed: { rule } }),
              cell(dismissed, { id: 'recent.dismissed', narrowed: { rule } }),
              rate(percent(confirmed, confirmed + dismissed), {
                ...{ of: 'recent.confirmed', over: ['recent.confirmed', 'recent.dismissed'] },
                narrowed: { rule },
              }),
              cell(advice ? adviceNames[advice] : '—'),
            ]),
          },
        ]
      : []),
  ]
}

/** 抽检: how often two people who did not know of each other said the same; nothing where nobody looked. */
function lookText(m: Material): Block[] {
  const { 'looks.given': given, 'looks.agreed': agreed } = m.figures.values
  const { share } = agreementOf(given, agreed)
  if (!share) return []
  const [same, low, high] = [share.share, share.low, share.high].map((x) => (x * 100).toFixed(1))
  return [
    para(
      '抽检：随机抽取及拟计入移出建议的判定，由另一人在不知原判定的情况下复看',
      n(m, 'looks.given'),
      '次，与原判定一致',
      n(m, 'looks.agreed'),
      '次，一致率',
      rate(`${same}%`, { of: 'looks.agreed', over: ['looks.given'] }),
      `（95%区间${low}至${high}）；不一致的由裁定人作出判定。`,
    ),
  ]
}

/** 漏检: with its interval, or that too little was looked at. */
function missText(m: Material): Block {
  const { miss } = m.figures
  if (!miss.enough)
    return note(
      `漏检估计：近30日随机抽取未提示片段 ${m.figures.values['misses.drawn']} 段，已看 ${miss.reviewed} 段，样本不足，不作估计。`,
    )
  return para(
    '漏检估计：近30日从未提示时段随机抽取',
    n(m, 'misses.drawn'),
    '段，已看',
    n(m, 'misses.reviewed'),
    '段，认为应提示而未提示',
    n(m, 'misses.missed'),
    '段；估计每百段漏检',
    rate((miss.share * 100).toFixed(1), { of: 'misses.missed', over: ['misses.reviewed'] }),
    `段（95%区间${(miss.low * 100).toFixed(1)}至${(miss.high * 100).toFixed(1)}）。`,
  )
}

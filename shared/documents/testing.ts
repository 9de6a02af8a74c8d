import type { Doc } from './model.ts'

/** What a room may call itself. */
export const hostile = {
  script: '<script>alert(1)</script>&"\'',
  bidi: '鱼铺\u202egpj.exe\u202c\u2066x\u2069',
  control: '海鲜\u0000\u0007\u001b[31m行\ufffe\ud83d尾',
  long: `长名${'一二三四五六七八九十'.repeat(330)}`,
  latin: `A${'bcdefghij'.repeat(1100)}Z`,
} as const

/** A document with each kind of block, the names given standing in a table and in running text. */
export function aDoc(names: readonly string[]): Doc {
  const rows = names.map((name, i) => [
    { text: name },
    { text: String(i), figure: { id: 'flags.all' } },
  ])
  return {
    title: '直播带货动态监测日报',
    issue: '2026年第70期',
    head: ['网络交易监管处', '2026年3月11日'],
    blocks: [
      { kind: 'heading', level: 1, text: '一、总体情况' },
      {
        kind: 'paragraph',
        runs: [
          { text: '今日 ' },
          { text: '完整率低于红线', alarm: true },
          ...names.map((text) => ({ text })),
        ],
      },
      { kind: 'heading', level: 2, text: '(一)分类别' },
      {
        kind: 'table',
        caption: '表 1 线索',
        columns: [
          { head: '直播间', width: 3 },
          { head: '条数', width: 1, numeric: true },
        ],
        rows,
        total: [{ text: '合计' }, { text: '7' }],
      },
      {
        kind: 'chart',
        chart: {
          id: 'trend',
          caption: '图 1 近 3 日',
          kind: 'trend',
          unit: '条',
          names: ['3-09', '3-10', '3-11'],
          series: [{ name: '系统提示', values: [3, null, 7] }],
        },
      },
      { kind: 'note', text: '系统提示仅为线索。' },
    ],
    signatures: ['编制:绿播', '审核:', '签发:'],
    footer: '第 1 版 · 草稿',
  }
}

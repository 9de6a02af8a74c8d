import { isEmptyDiff, type LexiconDiff, type PartChange, type WordsChange } from './lexicon-diff.ts'

const fieldNames: Readonly<Record<string, string>> = {
  boundary: '词界',
  category: '类别',
  channels: '渠道',
  clauseOpeners: '分句开头词',
  corrections: '更正的话',
  dates: '日历',
  dayKnown: '须知日期',
  'examples.clean': '不该命中的例句',
  'examples.match': '应该命中的例句',
  'examples.missing': '应报缺失的例子',
  'examples.said': '说过了的例子',
  'examples.unclear': '不能判断的例子',
  except: '例外',
  expects: '应有的话',
  fillers: '填充词',
  from: '起',
  goods: '商品',
  goodsKnown: '须知商品',
  goodsSaid: '听出商品的词',
  in: '出现在哪里',
  include: '收进的概念',
  lookAlikes: '形近字',
  match: '写法',
  minutes: '至少听过的分钟',
  mode: '识别方式',
  name: '名称',
  needs: '需要',
  noExcept: '关掉的例外',
  notGoods: '除外商品',
  note: '说明',
  patterns: '写法',
  question: '问句',
  reason: '理由',
  rooms: '直播间类型',
  severity: '严重度',
  severityWhen: '严重度变化',
  signs: '符号',
  sound: '谐音',
  source: '依据',
  splits: '拆字',
  staff: '自己人',
  to: '止',
  unless: '不成立的词',
  when: '讲解的词',
  whenCount: '讲解的句数',
  where: '位置',
  with: '同时有',
  within: '范围',
  without: '不得有',
  words: '词',
}

const partNames = {
  rules: '规则',
  concepts: '概念',
  exceptions: '例外',
  calendars: '日历',
  categories: '类别',
} as const

/** More than these of one list are counted, not printed. */
const shown = 12

/** The difference as a person reads it, a line each; says so when there is none. */
export function diffText(diff: LexiconDiff): string {
  if (isEmptyDiff(diff)) return '两个版本没有差别。'
  const parts = (Object.keys(partNames) as (keyof typeof partNames)[]).flatMap((part) =>
    partText(partNames[part], diff[part]),
  )
  const variants = diff.variants.map((change) => `  ${fieldText(change)}`)
  return [...parts, ...(variants.length > 0 ? ['变体', ...variants] : [])].join('\n')
}

function partText(title: string, { added, removed, changed }: PartChange): string[] {
  if (added.length + removed.length + changed.length === 0) return []
  const label = ({ id, name }: { readonly id: string; readonly name: string }) =>
    id === name ? id : `${id}(${name})`
  return [
    `${title}:新增 ${added.length},删除 ${removed.length},修改 ${changed.length}`,
    ...added.map((one) => `  + ${label(one)}`),
    ...removed.map((one) => `  − ${label(one)}`),
    ...changed.flatMap((one) => [
      `  ~ ${label(one)}`,
      ...one.fields.map((change) => `      ${fieldText(change)}`),
    ]),
  ]
}

function fieldText({ field, added, removed }: WordsChange & { readonly field: string }): string {
  const name = fieldNames[field] ?? field
  const [one] = added
  const [old] = removed
  if (one !== undefined && old !== undefined && added.length + removed.length === 2)
    return `${name}:${old} → ${one}`
  const list = (sign: string, words: readonly string[]) => {
    if (words.length === 0) return []
    const rest = words.length > shown ? ` 等 ${words.length} 个` : ''
    return [`${sign} ${words.slice(0, shown).join('、')}${rest}`]
  }
  return `${name}:${[...list('+', added), ...list('−', removed)].join(' ')}`
}

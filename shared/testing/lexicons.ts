import { LexiconDocument, type LexiconSource } from '#shared/domain/lexicon.ts'

/** The shape a lexicon is written in, before defaults are filled in. */
export type WrittenLexicon = Parameters<typeof LexiconDocument.parse>[0] & object

const examples = { match: ['一', '二', '三'], clean: ['四', '五', '六'] }
type Written = { readonly id: string; readonly match: readonly string[] } & Record<string, unknown>
const rules = (category: string, list: readonly Written[]) => ({
  category,
  rules: list.map((rule) => ({ name: rule.id, examples, ...rule })),
})

/** A lexicon of a few rules that compiles in milliseconds: conditions, exceptions, neighbours, sounds and a season in it. */
export function smallLexicon(change: (written: SmallLexicon) => void = () => {}): LexiconSource {
  const written = structuredClone(small)
  change(written)
  const { price, health, fish, ...rest } = written
  return LexiconDocument.parse({
    ...rest,
    rules: [rules('price', price), rules('health', health), rules('fish', fish)],
  })
}

export interface SmallLexicon {
  concepts: Record<string, string[]>
  exceptions: Record<string, unknown>[]
  variants: Record<string, unknown> & { fillers: string[]; corrections: string[] }
  calendars: Record<string, string>[]
  categories: { id: string; severity: number; mode: string }[]
  price: Written[]
  health: Written[]
  fish: Written[]
}

const small: SmallLexicon = {
  concepts: {
    范围: ['全网', '全国', '同行'],
    病: ['高血压', '糖尿病', '失眠'],
    治: ['治好', '根治', '降'],
  },
  exceptions: [
    {
      id: 'not',
      name: '否定',
      source: '测试',
      reason: '说的是没有',
      always: true,
      where: 'before',
      within: 4,
      patterns: ['(不能|没有)说'],
      unless: ['你懂的'],
    },
    {
      id: 'ask',
      name: '问',
      source: '测试',
      reason: '是问句',
      always: false,
      where: 'sentence',
      question: true,
    },
  ],
  variants: {
    signs: { '➕': '加' },
    lookAlikes: [],
    splits: { 亻氐: '低' },
    fillers: ['啊', '那个'],
    staff: ['小助理'],
    clauseOpeners: ['但是'],
    corrections: ['(刚才|前面)说错了'],
  },
  calendars: [{ id: 'closed', name: '禁渔', source: '测试', from: '05-01', to: '09-16' }],
  categories: [
    { id: 'price', severity: 3, mode: 'assert' },
    { id: 'health', severity: 4, mode: 'assert' },
    { id: 'fish', severity: 5, mode: 'verify' },
  ],
  price: [
    { id: 'lowest', match: ['{范围}…8最低价'] },
    { id: 'floor', match: ['史低价', '地板价'], with: ['今天'] },
    { id: 'first', match: ['{范围}第一'], severityWhen: [{ goods: ['food'], severity: 4 }] },
  ],
  health: [
    { id: 'cure', match: ['{治}…6{病}', '{病}…6{治}'], except: ['ask'], notGoods: ['drug'] },
    { id: 'immune', match: ['提高免疫力'] },
    { id: 'guest', match: ['喝了就好'], channels: ['danmaku'] },
  ],
  fish: [
    { id: 'closed', match: ['野生大黄鱼'], dates: 'closed', dayKnown: true },
    { id: 'paper', match: ['进口虾'], without: ['检疫证明'], within: '20s' },
  ],
}

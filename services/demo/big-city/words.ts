import type { Goods } from '#shared/domain/channel.ts'
import type { Mode, Severity } from '#shared/domain/hit.ts'

/** What an invented host says that a rule finds: the phrase as it is merged, and how often it really is a violation. */
export interface Script {
  readonly category: string
  readonly rule: string
  readonly severity: Severity
  readonly mode: Mode
  readonly phrases: readonly string[]
  /** Of the finds, those a careful officer would hold to be one. */
  readonly trueShare: number
  readonly weight: number
}

/** Rule ids are the shipped lexicon's; phrases are invented. */
export const scripts: readonly Script[] = [
  {
    category: 'absolute-terms',
    rule: 'absolute.superlative',
    severity: 2,
    mode: 'assert',
    phrases: ['最好吃的虾干', '最新鲜的一批', '顶级的海鲜', '最高端的礼盒', '最棒的手艺'],
    trueShare: 0.1,
    weight: 26,
  },
  {
    category: 'false-lowest-price',
    rule: 'lowest.scope',
    severity: 3,
    mode: 'verify',
    phrases: ['全网最低价', '历史最低价', '全平台最低', '一年只有这个价'],
    trueShare: 0.22,
    weight: 18,
  },
  {
    category: 'fictitious-original-price',
    rule: 'original.reference-then-now',
    severity: 3,
    mode: 'verify',
    phrases: ['原价三百九十九今天九十九', '专柜卖两百八', '平时都要一百六'],
    trueShare: 0.24,
    weight: 12,
  },
  {
    category: 'false-urgency-promotion',
    rule: 'urgency.countdown-stock',
    severity: 2,
    mode: 'verify',
    phrases: ['只剩最后三单', '倒数五个数下架', '今天不拍明天涨价'],
    trueShare: 0.12,
    weight: 12,
  },
  {
    category: 'food-medical-claim',
    rule: 'food.treats',
    severity: 4,
    mode: 'assert',
    phrases: ['吃了降血糖', '治好了老寒腿', '专治失眠'],
    trueShare: 0.5,
    weight: 6,
  },
  {
    category: 'food-health-function-claim',
    rule: 'function.named',
    severity: 4,
    mode: 'context',
    phrases: ['增强免疫力', '调节肠胃', '补钙长高'],
    trueShare: 0.3,
    weight: 6,
  },
  {
    category: 'fake-sales-popularity',
    rule: 'fake.numbers',
    severity: 3,
    mode: 'verify',
    phrases: ['已经卖了十万单', '在线一万人都在抢'],
    trueShare: 0.15,
    weight: 5,
  },
  {
    category: 'refuse-consumer-rights',
    rule: 'rights.no-return',
    severity: 3,
    mode: 'assert',
    phrases: ['拆封一律不退', '特价商品概不退换'],
    trueShare: 0.35,
    weight: 4,
  },
  {
    category: 'off-platform-diversion',
    rule: 'divert.contact',
    severity: 3,
    mode: 'assert',
    phrases: ['加我微信给你发价', '私下转账更便宜'],
    trueShare: 0.4,
    weight: 4,
  },
  {
    category: 'quality-three-no',
    rule: 'quality.no-papers',
    severity: 4,
    mode: 'assert',
    phrases: ['没有生产日期的自家货', '散装没标签'],
    trueShare: 0.35,
    weight: 3,
  },
  {
    category: 'moratorium-catch',
    rule: 'closed.still-selling',
    severity: 4,
    mode: 'context',
    phrases: ['刚出海打回来的野生梭子蟹', '休渔期照样有货'],
    trueShare: 0.45,
    weight: 3,
  },
  {
    category: 'protected-aquatic',
    rule: 'aquatic.product',
    severity: 5,
    mode: 'assert',
    phrases: ['老砗磲手串', '玳瑁梳子'],
    trueShare: 0.5,
    weight: 0.4,
  },
]

/** Frames around a phrase; one per hit, so that no two copies of a script read alike. */
export const frames = [
  (p: string) => `家人们${p},喜欢的赶紧带走`,
  (p: string) => `来看一下这一款,${p},主播不骗你们`,
  (p: string) => `我跟你们讲,${p},错过就没有了`,
  (p: string) => `后台的小伙伴准备好,${p},三二一上链接`,
  (p: string) => `刚进来的姐姐听我说,${p},放心拍`,
  (p: string) => `这一箱给大家看清楚,${p},包装都在这里`,
] as const

/** Sentences in which the same words are no matter, and the reason a rule's exception gives. */
export const clearing = [
  { by: 'negated', reason: '前有否定词', frame: (p: string) => `我们从来不说${p},这个大家放心` },
  {
    by: 'quoted',
    reason: '引用他人的话',
    frame: (p: string) => `刚才有人问是不是${p},我跟你讲不是`,
  },
  {
    by: 'forbidden',
    reason: '在说不能这样说',
    frame: (p: string) => `平台规定不能讲${p},主播都培训过`,
  },
] as const

/** What a recogniser makes of words: same or near sound, or a word let fall. */
export const soundAlikes: Readonly<Record<string, string>> = {
  网: '往',
  价: '架',
  鲜: '先',
  最: '醉',
  货: '或',
  单: '丹',
  血: '雪',
  退: '腿',
  微: '威',
  蟹: '谢',
}

export const roomHeads = [
  '海风',
  '渔港',
  '东极',
  '蓝湾',
  '听潮',
  '归帆',
  '小岛',
  '白沙',
  '灯塔',
  '鹿栏',
]
export const roomTails = [
  '鲜选',
  '小铺',
  '渔家',
  '海味',
  '优品',
  '茶舍',
  '穿搭',
  '手作',
  '生活馆',
  '食集',
]

/** What a room sells, by the end of its name. */
export const goodsOfTail: Readonly<Record<string, readonly Goods[]>> = {
  茶舍: ['tea'],
  穿搭: ['apparel'],
  手作: ['household'],
  生活馆: ['household', 'cosmetics'],
  食集: ['food', 'health-food'],
}

/** What such a room calls its show. */
export const titleOfTail: Readonly<Record<string, string>> = {
  鲜选: '本港渔船当日到货',
  小铺: '海岛人家的日常好物',
  渔家: '渔家自晒，看得见的干货',
  海味: '东海海味，开箱试吃',
  优品: '每晚八点，准时上新',
  茶舍: '海岛云雾茶，现泡现品',
  穿搭: '换季穿搭，尺码齐全',
  手作: '海边手作，一件一款',
  生活馆: '居家日用，厂家发货',
  食集: '一日三餐，海岛食集',
}

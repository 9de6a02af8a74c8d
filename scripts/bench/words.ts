import { readings } from '../../shared/text/tables/readings.ts'

/** Numbers in [0, 1), the same after the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export const pick = <T>(random: () => number, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T

/** What is said in every live sale. */
export const saleWords =
  '家人们 宝宝们 姐妹们 咱们 今天 直播间 一号链接 三号链接 小黄车 上车 下单 拍下 库存 不多了 还有 最后 五十单 福利 优惠券 满减 运费险 七天无理由 包邮 现货 发货 仓库 面料 纯棉 弹力 显瘦 高腰 身高 体重 均码 颜色 黑色 白色 粉色 这个 那个 真的 特别 非常 好用 好吃 新鲜 当天 现摘 果园 产地 直发 主播 助播 后台 改价 三二一 上链接 点关注 粉丝灯牌 福袋 抽奖 公屏 扣一 评论区 听我说 然后 就是说 对吧 是不是 有没有 那么 所以 的话 一下 给大家 看一下 细节 走线 拉链 口袋 成分 配料表 生产日期 保质期 油皮 干皮 面霜 防晒 口红 色号 手机 内存 电池 充电 快充 耳机 蓝牙 洗衣液 抽纸 牛奶 坚果 零食 大米 东北 牛排 原切 海鲜 大虾 带鱼 虾皮 紫菜 渔船 码头 冷链 冰袋 清蒸 红烧 煲汤'.split(
    ' ',
  )

/** How entries of a lexicon of this kind begin. */
const openings =
  '最 第一 全网 全国 全球 国家级 世界级 顶级 唯一 独家 首个 首选 绝对 极致 永久 万能 根治 包治 神奇 零风险 百分百 史上最 销量 官方 特供 内部 稳赚 日赚 免检 祖传 加微信 扫码 私下 刷单 返现 高仿 复刻 代购 假一赔 限时'.split(
    ' ',
  )

/** Thirty thousand words of one to three common characters that mean nothing: text with the spread of real text. */
function inventedWords(): readonly string[] {
  const random = seeded(7)
  const characters = [...readings.replaceAll(/[a-z ]/g, '')]
  // The square makes some characters frequent and most rare.
  const character = () => characters[Math.floor(random() ** 2 * characters.length)] as string
  return Array.from({ length: 30_000 }, () => {
    const length = random() < 0.15 ? 1 : random() < 0.85 ? 2 : 3
    return Array.from({ length }, character).join('')
  })
}

const invented = inventedWords()
const anyWord = (random: () => number) =>
  invented[Math.floor(random() ** 2 * invented.length)] ?? ''

/** Entries without repeats; a shorter list is the beginning of a longer one, some entries lie inside others. */
export function makeLexicon(size: number): string[] {
  const random = seeded(11)
  const nested =
    '全网最低价 最低价 最低 低价 国家级 国家级认证 销量第一 第一 百分百有效 百分百 有效'
  const entries = new Set(nested.split(' '))
  while (entries.size < size) {
    const kind = random()
    const word = anyWord(random)
    const entry = kind < 0.5 ? pick(random, openings) + word : word + anyWord(random)
    if (entry.length >= 2 && entry.length <= 12) entries.add(entry)
  }
  return [...entries].slice(0, size)
}

/** Documents of `length` characters, about `chars` in all: sale words, invented words, and now and then an entry. */
export function makeTexts(chars: number, length: number, entries: readonly string[]): string[] {
  const random = seeded(13)
  return Array.from({ length: Math.ceil(chars / length) }, () => {
    let text = ''
    while (text.length < length) {
      const kind = random()
      if (kind < 0.005) text += pick(random, entries)
      else text += kind < 0.35 ? pick(random, saleWords) : anyWord(random)
      if (random() < 0.09) text += random() < 0.7 ? '，' : '。'
    }
    // Made flat here, or the first engine would pay for joining the pieces.
    return Buffer.from(text.slice(0, length), 'utf16le').toString('utf16le')
  })
}

import { z } from 'zod'

/**
 * Where a text came from. `screen` is text read off the picture, `link` a QR code or address.
 * Audience comments (`danmaku`) are never the host's violation by themselves (令117号 第31条第2款).
 */
export const Channel = z.enum(['speech', 'danmaku', 'title', 'screen', 'link'])
export type Channel = z.infer<typeof Channel>

/** What is being sold while a text is said; decides which bases and rules apply. */
export const Goods = z.enum([
  'food',
  'health-food',
  'cosmetics',
  'medical-device',
  'drug',
  'apparel',
  'jewelry',
  'seafood',
  'tea',
  'alcohol',
  'electronics',
  'household',
  'education',
  'finance',
  'infant',
  'other',
])
export type Goods = z.infer<typeof Goods>

/** The goods as lexicon owners know them. */
export const goodsNames: Readonly<Record<Goods, string>> = {
  food: '普通食品',
  'health-food': '保健食品',
  cosmetics: '化妆品',
  'medical-device': '医疗器械',
  drug: '药品',
  apparel: '服装鞋包',
  jewelry: '珠宝首饰',
  seafood: '水产海鲜',
  tea: '茶叶',
  alcohol: '酒类',
  electronics: '电器数码',
  household: '家居日用',
  education: '教育培训',
  finance: '金融投资',
  infant: '母婴',
  other: '其他',
}

/** Who runs the room (令117号 第35条): 达人播 is generally advertising, 店播 is not by itself. */
export const RoomType = z.enum(['shop', 'influencer', 'agency', 'virtual'])
export type RoomType = z.infer<typeof RoomType>

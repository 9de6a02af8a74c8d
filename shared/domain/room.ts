import { z } from 'zod'
import { Goods, RoomType } from './channel.ts'
import { RegionPath } from './region.ts'

export const Platform = z.enum([
  'douyin',
  'kuaishou',
  'taobao',
  'bilibili',
  'wechat',
  'xiaohongshu',
  'pinduoduo',
  'other',
])
export type Platform = z.infer<typeof Platform>

export const platformNames: Readonly<Record<Platform, string>> = {
  douyin: '抖音',
  kuaishou: '快手',
  taobao: '淘宝',
  bilibili: '哔哩哔哩',
  wechat: '视频号',
  xiaohongshu: '小红书',
  pinduoduo: '拼多多',
  other: '其他',
}

/** What a person enters for a live room (直播间). The platform and its id together are unique. */
export const RoomForm = z.strictObject({
  platform: Platform,
  platformId: z.string().trim().min(1, '请填写平台账号 ID').max(100),
  name: z.string().trim().min(1, '请填写直播间名称').max(100),
  accountName: z.string().trim().max(100).default(''),
  link: z
    .url({ protocol: /^https?$/, error: '链接应以 http:// 或 https:// 开头' })
    .nullable()
    .default(null),
  type: RoomType,
  goods: z
    .array(Goods)
    .max(Goods.options.length)
    .transform((goods) => [...new Set(goods)]),
  region: RegionPath,
  operatorId: z.string().min(1).nullable().default(null),
})
export type RoomForm = z.infer<typeof RoomForm>

/** A room as stored. */
export const Room = RoomForm.extend({ id: z.string().min(1) })
export type Room = z.infer<typeof Room>

import type { Platform } from '#shared/domain/room.ts'
import type { Word } from '../words/words.ts'

const words: Readonly<Record<Platform, Word>> = {
  douyin: 'platform.douyin',
  kuaishou: 'platform.kuaishou',
  taobao: 'platform.taobao',
  bilibili: 'platform.bilibili',
  wechat: 'platform.wechat',
  xiaohongshu: 'platform.xiaohongshu',
  pinduoduo: 'platform.pinduoduo',
  other: 'platform.other',
}

/** The word for a platform as stored; one this console does not know is another one. */
export function platformWord(platform: string): Word {
  return Object.hasOwn(words, platform) ? words[platform as Platform] : 'platform.other'
}

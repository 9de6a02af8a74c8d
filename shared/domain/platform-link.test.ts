import { expect, test } from 'vitest'
import { linkAdvice, readPlatformLink } from './platform-link.ts'

test.each([
  ['https://live.douyin.com/745964462470?room_id=1', 'douyin', '745964462470'],
  ['https://www.douyin.com/follow/live/745964462470', 'douyin', '745964462470'],
  ['https://www.douyin.com/user/MS4wLjABAAAA_x-1', 'douyin', 'MS4wLjABAAAA_x-1'],
  ['live.kuaishou.com/u/3xabcde', 'kuaishou', '3xabcde'],
  ['https://www.kuaishou.com/profile/3xabcde', 'kuaishou', '3xabcde'],
  ['https://h5.m.taobao.com/taolive/video.html?id=99&userId=2208', 'taobao', '2208'],
  ['https://live.bilibili.com/h5/21452505?x=1', 'bilibili', '21452505'],
  ['https://space.bilibili.com/9617619/dynamic', 'bilibili', '9617619'],
  [
    '视频号 v2_060000231003b20faec8c4e28e@finder 已开播',
    'wechat',
    'v2_060000231003b20faec8c4e28e@finder',
  ],
  [
    'https://www.xiaohongshu.com/user/profile/5ff0e6410000000001008400?x',
    'xiaohongshu',
    '5ff0e6410000000001008400',
  ],
  ['https://mobile.yangkeduo.com/mall_page.html?mall_id=123456', 'pinduoduo', '123456'],
  [
    '【东海渔嫂】正在直播，来和我一起支持Ta吧。https://live.douyin.com/745964462470，复制打开',
    'douyin',
    '745964462470',
  ],
  [
    '8.99 复制打开抖音 https://v.douyin.com/iABC/ 或 https://live.douyin.com/745964462470',
    'douyin',
    '745964462470',
  ],
])('%s names a room', (text, platform, platformId) => {
  expect(readPlatformLink(text)).toEqual({ kind: 'found', platform, platformId })
})

test.each([
  ['8.99 复制打开抖音，看看【渔嫂】的直播 https://v.douyin.com/iABCdef/', 'short'],
  ['https://m.tb.cn/h.5abc', 'short'],
  ['https://xhslink.com/m/abc', 'short'],
  ['https://p.pinduoduo.com/AbCd', 'short'],
  ['https://weixin.qq.com/sph/AbCd', 'short'],
  ['https://b23.tv/AbCd', 'short'],
  ['https://webcast.amemv.com/douyin/webcast/reflow/7300', 'session'],
  ['https://tbzb.taobao.com/live?liveId=77', 'session'],
  ['https://www.douyin.com/video/7300', 'unknown'],
  ['https://live.douyin.com.evil.example/745964462470', 'none'],
  ['https://evil.example/?u=live.douyin.com', 'none'],
  ['东海渔嫂', 'none'],
  ['', 'none'],
])('%s names none, and a person is told what to do', (text, kind) => {
  const reading = readPlatformLink(text)
  expect(reading.kind).toBe(kind)
  expect(linkAdvice(reading)).toMatch(/请/)
})

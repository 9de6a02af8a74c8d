import { expect, test } from 'vitest'
import { LinkPolicy } from '#shared/domain/link-policy.ts'
import { policyFile, policyOn } from '#shared/domain/policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { findLinks } from './find.ts'
import { judgeLink } from './judge.ts'

const { versions } = await loadPolicy('policies/links.yaml', policyFile(LinkPolicy))
const policy = policyOn(versions, Date.UTC(2026, 2, 11))

test.each([
  ['点这里 https://m.tb.cn/h.abc 领券', ['https://m.tb.cn/h.abc']],
  ['进店 taobao.com/shop?id=1,谢谢', ['taobao.com/shop?id=1']],
  ['去 ｔａｏｂａｏ．ｃｏｍ 买', ['ｔａｏｂａｏ．ｃｏｍ']],
  ['去 taobao 点 com 买', ['taobao 点 com']],
  ['去 taobao . com 买', ['taobao . com']],
  ['去 t a o b a o . c o m 买', ['t a o b a o . c o m']],
  ['去 ｔ ａ ｏ ｂ ａ ｏ 点 ｃｏｍ 买', ['ｔ ａ ｏ ｂ ａ ｏ 点 ｃｏｍ']],
  ['去 t-a-o-b-a-o.com 买', ['t-a-o-b-a-o.com']],
  ['去 ｔａｏｂａｏ . com 买', ['ｔａｏｂａｏ . com']],
  ['去 t\u0430obao.com 买', ['t\u0430obao.com']],
  ['官网 shop。example。com!', ['shop。example。com']],
  ['weixin://dl/business/?t=abc', ['weixin://dl/business/?t=abc']],
  ['wxp://f2f0AbCdEf', ['wxp://f2f0AbCdEf']],
  ['#小程序://舟山海鲜/AbCd1234', ['#小程序://舟山海鲜/AbCd1234']],
  ['复制 ￥CZ0013abcDE￥ 打开', ['￥CZ0013abcDE￥']],
  ['http://192.168.1.9:8080/pay', ['http://192.168.1.9:8080/pay']],
  ['上 47.98.1.20 看', ['47.98.1.20']],
  ['一 https://a.com/1 二 b.cn 三', ['https://a.com/1', 'b.cn']],
  ['https://a.com/一号', ['https://a.com/一号']],
])('found: %s', (text, links) => {
  const found = findLinks(text)
  expect(found.map((link) => link.text)).toEqual(links)
  for (const { text: link, start, end } of found) expect(text.slice(start, end)).toBe(link)
})

test.each([
  '三点5斤,3.5折,今晚8点开播',
  '版本 v2.0 和 1.2.3',
  '¥99 元包邮,原价¥199',
  '联系 a***@qq.com',
  '这个.那个.还有',
  '尺码 XL.L.M',
  '现在是12.30点名',
  'S M L XL 点 击下单',
  'a b c 三款 cc霜',
  '',
])('nothing found: %s', (text) => {
  expect(findLinks(text)).toEqual([])
})

const host = (text: string, platform = 'douyin') => {
  const { host, kind, judgement, flag, tricks } = judgeLink(text, policy, platform)
  return [host, kind, judgement, flag, tricks.length]
}

test.each([
  ['https://v.douyin.com/abc', ['v.douyin.com', 'same_platform', 'allowed', false, 0]],
  [
    'https://haohuo.jinritemai.com/x',
    ['haohuo.jinritemai.com', 'same_platform', 'allowed', false, 0],
  ],
  ['snssdk1128://live', [null, 'same_platform', 'allowed', false, 0]],
  ['https://m.tb.cn/h.abc', ['m.tb.cn', 'other_platform', 'diversion', true, 0]],
  ['taobao://item', [null, 'other_platform', 'diversion', true, 0]],
  ['https://u.wechat.com/kABC', ['u.wechat.com', 'contact', 'diversion', true, 0]],
  ['weixin://contacts/profile/abc', [null, 'contact', 'diversion', true, 0]],
  ['https://weixin.qq.com/g/AbC', ['weixin.qq.com', 'group', 'diversion', true, 0]],
  ['https://weixin.qq.com/r/AbC', ['weixin.qq.com', 'contact', 'diversion', true, 0]],
  ['https://weixin.qq.com/gallery', ['weixin.qq.com', 'app', 'diversion', true, 0]],
  ['wxp://f2f0AbC', [null, 'payment', 'diversion', true, 0]],
  ['HTTPS://QR.ALIPAY.COM/FKX1', ['qr.alipay.com', 'payment', 'diversion', true, 0]],
  ['#小程序://舟山海鲜/AbCd', [null, 'app', 'diversion', true, 0]],
  ['http://t.cn/A6abc', ['t.cn', 'short', 'open', true, 0]],
  ['https://s.click.taobao.com/x', ['s.click.taobao.com', 'other_platform', 'diversion', true, 0]],
  ['￥CZ0013abcDE￥', [null, 'password', 'open', true, 0]],
  ['http://47.98.1.20/pay', ['47.98.1.20', 'address', 'open', true, 0]],
  ['http://0x2f620114/', ['47.98.1.20', 'address', 'open', true, 1]],
  ['http://794951956', ['47.98.1.20', 'address', 'open', true, 1]],
  ['http://[::1]/', ['[::1]', 'address', 'open', true, 0]],
  ['https://www.zhoushan.gov.cn/', ['www.zhoushan.gov.cn', 'official', 'allowed', false, 0]],
  ['https://example.com/', ['example.com', 'unknown', 'open', false, 0]],
  ['https://taobao.com.evil.cn/', ['taobao.com.evil.cn', 'unknown', 'open', true, 1]],
  ['https://taobao-com.evil.cn/', ['taobao-com.evil.cn', 'unknown', 'open', true, 1]],
  ['https://eviltaobao.com/', ['eviltaobao.com', 'unknown', 'open', false, 0]],
  ['https://douyin.com@evil.cn/', ['evil.cn', 'unknown', 'open', true, 1]],
  ['https://douyin.com%2f@evil.cn/', ['evil.cn', 'unknown', 'open', true, 1]],
  ['https://xn--tobao-qta.com/', ['xn--tobao-qta.com', 'unknown', 'open', true, 1]],
  ['https://tаobao.com/', ['xn--tobao-4ve.com', 'unknown', 'open', true, 1]],
  ['ｔａｏｂａｏ．ｃｏｍ', ['taobao.com', 'other_platform', 'diversion', true, 1]],
  ['taobao 点 com', ['taobao.com', 'other_platform', 'diversion', true, 1]],
  ['t a o b a o . c o m', ['taobao.com', 'other_platform', 'diversion', true, 1]],
  ['ｔ ａ ｏ ｂ ａ ｏ 点 ｃｏｍ', ['taobao.com', 'other_platform', 'diversion', true, 1]],
  ['t\u0430obao.com', ['xn--tobao-4ve.com', 'unknown', 'open', true, 1]],
  ['tao\u200bbao.com', ['taobao.com', 'other_platform', 'diversion', true, 1]],
  ['https://evil.cn:8443/', ['evil.cn', 'unknown', 'open', true, 1]],
  ['https:\\\\taobao.com', ['taobao.com', 'other_platform', 'diversion', true, 1]],
  ['http://', [null, 'unknown', 'open', false, 0]],
])('judged: %s', (text, judged) => {
  expect(host(text)).toEqual(judged)
})

test('a room whose platform nobody entered is not accused of leaving it', () => {
  expect(host('https://m.tb.cn/h.abc', 'other')).toEqual([
    'm.tb.cn',
    'other_platform',
    'open',
    false,
    0,
  ])
  expect(host('https://u.wechat.com/kABC', 'other').slice(1, 4)).toEqual([
    'contact',
    'diversion',
    true,
  ])
})

test('what the bureau allows is allowed, unless it is written to deceive', () => {
  const own = { ...policy, allow: ['example.com'] }
  expect(judgeLink('https://shop.example.com/a', own, 'douyin').judgement).toBe('allowed')
  expect(judgeLink('https://example.com.evil.cn/', own, 'douyin').judgement).toBe('open')
  expect(judgeLink('https://a@example.com/', own, 'douyin').judgement).toBe('open')
})

test('a long text without end is searched in bounded time', () => {
  for (const text of [
    'a.'.repeat(50_000),
    'a '.repeat(50_000),
    'http://'.repeat(20_000),
    '点'.repeat(100_000),
    '1.'.repeat(50_000),
  ])
    expect(findLinks(text).length).toBeLessThan(30_000)
})

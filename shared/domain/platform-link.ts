import type { Platform } from './room.ts'

/** What a link says of a live room, read from its text alone; nothing is fetched. */
export type LinkReading =
  | { readonly kind: 'found'; readonly platform: Platform; readonly platformId: string }
  /** A short link: only the platform's server knows where it leads. */
  | { readonly kind: 'short'; readonly platform: Platform }
  /** It names one broadcast, not the room or the account: useless tomorrow. */
  | { readonly kind: 'session'; readonly platform: Platform }
  /** On the platform, but no room's or account's page. */
  | { readonly kind: 'unknown'; readonly platform: Platform }
  | { readonly kind: 'none' }

interface Form {
  readonly host: string
  /** The id is the first group, or the query parameter of the name given. */
  readonly path?: RegExp
  readonly query?: string
  readonly kind?: 'short' | 'session'
}

/** Forms of addresses seen in the platforms' own share texts and address bars, the most telling first. */
const forms: Readonly<Record<Exclude<Platform, 'other'>, readonly Form[]>> = {
  douyin: [
    { host: 'v.douyin.com', kind: 'short' },
    { host: 'live.douyin.com', path: /^\/(\d{3,24})\/?$/ },
    { host: 'douyin.com', path: /^\/follow\/live\/(\d{3,24})\/?$/ },
    { host: 'douyin.com', path: /^\/user\/([\w.-]{6,120})\/?$/ },
    { host: 'iesdouyin.com', path: /^\/share\/user\/([\w.-]{6,120})\/?$/ },
    { host: 'amemv.com', path: /^\/douyin\/webcast\/reflow\//, kind: 'session' },
  ],
  kuaishou: [
    { host: 'v.kuaishou.com', kind: 'short' },
    { host: 'kuaishou.com', path: /^\/f\//, kind: 'short' },
    { host: 'live.kuaishou.com', path: /^\/(?:u|profile)\/([\w-]{2,60})\/?/ },
    { host: 'kuaishou.com', path: /^\/profile\/([\w-]{2,60})\/?$/ },
    { host: 'kuaishou.com', path: /^\/fw\/live\//, kind: 'session' },
    { host: 'chenzhongtech.com', path: /^\/fw\/live\//, kind: 'session' },
  ],
  taobao: [
    { host: 'm.tb.cn', kind: 'short' },
    { host: 'taobao.com', query: 'userId' },
    { host: 'taobao.com', query: 'accountId' },
    { host: 'taobao.com', query: 'broadcasterId' },
    { host: 'taobao.com', path: /live/, kind: 'session' },
  ],
  bilibili: [
    { host: 'b23.tv', kind: 'short' },
    { host: 'live.bilibili.com', path: /^\/(?:h5\/|blanc\/)?(\d{1,20})\/?$/ },
    { host: 'space.bilibili.com', path: /^\/(\d{1,20})(?:\/|$)/ },
  ],
  wechat: [
    { host: 'weixin.qq.com', path: /^\/sph\//, kind: 'short' },
    { host: 'channels.weixin.qq.com', query: 'finderUserName' },
    { host: 'channels.weixin.qq.com', query: 'username' },
    { host: 'channels.weixin.qq.com', path: /live/, kind: 'session' },
  ],
  xiaohongshu: [
    { host: 'xhslink.com', kind: 'short' },
    { host: 'xiaohongshu.com', path: /^\/user\/profile\/([0-9a-f]{24})\/?$/ },
    { host: 'xiaohongshu.com', query: 'host_id' },
    { host: 'xiaohongshu.com', path: /^\/livestream\//, kind: 'session' },
  ],
  pinduoduo: [
    { host: 'p.pinduoduo.com', kind: 'short' },
    { host: 'yangkeduo.com', query: 'mall_id' },
    { host: 'pinduoduo.com', query: 'mall_id' },
    { host: 'yangkeduo.com', path: /live/, kind: 'session' },
    { host: 'pinduoduo.com', path: /live/, kind: 'session' },
  ],
}

/** With or without scheme; ends where an address cannot go on, as before a Chinese character. */
const address =
  /(?:https?:\/\/)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#][\w\-.~:/?#[\]@!$&'()*+,;=%]*)?/gi
const finder = /v2_[0-9a-z]{10,}@finder/i

/** Reads a link or a share text with links in it. The most telling link wins: a room, else why there is none. */
export function readPlatformLink(text: string): LinkReading {
  const name = finder.exec(text)?.[0]
  if (name) return { kind: 'found', platform: 'wechat', platformId: name }
  const readings = [...text.slice(0, 4000).matchAll(address)].flatMap(([link]) => readAddress(link))
  for (const kind of ['found', 'short', 'session', 'unknown'] as const) {
    const reading = readings.find((one) => one.kind === kind)
    if (reading) return reading
  }
  return { kind: 'none' }
}

function readAddress(link: string): LinkReading[] {
  const full = /^https?:/i.test(link) ? link : `https://${link}`
  if (!URL.canParse(full)) return []
  const url = new URL(full)
  for (const [platform, list] of Object.entries(forms) as [Platform, readonly Form[]][]) {
    const here = list.filter(({ host }) => isUnder(url.hostname, host))
    for (const { path, query, kind } of here) {
      if (query !== undefined) {
        const id = url.searchParams.get(query)
        if (id && id.length <= 100) return [{ kind: 'found', platform, platformId: id }]
        continue
      }
      const match = path ? path.exec(url.pathname) : []
      if (!match) continue
      if (kind) return [{ kind, platform }]
      if (match[1]) return [{ kind: 'found', platform, platformId: match[1] }]
    }
    if (here.length > 0) return [{ kind: 'unknown', platform }]
  }
  return []
}

/** The same host or below it: `live.douyin.com.example.org` is not. */
function isUnder(hostname: string, host: string): boolean {
  return hostname === host || hostname.endsWith(`.${host}`)
}

/** What a person should do about a link that names no room, or null when it does. */
export function linkAdvice(reading: LinkReading): string | null {
  switch (reading.kind) {
    case 'found':
      return null
    case 'short':
      return '这是短链接，离线无法还原；请在浏览器中打开后复制地址栏的完整链接，或直接填写账号 ID。'
    case 'session':
      return '这是某一场直播的链接，下播即失效；请复制主播主页或直播间的固定链接，或直接填写账号 ID。'
    case 'unknown':
      return '这个链接不是主播主页或直播间；请打开主播主页后复制地址栏链接，或直接填写账号 ID。'
    case 'none':
      return '没有认出直播平台链接；请核对链接，或直接填写平台与账号 ID。'
  }
}

import type { LinkKind, ResolvedLink } from '#shared/domain/link.ts'
import type { LinkPolicy } from '#shared/domain/link-policy.ts'

type Known = LinkPolicy['known'][number]

/**
 * Where an address leads, from its text alone: nothing is looked up or opened. Ways of writing that hide it are named,
 * and the address is taken as a browser would after them. `platform` is the room's own.
 */
export function resolveLink(
  text: string,
  policy: Pick<LinkPolicy, 'known'>,
  platform: string,
): ResolvedLink {
  const tricks: string[] = []
  const plain = straightened(text, tricks)
  const code = /^[¥￥€$£₤₳₴₰¢₲《「]/.test(plain) ? plain : null
  if (code) return { text, host: null, kind: 'password', name: '口令', tricks }
  if (/^#?小程序:/.test(plain)) return { text, host: null, kind: 'app', name: '微信小程序', tricks }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(plain)?.[1]?.toLowerCase()
  if (scheme && scheme !== 'http' && scheme !== 'https') {
    const entry = policy.known.find(({ schemes }) => schemes.includes(scheme))
    const name = entry?.name ?? `${scheme}: 应用`
    return { text, host: null, kind: entry ? kindOf(entry, platform) : 'app', name, tricks }
  }
  const url = parsed(scheme ? plain : `http://${plain}`)
  if (!url) return { text, host: null, kind: 'unknown', name: null, tricks }
  const host = url.hostname.replace(/\.$/, '')
  if (url.username || url.password) tricks.push(`“@”之前的 ${short(url.username)} 不是网址`)
  if (host.includes('xn--')) tricks.push('用了国际化域名，可能与知名网址看上去相同')
  if (url.port && !['80', '443', '8080'].includes(url.port))
    tricks.push(`用了少见的端口 ${url.port}`)
  if (isIp(host)) {
    if (!plain.includes(host)) tricks.push('IP 地址写成了别的进制')
    return { text, host, kind: 'address', name: null, tricks }
  }
  const entry = policy.known.find(({ hosts }) =>
    hosts.some((it) => isWithin(host, url.pathname, it)),
  )
  if (entry) return { text, host, kind: kindOf(entry, platform), name: entry.name, tricks }
  const posed = policy.known
    .flatMap(({ hosts }) => hosts.filter((it) => !it.includes('/')))
    .find((it) => host.includes(`${it}.`) || host.replaceAll('-', '.').includes(`${it}.`))
  if (posed) tricks.push(`网址里含有 ${posed}，但并不属于它`)
  return { text, host, kind: 'unknown', name: null, tricks }
}

/** As it would be typed: full width, blanks and invisible signs, 点 for a dot, backslashes. */
function straightened(text: string, tricks: string[]): string {
  const invisible = text.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
  if (invisible !== text) tricks.push('夹有看不见的字符')
  const narrow = invisible
    .replace(/[¥￥]/g, '¥')
    .normalize('NFKC')
    .replace(/[。｡・]/g, '.')
  const slashed = narrow.replace(
    /^([a-z][a-z0-9+.-]*\s?:)\s?[/\\]{2}\s?/i,
    (_, scheme: string) => `${scheme.trim()}//`,
  )
  const dotted = slashed.replace(/(?<=[a-z0-9-])\s?[点點]\s?(?=[a-z0-9])/gi, '.')
  const spelt = /^(?:[a-z0-9][ _*-]{1,2}){3}/i.test(dotted)
  const joined = spelt ? dotted.replace(/[ _*-]{1,2}/g, '') : dotted
  const tight = joined.replace(/\s*\.\s*/g, '.').replace(/\s/g, '')
  if (tight !== invisible.trim() && !/^[¥￥€$£]/.test(invisible))
    tricks.push('用全角、空格或“点”字拆开书写')
  return tight
}

function parsed(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** Whether a host is this one or below it: a suffix at a dot, and the path where one is given. */
export function isWithin(host: string, path: string, known: string): boolean {
  const slash = known.indexOf('/')
  const name = slash < 0 ? known : known.slice(0, slash)
  if (host !== name && !host.endsWith(`.${name}`)) return false
  return slash < 0 || path === known.slice(slash) || path.startsWith(`${known.slice(slash)}/`)
}

function kindOf({ kind, platform: theirs }: Known, platform: string): LinkKind {
  if (kind !== 'platform') return kind
  return theirs === platform ? 'same_platform' : 'other_platform'
}

const isIp = (host: string) => /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.startsWith('[')
const short = (text: string) =>
  decodeURIComponent(text.replace(/%(?![\da-f]{2})/gi, '%25')).slice(0, 40)

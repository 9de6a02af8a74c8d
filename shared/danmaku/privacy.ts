import { createHmac } from 'node:crypto'

/**
 * The name a sender is stored under: HMAC-SHA-256 with a secret salt, cut to 96 bits. The same sender keeps it while the salt stays;
 * without the salt there is no way back or across (去标识化, 个人信息保护法 第73条).
 */
export function pseudonymise(sender: string, salt: string | Uint8Array): string {
  return createHmac('sha256', salt).update(sender).digest('base64url').slice(0, 16)
}

const gap = '[\\s\\-–—._·\\u200b-\\u200d]?'
const digit = '[0-9０-９]'
const alone = (pattern: string) => `(?<![0-9０-９.])${pattern}(?![0-9０-９])`
/** A long number counted or paid in is no telephone. */
const notCounted = '(?!\\s*(?:元|块|单|件|次|人|个|粉|赞))'
const handle = '[a-zA-Zａ-ｚＡ-Ｚ][-_a-zA-Z0-9ａ-ｚＡ-Ｚ０-９]{5,19}'

const mobile = new RegExp(
  `${alone(`(?:(?:\\+|00)?86${gap})?[1１]${gap}[3-9３-９](?:${gap}${digit}){9}`)}${notCounted}`,
  'g',
)
const landline = /(?<![\d.-])(?:0\d{2,3}[-—–]|\(0\d{2,3}\)\s?)\d{7,8}(?!\d)/g
const identity = new RegExp(alone(`${digit}(?:${gap}${digit}){16}${gap}[0-9０-９xXｘＸ]`), 'g')
const card = new RegExp(alone(`${digit}(?:[ \\-]?${digit}){14,18}`), 'g')
const email = /[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})*\.[a-z]{2,10}/gi
const wechat = new RegExp(
  `((?:[微薇威徽]\\s?信|[vVｖＶ]\\s?信|加\\s?我?\\s?[微薇vVｖＶ]|(?<![a-zA-Zａ-ｚＡ-Ｚ])(?:[vVwWｖＶｗＷ][xXｘＸ]|weixin|wechat))\\s?(?:号|ID|id)?[\\s:\uff1a是为=]{0,4})(${handle}|[0-9０-９]{5,13}(?![0-9０-９]))`,
  'gi',
)
const wechatId = /(wxid_)([a-z0-9]{6,24})/gi
const qq = /((?:(?<![a-z])q{1,2}|扣扣|企鹅)\s?群?号?[\s:\uff1a是为=]{0,3})([1-9]\d{4,10})(?!\d)/gi
const road = '(?:(?<![套线思])路|街|大道|巷|弄|胡同|村|屯|镇|小区|花园|公寓|家园|苑)'
const dwelling = '(?:号楼|号|弄|栋|幢|座|单元|室|楼|层)'
const address = new RegExp(
  `([\\u4e00-\\u9fff]{1,12}${road}\\s?)((?:(?:\\d{1,5}|[A-Za-z]\\d{0,4}|[一二三四五六七八九十]{1,3})${dwelling}\\s?){1,5}(?:\\d{1,5}(?![\\d.元块]))?)(?!\\s?(?:链接|品|商品|款|车|线|地铁|主播))`,
  'g',
)
const flat =
  /\d{1,4}\s?(?:号楼|栋|幢|座)\s?(?:[A-Za-z\d]{1,2}\s?(?:单元|门)\s?)?(?:\d{1,2}\s?[楼层]\s?)?\d{2,5}(?:\s?[室号户])?(?![\d.元块])/g

/** No contact has fewer than five figures and letters, but for an address with @ or a house's number. */
const worthLooking =
  /(?:[\d０-９a-zA-Zａ-ｚＡ-Ｚ][^\d０-９a-zA-Zａ-ｚＡ-Ｚ]*){5}|@|[\d０-９a-zA-Z一二三四五六七八九十]\s?[号弄栋幢座单室楼层]/

/**
 * Covers telephone, identity-card and bank-card numbers, e-mail addresses, WeChat and QQ ids and house numbers, leaving enough to
 * see what kind of thing stood there (138****0001). Prices, counts and dates stay. Run what looks for off-platform contact first.
 */
export function maskContacts(text: string): string {
  if (!worthLooking.test(text)) return text
  return text
    .replace(email, (found) => `${found.slice(0, 1)}***${found.slice(found.indexOf('@'))}`)
    .replace(identity, (found) => (isIdentityNumber(found) ? cover(found, 6, 4) : found))
    .replace(card, (found) => (isCardNumber(found) ? cover(found, 4, 4) : found))
    .replace(mobile, (found) => coverMobile(found))
    .replace(landline, (found) => cover(found, 0, 4, /[()—–-]/))
    .replace(wechatId, (_, mark: string, id: string) => mark + '*'.repeat(id.length))
    .replace(wechat, (_, mark: string, id: string) => mark + cover(id, 1, 1))
    .replace(qq, (_, mark: string, id: string) => mark + cover(id, 1, 1))
    .replace(address, (_, place: string, number: string) => place + hideDigits(number))
    .replace(flat, hideDigits)
}

/** Stars for everything between the first and last few characters; what `keep` matches stays so that the shape remains. */
function cover(text: string, first: number, last: number, keep = /[^\w０-９ａ-ｚＡ-Ｚ]/): string {
  return [...text]
    .map((char, at, all) => (at < first || at >= all.length - last || keep.test(char) ? char : '*'))
    .join('')
}

/** Keeps the network's three digits and the last four, whatever stands between the digits. */
function coverMobile(text: string): string {
  const digits = digitsOf(text).length
  let seen = 0
  return text.replace(/[0-9０-９]/g, (char) => {
    seen++
    const fromEnd = digits - seen
    return fromEnd >= 4 && fromEnd < 8 ? '*' : char
  })
}

function hideDigits(text: string): string {
  return text.replace(/[\dA-Za-z]|[一二三四五六七八九十]/g, '*')
}

function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/[^0-9xX]/g, '')
}

/** Eighteen characters with a possible date of birth (GB 11643); the check digit is not asked for, people mistype. */
function isIdentityNumber(text: string): boolean {
  const digits = digitsOf(text)
  const [year, month, day] = [digits.slice(6, 10), digits.slice(10, 12), digits.slice(12, 14)].map(
    Number,
  )
  const dated = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day))
  return (
    /^[1-8]/.test(digits) &&
    (year ?? 0) >= 1900 &&
    (year ?? 0) <= 2099 &&
    dated.getUTCMonth() + 1 === month
  )
}

/** A known issuer's first digits and the Luhn check digit (ISO/IEC 7812): order numbers rarely have both. */
function isCardNumber(text: string): boolean {
  const digits = digitsOf(text)
  if (!/^(?:62|60|4|5[1-5]|3[4-7]|9558)\d+$/.test(digits)) return false
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const value = Number(digits.at(-1 - at))
    sum += at % 2 === 0 ? value : value * 2 - (value > 4 ? 9 : 0)
  }
  return sum % 10 === 0
}

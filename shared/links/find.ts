/** An address or password in a text, as written, with its place (UTF-16, end exclusive). */
export interface TextLink {
  readonly text: string
  readonly start: number
  readonly end: number
}

const dot = '\\s{0,2}[.．。｡・]\\s{0,2}|\\s?[点點]\\s?'
/** With the letters of other scripts that pass for Latin ones: a host ends where none of them stands. */
const letter = 'a-z0-9\u00df-\u024f\u0370-\u03ff\u0400-\u04ff'
const label = `[${letter}](?:[-${letter}]{0,61})`
const topLevels =
  'com|cn|net|org|gov|edu|cc|top|xyz|vip|shop|store|me|io|co|link|site|online|club|fun|ltd|app|tv|info|biz|wang|im|live|pro|ink|tech|mobi|work|group|cool|wiki|ru|tk|ml|cm|hk|tw|jp|us|uk|la|ly|gg|to|page|dev|click|buzz'
const path =
  '(?:[:：][0-9０-９]{1,5})?(?:[/／?？#][^\\s\\u3000-\\u303f\\u4e00-\\u9fff，。！；“”]*)?'

/** What starts with a scheme, however its signs are written; the rest up to a blank or a Chinese sign. */
const withScheme =
  /#?[a-zA-Z\u5c0f\u7a0b\u5e8f][a-zA-Z0-9+.\u5c0f\u7a0b\u5e8f-]{1,20}\s?[:：]\s?[/／\\]{2}\s?[^\s\u3000-\u3001\u3008-\u303f，！；“”]+/g
const bare = new RegExp(
  `(?<![${letter}@.．])(?:${label}(?:${dot})){1,6}(?:${topLevels})(?![a-zA-Z0-9])${path}`,
  'gi',
)
/** Letter by letter with blanks between, as people write past a filter. */
const spelt = new RegExp(
  `(?<![${letter}])(?:[a-z0-9][ _*-]{1,2}){2,30}[a-z0-9]\\s{0,2}(?:[.。｡]|[点點])\\s{0,2}(?:${[
    'com',
    'cn',
    'net',
    'top',
    'vip',
    'xyz',
    'shop',
    'cc',
    'me',
  ]
    .map((name) => [...name].join('[ _*-]{0,2}'))
    .join('|')})(?![a-z0-9])`,
  'gi',
)
const numeric =
  /(?<![\d.])\d{1,3}(?:\s?[.．。]\s?\d{1,3}){3}(?![\d.])(?:[:：]\d{1,5})?(?:\/[^\s\u4e00-\u9fff]*)?/g
/** 淘口令 and its kin: a run of letters and digits between signs of money or brackets, case mixed. */
const password = /[¥￥€$£₤₳₴₰¢₲《「]\s?([a-zA-Z0-9]{8,16})\s?[¥￥€$£₤₳₴₰¢₲》」]/g

/** Every address and password in a text, in order, none inside another. Written apart or full width is found too. */
export function findLinks(written: string): TextLink[] {
  // Sign for sign, so that places stay: full width is as narrow, other signs are left alone.
  const text = written.replace(/[\uff01-\uff5e]/g, (sign) =>
    sign === '，' || sign === '！' || sign === '；'
      ? sign
      : String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  )
  if (!/[.．。｡・点點:：¥￥€$£₤₳₴₰¢₲《「]/.test(text)) return []
  const found: TextLink[] = []
  const add = (start: number, raw: string) => {
    const kept = raw.replace(/[\s.,，。;；)）\]】>》"'!！]+$/, '')
    const end = start + kept.length
    if (kept && !found.some((one) => one.start < end && start < one.end))
      found.push({ text: written.slice(start, end), start, end })
  }
  for (const match of text.matchAll(withScheme)) add(match.index, match[0])
  for (const match of text.matchAll(spelt)) if (isHost(match[0])) add(match.index, match[0])
  for (const match of text.matchAll(bare)) if (isHost(match[0])) add(match.index, match[0])
  for (const match of text.matchAll(numeric)) if (isAddress(match[0])) add(match.index, match[0])
  for (const match of text.matchAll(password)) {
    const [whole, code = ''] = match
    if (/[a-z]/.test(code) && /[A-Z0-9]/.test(code)) add(match.index, whole)
  }
  return found.toSorted((a, b) => a.start - b.start)
}

/** A host has a letter before its top level: 3.5 and 2.0点 have none. */
function isHost(text: string): boolean {
  const [first = ''] = text.normalize('NFKC').split(/[/?#]/)
  return /[a-z]/i.test(first.replace(/\s*[.。｡・点點]\s*[a-z]+(?:\s*:\s*\d+)?$/i, ''))
}

function isAddress(text: string): boolean {
  const numbers = text.normalize('NFKC').split(/[:/]/)[0]?.split(/[.。]/) ?? []
  return numbers.length === 4 && numbers.every((number) => Number(number) <= 255)
}

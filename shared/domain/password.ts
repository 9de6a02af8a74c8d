/** 口令 and 登录 as GB/T 22239-2019 8.1.4.1 asks for them: complexity, failed tries, idle sessions. */
const passwordMinLength = 12
export const passwordMaxLength = 128

/** Failed tries in a row that shut the door, and for how long; a run is forgotten after the same time. */
export const lockAfter = 5
export const lockMs = 15 * 60_000
/** A session without anything done by the person ends after this, and after a day's work in any case. */
export const idleMs = 30 * 60_000
export const sessionMaxMs = 12 * 3_600_000

const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{Ll}\p{Lu}\p{N}]/u]

/** Why this cannot be the password of the account `name`, as a sentence that says what to do; null when it can. */
export function passwordFault(password: string, name: string): string | null {
  const length = [...password].length
  if (length < passwordMinLength) return `口令至少 ${passwordMinLength} 位，请加长。`
  if (length > passwordMaxLength) return `口令至多 ${passwordMaxLength} 位，请缩短。`
  const held = classes.filter((one) => one.test(password)).length
  if (held < 3) return '口令须含大写字母、小写字母、数字、其他符号中的三类，请补足。'
  if (password.toLowerCase().includes(name.toLowerCase())) return '口令不能含有账号名，请更换。'
  return null
}

/** No letters or digits that are read for each other. */
const letters = ['abcdefghjkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789']

/** A password of 16 signs, about 92 bits, out of a source of whole numbers below `n`; it always passes `passwordFault`. */
export function initialPassword(below: (n: number) => number): string {
  const all = letters.join('')
  const pick = (from: string) => from.charAt(below(from.length))
  const block = () => Array.from({ length: 4 }, () => pick(all)).join('')
  // One block holds one of each class, so that no draw is refused.
  const sure = letters.map(pick).join('') + pick(all)
  return [block(), block(), block(), sure].join('-')
}

const zone = { timeZone: 'Asia/Shanghai', hour12: false } as const
const parts = new Intl.DateTimeFormat('sv-SE', { ...zone, dateStyle: 'short', timeStyle: 'medium' })

type Instant = string | number | Date

/** `2026-03-11 19:10:39` in Shanghai. */
export function dateTime(at: Instant): string {
  return parts.format(new Date(at))
}

/** `2026-03-11`. */
export function date(at: Instant): string {
  return dateTime(at).slice(0, 10)
}

/** `03-11 19:10`: where the year is plain. */
export function shortTime(at: Instant): string {
  return dateTime(at).slice(5, 16)
}

/** `19:10:39`. */
export function clock(at: Instant): string {
  return dateTime(at).slice(11, 19)
}

/** A length of time as `1:02:03` or `0:47`. */
export function length(ms: number): string {
  const s = Math.max(0, Math.round(ms / 1000))
  const [h, m, rest] = [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60]
  const two = (n: number) => String(n).padStart(2, '0')
  return h > 0 ? `${h}:${two(m)}:${two(rest)}` : `${m}:${two(rest)}`
}

/** `2.9 MB`. */
export function size(bytes: number): string {
  const steps = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(steps.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1000)))
  return `${(bytes / 1000 ** step).toFixed(step < 2 ? 0 : 1)} ${steps[step]}`
}

/** At most two decimals, none where there are none. */
export function score(value: number): string {
  return String(Math.round(value * 100) / 100)
}

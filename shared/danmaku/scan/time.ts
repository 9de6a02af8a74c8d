import { type Fields, textOf } from './fields.ts'

/**
 * Epoch milliseconds of a time stamp whose unit is told by its size: seconds, milliseconds, microseconds or nanoseconds.
 * Null for anything that cannot be a date after 2001.
 */
export function epochMs(value: number): number | null {
  if (!(value >= 1e9)) return null
  if (value < 1e11) return Math.round(value * 1000)
  if (value < 1e14) return Math.round(value)
  if (value < 1e17) return Math.round(value / 1000)
  return value < 1e20 ? Math.round(value / 1e6) : null
}

/** Epoch milliseconds of the first of the named fields that is written: a number of any unit, as text or not, or a date. */
export function stampOf(from: Fields, ...names: string[]): number | null {
  const written = textOf(from, ...names)
  return written === null ? null : (epochMs(Number(written)) ?? dateMs(written))
}

const date =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(上午|下午|晚上|凌晨)?[ T]*(\d{1,2})[:：](\d{2})(?:[:：](\d{2})(?:[.,](\d+))?)?\s*([AP]M)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i

/** Epoch milliseconds of a written date; without a zone it is China's time, as every recorder here writes it. Null if it is none. */
export function dateMs(text: string): number | null {
  const match = date.exec(text.trim())
  if (!match) return null
  const [, year, month, day, part = '', hour = '0', minute = '0', second = '0', fraction = ''] =
    match
  const [half = '', zone] = match.slice(9)
  const utc = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    hourOfDay(Number(hour), part || half.toUpperCase()),
    Number(minute),
    Number(second),
  )
  const offset = zone ? zoneMinutes(zone) : 8 * 60
  return utc - offset * 60_000 + Math.floor(Number(`0.${fraction || '0'}`) * 1000 + 1e-6)
}

/** Spreadsheets write the hour of half a day and which half it is. */
function hourOfDay(hour: number, half: string): number {
  if (half === '' || hour > 12) return hour
  const late = half === '下午' || half === '晚上' || half === 'PM'
  return (hour % 12) + (late ? 12 : 0)
}

function zoneMinutes(zone: string): number {
  if (/^z$/i.test(zone)) return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return zone.startsWith('-') ? -minutes : minutes
}

const clock = /^(?:(\d{1,3})[:：])?(\d{1,3})[:：](\d{1,2})(?:[.,](\d{1,6}))?$/

/** Milliseconds of `H:MM:SS.cc`, `MM:SS` or plain seconds, null for anything else. */
export function offsetMs(text: string): number | null {
  const trimmed = text.trim()
  if (/^\d{1,8}(?:\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * 1000)
  const match = clock.exec(trimmed)
  if (!match) return null
  const [, hours = '0', minutes, seconds, fraction = '0'] = match
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return Math.round((whole + Number(`0.${fraction}`)) * 1000)
}

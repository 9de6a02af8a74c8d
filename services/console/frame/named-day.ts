/**
 * The day that words like `日报 11-23`, `去日报 2026-11-23` or `11/23` name, as `YYYY-MM-DD`; null when they name none.
 * Without a year it is the last such day up to `today`.
 */
export function namedDay(text: string, today: string): string | null {
  const found = /^(?:去?日报|report)?\s*(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$/i.exec(
    text.trim(),
  )
  if (!found) return null
  const [, year, month = '', day = ''] = found
  const monthDay = `${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const thisYear = Number(today.slice(0, 4))
  const said = year ?? (`${thisYear}-${monthDay}` <= today ? thisYear : thisYear - 1)
  const named = `${said}-${monthDay}`
  const real = new Date(`${named}T00:00:00Z`)
  return Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== named ? null : named
}

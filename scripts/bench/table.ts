export type Cell = string | number | null

/** Prints rows under a title, numbers to three digits, columns aligned also where Chinese takes two places. */
export function printTable(
  title: string,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
): void {
  const shown = [head, ...rows.map((row) => row.map(cellText))]
  const widths = head.map((_, i) => Math.max(...shown.map((row) => width(row[i] ?? ''))))
  const numeric = head.map((_, i) => i > 0 && rows.some((row) => typeof row[i] === 'number'))
  const line = (row: readonly string[]) =>
    widths.map((to, i) => pad(row[i] ?? '', to, numeric[i] ?? false)).join('  ')
  console.log(`\n${title}`)
  console.log(line(head))
  console.log(widths.map((to) => '-'.repeat(to)).join('  '))
  for (const row of shown.slice(1)) console.log(line(row).trimEnd())
}

function cellText(cell: Cell): string {
  if (cell === null) return '–'
  if (typeof cell === 'string') return cell
  if (!Number.isFinite(cell)) return '–'
  if (cell === 0) return '0'
  const size = Math.abs(cell)
  if (size >= 1000 || Number.isInteger(cell)) return Math.round(cell).toLocaleString('en')
  return cell.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)
}

function pad(text: string, to: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, to - width(text)))
  return right ? blanks + text : text + blanks
}

function width(text: string): number {
  let places = 0
  for (const char of text) places += /[\u2e80-\u9fff\uff00-\uff60\u3000-\u303f]/.test(char) ? 2 : 1
  return places
}

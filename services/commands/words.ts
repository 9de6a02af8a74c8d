import type { Channel } from '#shared/domain/channel.ts'

export const channelNames: Readonly<Record<Channel, string>> = {
  speech: '口播',
  danmaku: '弹幕',
  title: '标题',
  screen: '画面',
  link: '链接',
}

/** `1:02:03` on a time line, or `2:03` under an hour. */
export function clock(ms: number): string {
  const s = Math.floor(ms / 1000)
  const two = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(s / 3600)
  return `${hours > 0 ? `${hours}:` : ''}${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
}

/** The quote with its phrase between 【】. */
export function marked(quote: string, start: number, end: number): string {
  return `${quote.slice(0, start)}【${quote.slice(start, end)}】${quote.slice(end)}`
}

/** An instant as `2026-03-11 19:09:52` in Shanghai. */
export function shanghai(at: Date | number): string {
  return new Date(Number(at) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

/** Columns padded by their width on a terminal, where a Chinese character takes two cells. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const width = (text: string) =>
    [...text].reduce(
      (sum, char) =>
        sum +
        (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
          char,
        )
          ? 2
          : 1),
      0,
    )
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, width(cell))),
    [],
  )
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - width(cell))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

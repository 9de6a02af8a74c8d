import type { Utterance, Word } from '../heard/answer.ts'

/** One caption as the file has it; times may be missing, reversed or out of order. */
export interface Cue extends Utterance {
  readonly words?: readonly Word[]
}

/** Longer lines are no caption; cutting them keeps every pattern below linear. */
const maxTextChars = 5000

/** Clock time (`1:02:03,456`, `02:03.45`, `0:00:04:56`) in milliseconds; undefined when it is none. */
export function clockMs(clock: string): number | undefined {
  const found = /^(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2})(?:[.,:](\d{1,3}))?\d*$/.exec(clock.trim())
  if (!found) return undefined
  const [, hours = '0', minutes = '0', seconds = '0', fraction = ''] = found
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  return whole * 1000 + Number(fraction.padEnd(3, '0'))
}

/** The words of a caption: without markup, its lines joined as Chinese is, without a space. */
export function plain(lines: readonly string[]): string {
  return lines
    .join('\n')
    .slice(0, maxTextChars)
    .replace(/<[^<>\n]{0,200}>/g, '')
    .replace(/\{[^{}\n]{0,500}\}/g, '')
    .replace(/&(amp|lt|gt|nbsp|quot|#39|lrm|rlm);/g, (_, name: string) => entities[name] ?? '')
    .replace(/[\u0000-\u0008\u000b-\u001f\u200b-\u200f\ufeff]/g, '')
    .replace(/(?<=[\p{Script=Han}\p{P}])\s+|\s+(?=[\p{Script=Han}])/gu, (gap) =>
      gap.includes('\n') ? '' : gap,
    )
    .replace(/\s+/g, ' ')
    .trim()
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  quot: '"',
  '#39': "'",
}

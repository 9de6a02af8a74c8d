import { type Cue, clockMs, plain } from './cue.ts'

/**
 * Dialogue lines of an ASS or SSA script, in the order its `Format` line gives. Drawings and comments are left
 * out.
 */
export function readAss(text: string): Cue[] {
  let columns = [
    'layer',
    'start',
    'end',
    'style',
    'name',
    'marginl',
    'marginr',
    'marginv',
    'effect',
    'text',
  ]
  const cues: Cue[] = []
  let events = !/^\s*\[events\]/im.test(text)
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.startsWith('[')) events = /^\[events\]/i.test(line)
    const [, name = '', rest = ''] = /^(\w+):\s?(.*)$/.exec(line.slice(0, 8000)) ?? []
    if (!events || name === '') continue
    if (name === 'Format')
      columns = rest
        .toLowerCase()
        .split(',')
        .map((c) => c.trim())
    if (name !== 'Dialogue') continue
    const fields = rest.split(',')
    const field = (column: string) => fields[columns.indexOf(column)] ?? ''
    // The text is the last column and may itself have commas.
    const words = fields.slice(columns.indexOf('text')).join(',')
    cues.push({
      startMs: clockMs(field('start')),
      endMs: clockMs(field('end')),
      text: /\{[^}]{0,500}\\p[1-9]/.test(words) ? '' : plain(words.split(/\\N|\\n/).map(unescaped)),
    })
  }
  return cues
}

/** Danmaku drawn as subtitles: at least three lines in ten fly across the picture. Such a file is no transcript. */
export function isDanmakuAss(text: string): boolean {
  const lines = text.match(/^Dialogue:.{0,400}/gm) ?? []
  const flying = lines.filter((line) => /\\move\s?\(|,Banner;/.test(line))
  return lines.length > 0 && flying.length >= lines.length * 0.3
}

function unescaped(line: string): string {
  return line.replace(/\\h/g, ' ')
}

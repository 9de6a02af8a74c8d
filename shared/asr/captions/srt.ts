import { type Cue, clockMs, plain } from './cue.ts'

const clock = String.raw`\d{1,4}\s?:\s?\d{1,2}(?:\s?:\s?\d{1,2})?(?:\s?[.,]\s?\d{1,9})?`
const timing = new RegExp(`^\\s*(${clock})\\s*-{1,3}>\\s*(${clock})`)

/**
 * SubRip and WebVTT alike: a caption is what follows a line with an arrow, whatever numbers, blank lines, notes
 * or styles stand between. Cue settings are left out.
 */
export function readArrows(text: string): Cue[] {
  const cues: Cue[] = []
  let current: { from: string; to: string; lines: string[] } | undefined
  const finish = () => {
    if (!current) return
    cues.push({
      startMs: clockMs(current.from),
      endMs: clockMs(current.to),
      text: plain(spoken(current.lines)),
    })
  }
  for (const line of text.split(/\r\n|\r|\n/)) {
    const found = line.length < 500 ? timing.exec(halfWidth(line)) : null
    // An arrow without a clock begins a caption too: one whose time cannot be read.
    if (found || line.includes('-->')) {
      finish()
      const [, from = '', to = ''] = found ?? []
      current = { from: from.replace(/\s/g, ''), to: to.replace(/\s/g, ''), lines: [] }
    } else current?.lines.push(line.slice(0, 5000))
  }
  finish()
  return cues
}

function halfWidth(line: string): string {
  return line.replace(/[：，．。]/g, (c) => (c === '：' ? ':' : c === '，' ? ',' : '.'))
}

/** Takes off what belongs to the next caption (its number, a torn clock) or to nobody (VTT notes and styles). */
function spoken(lines: readonly string[]): string[] {
  const note = lines.findIndex(
    (line, i) => /^(NOTE|STYLE|REGION)(\s|$)/.test(line) && (lines[i - 1] ?? '').trim() === '',
  )
  const own = note < 0 ? [...lines] : lines.slice(0, note)
  const dropBlank = () => {
    while (own.length > 0 && own.at(-1)?.trim() === '') own.pop()
  }
  dropBlank()
  if (/^\s*\d{1,4}:[\d:.,\s>-]*$/.test(own.at(-1) ?? '')) own.pop()
  dropBlank()
  // A number alone is the next caption's only after a blank line: hosts do say "99".
  if (/^\s*\d+\s*$/.test(own.at(-1) ?? '') && own.length > 1 && own.at(-2)?.trim() === '') own.pop()
  return own
}

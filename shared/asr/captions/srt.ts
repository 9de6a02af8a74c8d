import { type Cue, clockMs, plain } from './cue.ts'

const clock = String.raw`\d{1,4}\s?:\s?\d{1,2}(?:\s?:\s?\d{1,2})?(?:\s?[.,]\s?\d{1,9})?`
const timing = new RegExp(`^\\s*(${clock})\\s*-{1,3}>\\s*(${clock})`)

/** YouTube's SBV: two clocks with nothing else on the line. */
const pair = new RegExp(`^\\s*(${clock})\\s*,\\s*(${clock})\\s*$`)

/** A caption that is only the passage from one to the next. */
const passingMs = 50

/**
 * SubRip, WebVTT and SBV alike: a caption is what follows a line with an arrow, whatever numbers, blank lines, notes
 * or styles stand between. Cue settings are left out, and so is what a rolling caption shows for the second time.
 */
export function readArrows(text: string): Cue[] {
  const arrows = text.includes('>')
  const cues: Cue[] = []
  let current: { from: string; to: string; lines: string[] } | undefined
  let before: string[] = []
  let number = Number.NaN
  let shown: { readonly endMs: number; readonly line: string } | undefined
  const finish = () => {
    number = takeNumber(current?.lines ?? before, number)
    before = []
    if (!current) return
    const startMs = clockMs(current.from)
    const endMs = clockMs(current.to)
    const own = spoken(current.lines).filter((line) => line.trim() !== '')
    const rolled =
      shown && startMs !== undefined && startMs - shown.endMs <= passingMs && startMs >= shown.endMs
    const short = (endMs ?? Infinity) - (startMs ?? 0) <= passingMs
    if (rolled && plain(own.slice(0, 1)) === shown?.line && (own.length > 1 || short)) own.shift()
    cues.push({ startMs, endMs, text: plain(own.map(undashed)), ...speakerOf(own[0] ?? '') })
    const line = plain(own.slice(-1)) || (rolled ? shown?.line : undefined)
    shown = endMs !== undefined && line ? { endMs, line } : undefined
  }
  for (const line of text.split(/\r\n|\r|\n/)) {
    const found = line.length < 500 ? (arrows ? timing : pair).exec(halfWidth(line)) : null
    // An arrow without a clock begins a caption too: one whose time cannot be read.
    if (found || line.includes('-->')) {
      finish()
      const [, from = '', to = ''] = found ?? []
      current = { from: from.replace(/\s/g, ''), to: to.replace(/\s/g, ''), lines: [] }
    } else if (current) current.lines.push(line.slice(0, 5000))
    else if (before.length < 100) before.push(line.slice(0, 100))
  }
  finish()
  return cues
}

/** Takes the next caption's number off where it goes on from the one before, though no blank line stands before it. */
function takeNumber(lines: string[], before: number): number {
  let last = lines.length - 1
  while (last >= 0 && lines[last]?.trim() === '') last--
  const found = /^\s*(\d{1,7})\s*$/.exec(lines[last] ?? '')
  if (!found) return Number.NaN
  const number = Number(found[1])
  const blank = (lines[last - 1] ?? '').trim() === ''
  if (number !== before + 1 && !blank) return Number.NaN
  if (number === before + 1 && !blank) lines.splice(last)
  return number
}

/** Two people in one caption have a dash each. */
function undashed(line: string): string {
  return line.replace(/^(\s*(?:<v[^<>]{1,80}>)?\s*)[-–—]\s+/, '$1')
}

function speakerOf(line: string): { speaker?: string } {
  const voice = /<v(?:\.[^\s>]{0,40})?\s+([^<>]{1,40})>/.exec(line)?.[1]?.trim()
  return voice ? { speaker: voice } : {}
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

import { type Cue, clockMs, plain } from './cue.ts'

const stamp = /^\[(\d{1,4}:\d{1,2}(?::\d{1,2}(?:\.\d{1,3})?|\.\d{1,3})?)\]/
const threeParts = /^\[\d{1,4}:\d{1,2}:(\d{1,2})\]/gm

/**
 * Lines of an LRC file. It has starts only: a line without words ends the one before it; `[offset:…]` is
 * honoured (positive is earlier).
 */
export function readLrc(text: string): Cue[] {
  const offsetMs = Number(/^\[offset:\s?([+-]?\d{1,7})\s?\]/im.exec(text)?.[1] ?? 0)
  // `[mm:ss:xx]` of some players, or `[hh:mm:ss]` of a transcript: no second is a sixtieth.
  const hundredths = [...text.matchAll(threeParts)].some(([, last]) => Number(last) >= 60)
  const marks: { startMs: number; text: string }[] = []
  for (const line of text.split(/\r\n|\r|\n/)) {
    let rest = line.slice(0, 5000).trim()
    const starts: number[] = []
    for (let found = stamp.exec(rest); found; found = stamp.exec(rest)) {
      const ms = clockMs(
        hundredths ? (found[1] ?? '').replace(/^(\d+:\d+):/, '$1.') : (found[1] ?? ''),
      )
      if (ms !== undefined) starts.push(Math.max(0, ms - offsetMs))
      rest = rest.slice(found[0].length).trim()
    }
    for (const startMs of starts) marks.push({ startMs, text: plain([rest]) })
  }
  marks.sort((a, b) => a.startMs - b.startMs)
  return marks.flatMap((mark, i) => {
    if (mark.text === '') return []
    const next = marks[i + 1]
    return [{ ...mark, endMs: next?.text === '' ? next.startMs : undefined }]
  })
}

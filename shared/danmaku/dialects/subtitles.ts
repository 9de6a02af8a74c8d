import type { Parser, Tally } from '../parser.ts'
import { offsetMs } from '../scan/time.ts'
import { lineParser } from './line-parser.ts'
import { message } from './message.ts'

const danmakuName = /danm[au]|弹幕|live.?chat|comment/i

/** Whether an ASS file holds danmaku rather than captions: texts that move across the picture, or styles and titles that say so. */
export function assIsDanmaku(text: string, name: string): boolean {
  if (!/^[ \t]*\[(?:Script Info|V4\+? Styles|Events)\]/im.test(text)) return false
  const dialogues = text.match(/^Dialogue:.*$/gm) ?? []
  const moving = dialogues.filter((line) => line.includes('\\move(')).length
  if (moving * 3 > dialogues.length) return true
  return (
    /^(?:Title|Original Script|; ?).*(?:弹幕|danm[au])|^Style:\s*(?:R2L|L2R|Danm|弹幕)/im.test(
      text,
    ) || danmakuName.test(name)
  )
}

/** Captions and danmaku look alike in SRT: only the name can tell. */
export function srtIsDanmaku(text: string, name: string): boolean {
  return danmakuName.test(name) && /^\s*\d*\s*\d\d?:\d\d:\d\d[,.]\d+\s*-->/.test(text)
}

/**
 * Reads ASS made from danmaku. Low trust: converters shift times to avoid overlap, drop senders, and drop comments in a crowd.
 */
export function ass(tally: Tally): Parser {
  let columns = [
    'Layer',
    'Start',
    'End',
    'Style',
    'Name',
    'MarginL',
    'MarginR',
    'MarginV',
    'Effect',
    'Text',
  ]
  let events = false

  return lineParser(tally, (line) => {
    if (line.startsWith('[')) events = /^\[Events\]/i.test(line)
    if (!events) return []
    if (line.startsWith('Format:'))
      columns = line
        .slice(7)
        .split(',')
        .map((name) => name.trim())
    if (!line.startsWith('Dialogue:')) return []
    const parts = line.slice(9).split(',')
    const start = offsetMs(parts[columns.indexOf('Start')] ?? '')
    const textAt = columns.indexOf('Text')
    if (start === null || textAt < 0 || parts.length <= textAt) return null
    const name = parts[columns.indexOf('Name')]?.trim() ?? ''
    const text = parts
      .slice(textAt)
      .join(',')
      .replace(/\{[^{}]*\}/g, '')
      .replace(/\\[Nn]/g, '\n')
      .replaceAll('\\h', ' ')
    return [message({ kind: 'chat', tMs: start, text, sender: name === '' ? null : name })]
  })
}

/** Reads SRT made from danmaku: one entry a message. */
export function srt(tally: Tally): Parser {
  let start: number | null = null
  let said: string[] = []
  const finish = () => {
    const done =
      start === null ? [] : [message({ kind: 'chat', tMs: start, text: said.join('\n') })]
    start = null
    said = []
    return done
  }
  return lineParser(
    tally,
    (line) => {
      if (line.trim() === '') return finish()
      const timed = /^\s*(\d\d?:\d\d:\d\d[,.]\d+)\s*-->/.exec(line)
      if (timed) {
        // Without an empty line between, the number of this entry is the last line of the one before.
        if (/^\d+$/.test(said.at(-1) ?? '')) said.pop()
        const done = finish()
        start = offsetMs(timed[1] ?? '')
        return done
      }
      // An entry whose text runs on without end is not kept whole.
      if (start !== null && said.length < 50)
        said.push(line.replace(/<\/?(?:font|b|i|u)(?:\s[^<>]{0,200})?>|\{\\[^{}]{0,200}\}/g, ''))
      return []
    },
    finish,
  )
}

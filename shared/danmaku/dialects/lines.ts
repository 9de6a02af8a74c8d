import type { Comment, CommentKind } from '#shared/domain/comment.ts'
import type { Parser, Tally } from '../parser.ts'
import { kindNamed, timesOf } from './columns.ts'
import { lineParser } from './line-parser.ts'
import { message } from './message.ts'

/** DouyinLiveWebFetcher's prints, kept as text: `【聊天msg】[id]name: text`, no time. */
const printed = /^【(.{1,12}?)msg】(?:\[([^\]]*)\])?\s*(.*)$/
/** A time of three parts or a full date, then `name: text`; LRC's `[mm:ss.xx]` has two parts and is none. */
const stamp =
  /^[[(【]?((?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ T])?\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?)[\])】]?/

function stamped(line: string): { time: string; name: string; text: string } | null {
  const match = stamp.exec(line)
  if (!match) return null
  const rest = line
    .slice(match[0].length)
    .trim()
    .replace(/^[,|-]/, '')
    .trim()
  const colon = rest.search(/[::\t]/)
  const name = rest.slice(0, colon).trim()
  if (colon < 1 || name.length > 60) return null
  return { time: match[1] ?? '', name, text: rest.slice(colon + 1).trim() }
}

/** Whether nearly every one of the first lines is a printed message. */
export function linesAreDanmaku(text: string): boolean {
  if (text.includes('-->')) return false
  // The last line of the head may be cut.
  const lines = text
    .split('\n', 31)
    .slice(0, -1)
    .filter((line) => line.trim() !== '')
  const sample = lines.length > 0 ? lines : [text]
  const messages = sample.filter((line) => printed.test(line) || stamped(line.trim()) !== null)
  return messages.length >= Math.max(1, sample.length * 0.8)
}

/** Reads chat that a tool printed line by line. */
export function lines(tally: Tally): Parser {
  return lineParser(tally, (line) => {
    if (line.trim() === '') return []
    const print = printed.exec(line)
    if (print) return [printedMessage(kindNamed(print[1] ?? ''), print[2] ?? '', print[3] ?? '')]
    const said = stamped(line.trim())
    if (!said) return null
    return [message({ kind: 'chat', ...timesOf(said.time), text: said.text, sender: said.name })]
  })
}

function printedMessage(kind: CommentKind, id: string, rest: string): Comment {
  const colon = rest.search(/[::]/)
  const name = colon < 0 ? '' : rest.slice(0, colon).trim()
  return message({
    kind: kind === 'chat' && colon < 0 ? 'system' : kind,
    text: colon < 0 ? rest : rest.slice(colon + 1).trim(),
    sender: id || name || null,
  })
}

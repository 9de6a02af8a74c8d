import type { Comment, CommentKind } from '#shared/domain/comment.ts'
import type { Parser, Tally } from '../parser.ts'
import { dateMs } from '../scan/time.ts'
import { kindNamed, timesOf } from './columns.ts'
import { dayClock } from './day.ts'
import { lineParser } from './line-parser.ts'
import { message } from './message.ts'

/** DouyinLiveWebFetcher's prints, kept as text: `【聊天msg】[id]name: text`; a logger may put its time and level before them. */
const printed =
  /^(?:(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)[^【]{0,60})?【(.{1,12}?)msg】(?:\[([^\]]*)\])?\s*(.*)$/
/** A time of three parts or a full date, then `name: text`; LRC's `[mm:ss.xx]` has two parts and is none. */
const stamp =
  /^(?:[[【]([^\d[\]【】]{1,12})[\]】]\s*)?[[(（【]?((?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ T])?\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)[\])）】]?/

interface Stamped {
  readonly kind: CommentKind
  readonly time: string
  readonly name: string
  readonly text: string
}

function stamped(line: string): Stamped | null {
  const match = stamp.exec(line)
  if (!match) return null
  const rest = line
    .slice(match[0].length)
    .trim()
    .replace(/^[,|-]/, '')
    .trim()
  const [, tag, time = ''] = match
  const kind = tag === undefined ? 'chat' : kindNamed(tag)
  const colon = rest.search(/[:\uff1a\t|]/)
  // 甲 进入直播间: what happened needs no colon.
  if (colon < 0 && kind !== 'chat')
    return { kind, time, name: rest.split(' ', 1)[0] ?? '', text: rest }
  const name = rest.slice(0, colon).trim()
  if (colon < 1 || name.length > 60) return null
  return { kind, time, name, text: rest.slice(colon + 1).trim() }
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

/** Reads chat that a tool printed line by line; times without a date are those of `dayAtMs` when they are no plausible offsets. */
export function lines(dayAtMs: number | null, tally: Tally): Parser {
  const dated = dayClock(dayAtMs)
  return lineParser(tally, (line) => {
    if (line.trim() === '') return []
    const print = printed.exec(line)
    if (print) return [printedMessage(print)]
    const said = stamped(line.trim())
    if (!said) return null
    const { kind, time, name, text } = said
    return [message({ kind, ...dated(timesOf(time)), text, sender: name || null })]
  })
}

function printedMessage([, time = '', tag = '', id = '', rest = '']: readonly string[]): Comment {
  const kind = kindNamed(tag)
  const colon = rest.search(/[:\uff1a]/)
  const name = colon < 0 ? '' : rest.slice(0, colon).trim()
  return message({
    kind: kind === 'chat' && colon < 0 ? 'system' : kind,
    atMs: dateMs(time),
    text: colon < 0 ? rest : rest.slice(colon + 1).trim(),
    sender: id || name || null,
  })
}

import { type Loose, list, number, object, text } from '#shared/loose.ts'
import type { Word } from '../heard/answer.ts'
import { readHeard } from '../heard/answer.ts'
import type { Cue } from './cue.ts'
import { plain } from './cue.ts'

/** How one tool names the parts of a caption, and how many milliseconds its unit of time has. */
interface Shape {
  readonly items: (root: Loose) => unknown
  readonly start: (item: Loose) => unknown
  readonly end: (item: Loose) => unknown
  readonly said: (item: Loose) => unknown
  readonly unitMs: number
}

const shapes: readonly Shape[] = [
  // Our own transcripts, and the document `lvbo scan --json` prints.
  {
    items: (root) => root.sentences ?? object(root.transcript).sentences,
    start: (item) => item.startMs,
    end: (item) => item.endMs,
    said: (item) => item.text,
    unitMs: 1,
  },
  // FunASR with sentence times.
  {
    items: (root) => root.sentence_info,
    start: (item) => item.start,
    end: (item) => item.end,
    said: (item) => item.text,
    unitMs: 1,
  },
  {
    items: (root) => root.stamp_sents,
    start: (item) => item.start,
    end: (item) => item.end,
    said: (item) => text(item.text_seg) + text(item.punc),
    unitMs: 1,
  },
  // whisper.cpp's command line.
  {
    items: (root) => root.transcription,
    start: (item) => object(item.offsets).from,
    end: (item) => object(item.offsets).to,
    said: (item) => item.text,
    unitMs: 1,
  },
  // Subtitles of Bilibili.
  {
    items: (root) => root.body,
    start: (item) => item.from,
    end: (item) => item.to,
    said: (item) => item.content,
    unitMs: 1000,
  },
  // Volcano Engine and its subtitle tools.
  {
    items: (root) => root.utterances,
    start: (item) => item.start_time,
    end: (item) => item.end_time,
    said: (item) => item.text,
    unitMs: 1,
  },
]

/**
 * Captions of a JSON transcript: our own, Whisper and its kin, FunASR, Bilibili. Undefined when it is none of
 * these.
 */
export function readJsonCues(root: unknown): Cue[] | undefined {
  if (Array.isArray(root)) return readArray(root)
  const file = object(root)
  for (const shape of shapes) {
    const items = shape.items(file)
    if (Array.isArray(items)) return items.map((item) => shaped(object(item), shape))
  }
  if (Array.isArray(file.segments)) return whisper(file)
  return funAsrText(file)
}

/** FunASR prints a list of files; other tools a bare list of segments. */
function readArray(root: readonly unknown[]): Cue[] | undefined {
  const inner = root.map((item) => {
    const file = object(item)
    return 'start' in file || 'startMs' in file ? undefined : readJsonCues(file)
  })
  if (inner.some((cues) => cues)) return inner.flatMap((cues) => cues ?? [])
  const items = root.map(object)
  if (items.some((item) => 'startMs' in item)) return readJsonCues({ sentences: items })
  return items.some((item) => 'start' in item && 'text' in item)
    ? whisper({ segments: items })
    : undefined
}

function shaped(item: Loose, shape: Shape): Cue {
  const ms = (value: unknown) => {
    const n = number(value)
    return n === undefined ? undefined : n * shape.unitMs
  }
  const said = plain([text(shape.said(item))])
  return {
    text: said,
    startMs: ms(shape.start(item)),
    endMs: ms(shape.end(item)),
    words: ownWords(item, said) ?? stamped(said, item.timestamp ?? item.ts_list),
  }
}

/** Whisper, WhisperX and every OpenAI-like answer that was saved: words in the segments or beside them. */
function whisper(file: Loose): Cue[] {
  const beside = [...(readHeard({ text: '', words: file.words })?.words ?? [])]
  beside.sort((a, b) => a.startMs - b.startMs)
  let next = 0
  return list(file.segments).flatMap((segment) => {
    const heard = readHeard({ segments: [segment] })
    return (heard?.utterances ?? []).map((utterance) => {
      if (heard && heard.words.length > 0) return { ...utterance, words: heard.words }
      // Each word goes to the first segment that reaches it.
      const from = next
      while ((beside[next]?.startMs ?? Infinity) < (utterance.endMs ?? 0)) next++
      return { ...utterance, words: beside.slice(from, next) }
    })
  })
}

/** FunASR without sentence times: one text, and a pair of milliseconds for each character or Latin word. */
function funAsrText(file: Loose): Cue[] | undefined {
  const said = plain([text(file.text)])
  const words = stamped(said, file.timestamp)
  const first = words[0]
  const last = words.at(-1)
  return first && last
    ? [{ text: said, startMs: first.startMs, endMs: last.endMs, words }]
    : undefined
}

function ownWords(item: Loose, said: string): Word[] | undefined {
  const starts = list(item.charMs).map(number)
  if (item.timing !== 'word' || starts.length !== said.length) return undefined
  const end = number(item.endMs)
  let at = 0
  return Array.from(said).flatMap((c) => {
    const startMs = starts[at]
    at += c.length
    const endMs = starts[at] ?? end
    return startMs === undefined || endMs === undefined ? [] : [{ text: c, startMs, endMs }]
  })
}

function stamped(said: string, stamps: unknown): Word[] {
  const pairs = list(stamps).map((pair) => list(pair).map(number))
  const tokens = said.match(/[\p{Script=Latin}\p{N}'’]+|\p{L}/gu) ?? []
  if (pairs.length !== tokens.length) return []
  return tokens.flatMap((token, i) => {
    const [startMs, endMs = startMs] = pairs[i] ?? []
    return startMs === undefined || endMs === undefined ? [] : [{ text: token, startMs, endMs }]
  })
}

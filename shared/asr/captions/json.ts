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
  /** Pieces with their own times, in the same unit and counted from the file's start. */
  readonly words?: (item: Loose) => readonly Piece[]
}

interface Piece {
  readonly text: unknown
  readonly start: unknown
  readonly end: unknown
}

const pieces = (value: unknown, text: string, start: string, end: string): Piece[] =>
  list(value).map((item) => {
    const word = object(item)
    return { text: word[text], start: word[start], end: word[end] }
  })

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
    words: (item) =>
      list(item.tokens).flatMap((one) => {
        const { text: said, offsets } = object(one)
        const { from, to } = object(offsets)
        return /^\[_/.test(text(said)) ? [] : [{ text: said, start: from, end: to }]
      }),
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
    items: (root) => root.utterances ?? object(root.result).utterances,
    start: (item) => item.start_time,
    end: (item) => item.end_time,
    said: (item) => item.text,
    unitMs: 1,
    words: (item) => pieces(item.words, 'text', 'start_time', 'end_time'),
  },
  // Alibaba's recognition of files, in its newer form and in the older one.
  {
    items: (root) =>
      some(list(root.transcripts).flatMap((channel) => list(object(channel).sentences))),
    start: (item) => item.begin_time,
    end: (item) => item.end_time,
    said: (item) => item.text,
    unitMs: 1,
    words: (item) => pieces(item.words, 'text', 'begin_time', 'end_time'),
  },
  {
    items: (root) => object(root.Result).Sentences ?? root.Sentences,
    start: (item) => item.BeginTime,
    end: (item) => item.EndTime,
    said: (item) => item.Text,
    unitMs: 1,
  },
  // 通义听悟: paragraphs of words that name their sentence.
  {
    items: (root) => {
      const { Paragraphs } = object(root.Transcription ?? root)
      return some(list(Paragraphs).flatMap((paragraph) => sentencesOf(object(paragraph).Words)))
    },
    start: (item) => item.start,
    end: (item) => item.end,
    said: (item) => item.text,
    unitMs: 1,
    words: (item) => pieces(item.words, 'Text', 'Start', 'End'),
  },
  // Tencent: words count from their sentence.
  {
    items: (root) => object(root.Data).ResultDetail ?? root.ResultDetail,
    start: (item) => item.StartMs,
    end: (item) => item.EndMs,
    said: (item) => item.FinalSentence,
    unitMs: 1,
    words: (item) =>
      list(item.Words).map((one) => {
        const { Word, OffsetStartMs, OffsetEndMs } = object(one)
        const from = number(item.StartMs) ?? Number.NaN
        return {
          text: Word,
          start: from + (number(OffsetStartMs) ?? Number.NaN),
          end: from + (number(OffsetEndMs) ?? Number.NaN),
        }
      }),
  },
]

function some<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined
}

/** Words of one paragraph by the sentence they say they belong to. */
function sentencesOf(value: unknown): Loose[] {
  const groups = new Map<unknown, Loose[]>()
  for (const word of list(value).map(object)) {
    const group = groups.get(word.SentenceId) ?? []
    groups.set(word.SentenceId, [...group, word])
  }
  return [...groups.values()].map((words) => ({
    start: words[0]?.Start,
    end: words.at(-1)?.End,
    text: words.map((word) => text(word.Text)).join(''),
    words,
  }))
}

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
    words:
      ownWords(item, said) ??
      (shape.words ? timed(shape.words(item), ms) : stamped(said, item.timestamp ?? item.ts_list)),
  }
}

function timed(words: readonly Piece[], ms: (value: unknown) => number | undefined): Word[] {
  return words.flatMap(({ text: said, start, end }) => {
    const startMs = ms(start)
    const endMs = ms(end) ?? startMs
    const word = text(said).trim()
    return startMs === undefined || endMs === undefined || word === ''
      ? []
      : [{ text: word, startMs, endMs }]
  })
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
  // Paraformer without a punctuation model puts a blank between all characters.
  const said = plain([text(file.text)]).replace(/(?<=\p{Script=Han})\s(?=\p{Script=Han})/gu, '')
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

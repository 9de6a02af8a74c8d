import { z } from 'zod'
import type { Sentence } from '#shared/domain/sentence.ts'
import { AppError } from '#shared/errors.ts'
import { align, cer, spoken } from './cer.ts'
import type { Stretch } from './pieces.ts'

/** What was really said in one recording. */
export interface Reference {
  readonly text: string
  /** Where sentences begin and end, when that is known; milliseconds. */
  readonly sentences?: readonly {
    readonly startMs: number
    readonly endMs: number
    readonly text: string
  }[]
  /** Stretches in which nobody speaks. */
  readonly silent?: readonly Stretch[]
}

const timedFile = z.object({
  sentences: z.array(z.object({ start: z.number(), end: z.number(), text: z.string() })),
  musicOnly: z.array(z.tuple([z.number(), z.number()])).default([]),
})
const textsFile = z.record(z.string(), z.string())
const ms = (seconds: number) => Math.round(seconds * 1000)

/**
 * References by audio file name from the words of a file: JSON `{name: text}`; JSON `{sentences: [{start, end, text}],
 * musicOnly}` in seconds, for all names; lines `name<TAB>text`; or one plain text, for all names. Throws `invalid`.
 */
export function readReferences(words: string): (name: string) => Reference | undefined {
  const json = /^\s*[{[]/.test(words) ? parsed(words) : undefined
  const timed = timedFile.safeParse(json)
  if (timed.success) {
    const sentences = timed.data.sentences.map(({ start, end, text }) => ({
      ...{ startMs: ms(start), endMs: ms(end), text },
    }))
    const silent = timed.data.musicOnly.map(([from, to]): Stretch => [ms(from), ms(to)])
    const text = sentences.map((sentence) => sentence.text).join('\n')
    return () => ({ text, sentences, silent })
  }
  const texts = textsFile.safeParse(json)
  const lines = words.split(/\r?\n/).filter((line) => line.trim() !== '')
  const named = texts.success
    ? new Map(Object.entries(texts.data))
    : new Map(lines.flatMap((line) => (line.includes('\t') ? [pair(line)] : [])))
  if (json !== undefined && !texts.success)
    throw new AppError('invalid', '参考文件不是 {"文件名": "文字"} 或 {"sentences": […]}，请改正。')
  return (name) => {
    const text = named.size > 0 ? named.get(name) : words
    return text === undefined ? undefined : { text }
  }
}

function parsed(words: string): unknown {
  try {
    return JSON.parse(words)
  } catch {
    throw new AppError('invalid', '参考文件不是完整的 JSON，请改正。')
  }
}

function pair(line: string): [string, string] {
  const tab = line.indexOf('\t')
  return [line.slice(0, tab), line.slice(tab + 1)]
}

/** How far an engine is from what was said. */
export interface Measured {
  readonly errors: number
  readonly length: number
  /** Distance of each sentence's first character from the truth; only of those that were heard at all. */
  readonly startErrorsMs: readonly number[]
  /** Characters said to have been spoken where nobody speaks; 0.2 s at either edge do not count. */
  readonly inSilence: number
}

const edgeMs = 200

/** Compares what an engine heard with what was said. Pure. */
export function measure(reference: Reference, heard: readonly Sentence[]): Measured {
  const text = heard.map((sentence) => sentence.text).join('')
  const { errors, length } = cer(reference.text, text)
  const times = heard.flatMap(timesOf)
  const inSilence = times.filter((at) =>
    (reference.silent ?? []).some(([from, to]) => at > from + edgeMs && at < to - edgeMs),
  ).length
  return { errors, length, inSilence, startErrorsMs: startErrors(reference, spoken(text), times) }
}

/** A time for each spoken character. */
function timesOf({ text, charMs, startMs }: Sentence): number[] {
  let at = 0
  return [...text].flatMap((c) => {
    const ms = charMs?.[at] ?? startMs
    at += c.length
    return spoken(c).map(() => ms)
  })
}

function startErrors({ sentences = [], text }: Reference, heard: string[], times: number[]) {
  const places = new Map(align(spoken(text), heard).map(([i, j]) => [i, j]))
  let first = 0
  return sentences.flatMap((sentence) => {
    const at = first
    first += spoken(sentence.text).length
    const ms = times[places.get(at) ?? -1]
    return ms === undefined ? [] : [Math.abs(ms - sentence.startMs)]
  })
}

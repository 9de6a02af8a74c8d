import { list, number, object, seconds, text } from '#shared/loose.ts'

/** A word, a character or a token with its times, as far as the engine gave them. */
export interface Word {
  readonly text: string
  readonly startMs: number
  readonly endMs: number
  readonly confidence?: number | undefined
}

/** The engine's own doubts (Whisper's measures). */
export interface Quality {
  readonly avgLogprob?: number | undefined
  readonly compressionRatio?: number | undefined
  readonly noSpeechProb?: number | undefined
}

export interface Utterance {
  readonly text: string
  readonly startMs?: number | undefined
  readonly endMs?: number | undefined
  readonly quality?: Quality
  readonly speaker?: string | undefined
  /** The engine says it was music or applause, or the words only describe a sound. */
  readonly music?: boolean
  /** What the engine itself heard, where it tells: `zh`, `en` … */
  readonly language?: string
}

/** What an engine said of a stretch of audio, in one shape; nothing checked, nothing invented. */
export interface Heard {
  readonly utterances: readonly Utterance[]
  /** In the order of the text; empty where the engine times no words. */
  readonly words: readonly Word[]
}

/**
 * Reads the answers of OpenAI-compatible servers, which differ in where the words are (beside the segments or in
 * them), what they call them, and whether there is more than a text. Undefined when it is no such answer.
 */
export function readHeard(answer: unknown): Heard | undefined {
  if (typeof answer === 'string') return { utterances: utterance({ text: answer }), words: [] }
  const said = object(answer)
  if (typeof said.text !== 'string' && said.text !== null && !Array.isArray(said.segments)) {
    // Small wrappers put the whole answer inside another.
    const inner = said.data ?? said.result
    return typeof inner === 'object' && inner !== null
      ? readHeard(list(inner)[0] ?? inner)
      : undefined
  }
  const segments = inOrder(list(said.segments).map(object))
  const beside = readWords(said.words)
  const words = beside.length > 0 ? beside : segments.flatMap((s) => readWords(s.words))
  const parts = segments.flatMap(utterance)
  // Some servers list fewer segments than they heard words; the text alone is then the whole of it.
  const whole = utterance({ text: said.text })
  const short = letters(parts) < 0.9 * letters(whole)
  return { utterances: short ? whole : parts, words }
}

/** Segments that follow each other in another order than they are listed, as some diarising servers do; any other row stays as it is. */
function inOrder(segments: readonly Readonly<Record<string, unknown>>[]) {
  const timed = segments.map((segment) => ({
    segment,
    start: number(segment.start) ?? Number.NaN,
    end: number(segment.end) ?? Number.NaN,
  }))
  timed.sort((a, b) => a.start - b.start)
  const follow = timed.every(
    ({ start, end }, i) => start >= 0 && end > start && start >= (timed[i - 1]?.end ?? 0),
  )
  return follow ? timed.map(({ segment }) => segment) : segments
}

function utterance(segment: Readonly<Record<string, unknown>>): Utterance[] {
  const { said, music } = clean(text(segment.text))
  if (said === '') return []
  return [
    {
      text: said,
      startMs: seconds(segment.start),
      endMs: seconds(segment.end),
      speaker: text(segment.speaker) || undefined,
      music,
      quality: {
        avgLogprob: number(segment.avg_logprob),
        compressionRatio: number(segment.compression_ratio),
        noSpeechProb: number(segment.no_speech_prob),
      },
    },
  ]
}

function readWords(value: unknown): Word[] {
  return list(value).flatMap((item) => {
    const word = object(item)
    const said = clean(text(word.word) || text(word.text)).said
    const startMs = seconds(word.start)
    const endMs = seconds(word.end) ?? startMs
    if (said === '' || startMs === undefined || endMs === undefined) return []
    return [{ text: said, startMs, endMs, confidence: number(word.probability ?? word.score) }]
  })
}

/** SenseVoice leaves its tags (`<|zh|><|BGM|>`) or emoji for them in the text; some models write only "(音乐)". */
function clean(raw: string): { said: string; music: boolean } {
  const music = /<\|(BGM|Applause|Laughter)\|>|[🎼🎵🎶♪]/u.test(raw)
  const said = raw
    .replace(/<\|[^|<>]{0,40}\|>/g, '')
    .replace(/\p{Extended_Pictographic}|[\u200d\ufe0f\ufffd\0]/gu, '')
    .trim()
  const annotation = /^([（([【][^）)\]】]{0,40}[）)\]】]\s*)+$/u.test(said)
  return { said, music: music || annotation }
}

function letters(parts: readonly Utterance[]): number {
  return parts.reduce((sum, part) => sum + (part.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0)
}

import type { Sentence, Suspect } from '#shared/domain/sentence.ts'
import type { Stretch } from '../pieces.ts'
import type { Heard, Utterance, Word } from './answer.ts'
import { spreadTimes, wordTimes } from './char-times.ts'
import { suspicions } from './suspect.ts'

/** The audio an engine listened to, on the engine's own clock. */
export interface Span {
  readonly endMs: number
  /** Its audible parts; absent when the audio is not at hand. */
  readonly speech?: readonly Stretch[]
}

/** An utterance with a time for every UTF-16 unit. */
interface Timed {
  readonly utterance: Utterance
  readonly times: readonly Stretch[]
  readonly timing: Sentence['timing']
}

/** Between two words of one sentence hosts pause less. */
const pauseMs = 800
/** The same where an engine writes no full stops and the silence itself was measured: between sentences hosts pause as long. */
const silenceMs = 450
/** Longer without a full stop is not one sentence: engines without punctuation run on and on. */
const longestRun = 60
/** Whisper hears 30 s at a time and may put an end anywhere in them, however short the audio is. */
const windowMs = 31_000
/** Slow speech, for a last sentence of which only the start is known. */
const slowestCharMs = 300

/**
 * Sentences from what an engine said: the best times it gave, put in order and inside the audio, one for each
 * UTF-16 unit; cut at full stops and, where words were timed, at long pauses. `timing` says how good they are,
 * `suspect` what to doubt.
 */
export function sentencesOf(heard: Heard, span: Span): Sentence[] {
  const { utterances, words } = rescaled(heard, span.endMs)
  const whole = utterances.map((u) => u.text).join('')
  const heardTimes = wordTimes(whole, words)
  const known = isInvented(utterances, span) ? [asOne(utterances)] : utterances
  const loop = looping(whole, span)
  let at = 0
  return known.flatMap((utterance, i) => {
    const own = heardTimes.slice(at, at + utterance.text.length)
    at += utterance.text.length
    const timed = byWords(utterance, own) ?? bySegment(known, i, span)
    const suspect = [...new Set([...doubts(timed, span), ...loop])]
    return split(inside(timed, span.endMs), suspect, confidence(utterance, words), span.speech)
  })
}

/** Some servers write milliseconds or nanoseconds where seconds belong. */
function rescaled(heard: Heard, endMs: number): Heard {
  const latest = [...heard.utterances, ...heard.words].reduce(
    (max, t) => Math.max(max, t.endMs ?? 0),
    0,
  )
  const unit =
    latest <= Math.max(endMs * 1.5, windowMs)
      ? 1
      : [1e3, 1e6, 1e9].find((u) => latest / u <= endMs * 1.5)
  if (unit === 1) return heard
  const scale = (ms: number | undefined) =>
    unit === undefined || ms === undefined ? undefined : ms / unit
  return {
    utterances: heard.utterances.map((u) => ({
      ...u,
      startMs: scale(u.startMs),
      endMs: scale(u.endMs),
    })),
    words: heard.words.flatMap((w) => {
      const startMs = scale(w.startMs)
      const endMs = scale(w.endMs)
      return startMs === undefined || endMs === undefined ? [] : [{ ...w, startMs, endMs }]
    }),
  }
}

/**
 * Times that say nothing: one segment as long as the audio, or a row of segments whose lengths are exactly as their
 * characters', which is what FunASR writes when the model timed nothing.
 */
function isInvented(utterances: readonly Utterance[], span: Span): boolean {
  if (utterances.length === 0) return false
  if (utterances.every((u) => u.startMs === undefined && u.endMs === undefined)) return true
  const first = utterances[0]?.startMs ?? 0
  const last = utterances.at(-1)?.endMs ?? 0
  if (first > 50 || last < span.endMs * 0.95) return false
  const total = utterances.reduce((sum, u) => sum + u.text.length, 0)
  return utterances.every((u, i) => {
    const { startMs = 0, endMs = 0 } = u
    const joined = Math.abs(startMs - (utterances[i - 1]?.endMs ?? first)) < 20
    const share = ((last - first) * u.text.length) / total
    return joined && Math.abs(endMs - startMs - share) < Math.max(20, share * 0.02)
  })
}

function asOne(utterances: readonly Utterance[]): Utterance {
  const { quality, speaker, language } = utterances[0] ?? {}
  return {
    text: utterances.map((u) => u.text).join(''),
    music: utterances.some((u) => u.music),
    ...(language !== undefined && { language }),
    ...(quality && { quality }),
    ...(speaker !== undefined && { speaker }),
  }
}

/** Characters without a word of their own stand where the one before them ended. */
function byWords(utterance: Utterance, found: readonly (Stretch | undefined)[]): Timed | undefined {
  const first = found.find((t) => t !== undefined)
  const known = found.filter((t) => t !== undefined).length
  const needed = utterance.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  if (!first || known * 2 < needed) return undefined
  let previous: Stretch = [first[0], first[0]]
  const times = found.map((time): Stretch => {
    previous = time ?? [previous[1], previous[1]]
    return previous
  })
  return { utterance, times, timing: 'word' }
}

function bySegment(utterances: readonly Utterance[], i: number, span: Span): Timed {
  const utterance = utterances[i] ?? { text: '' }
  const { startMs, endMs, text } = utterance
  const from = startMs ?? utterances[i - 1]?.endMs ?? 0
  const next = utterances[i + 1]?.startMs ?? span.endMs
  const to =
    endMs ?? Math.min(next, Number.isFinite(span.endMs) ? next : from + slowestCharMs * text.length)
  const given = startMs !== undefined && endMs !== undefined && endMs > startMs
  const alone = utterances.length === 1 && startMs === undefined && endMs === undefined
  const over: Stretch = [from, Math.max(from, to)]
  return {
    utterance,
    times: spreadTimes(text, over, span.speech),
    timing: given ? 'segment' : alone ? 'chunk' : 'invented',
  }
}

/** In order, and not outside the audio. */
function inside(timed: Timed, endMs: number): Timed {
  let latest = 0
  const times = timed.times.map(([from, to]): Stretch => {
    latest = Math.min(endMs, Math.max(latest, from))
    return [latest, Math.min(endMs, Math.max(latest, to))]
  })
  return { ...timed, times }
}

function doubts({ utterance, times }: Timed, span: Span): Suspect[] {
  const from = times[0]?.[0] ?? 0
  const to = times.at(-1)?.[1] ?? from
  return suspicions({
    text: utterance.text,
    durationMs: to - from,
    speechMs: span.speech && audibleMs(span.speech, from, to),
    quality: utterance.quality,
    music: utterance.music,
    language: utterance.language,
  })
}

/** A loop often comes as many short segments, none of which is odd by itself. */
function looping(text: string, { speech, endMs }: Span): Suspect[] {
  if (!speech) return []
  const found = suspicions({ text, durationMs: endMs, speechMs: audibleMs(speech, 0, endMs) })
  return found.filter((s) => s === 'repetition')
}

function audibleMs(speech: readonly Stretch[], from: number, to: number): number {
  return speech.reduce((sum, [a, b]) => sum + Math.max(0, Math.min(b, to) - Math.max(a, from)), 0)
}

function confidence({ quality }: Utterance, words: readonly Word[]): number | undefined {
  const logprob = quality?.avgLogprob
  if (logprob !== undefined) return Math.min(1, Math.exp(logprob))
  const given = words.flatMap((w) => w.confidence ?? [])
  if (given.length === 0) return undefined
  return Math.min(1, Math.max(0, given.reduce((a, b) => a + b, 0) / given.length))
}

const stop = /[。！？!?；;…\n]/
const closing = /[。！？!?；;…”』」）)\s]/

function split(
  { utterance, times, timing }: Timed,
  suspect: readonly Suspect[],
  sure: number | undefined,
  speech: readonly Stretch[] = [],
): Sentence[] {
  const { text, speaker } = utterance
  return breaks(text, times, timing, speech).flatMap(([from, to]): Sentence[] => {
    const lead = text.slice(from, to).search(/\S/)
    if (lead < 0) return []
    const said = text.slice(from, to).trim()
    const own = times.slice(from + lead, from + lead + said.length)
    return [
      {
        startMs: Math.round(own[0]?.[0] ?? 0),
        endMs: Math.round(own.at(-1)?.[1] ?? 0),
        text: said,
        charMs: own.map(([ms]) => Math.round(ms)),
        timing,
        ...(sure !== undefined && { confidence: Math.round(sure * 1000) / 1000 }),
        ...(suspect.length > 0 && { suspect }),
        ...(speaker !== undefined && { speaker }),
      },
    ]
  })
}

/** From, to of every sentence of a text: at full stops, at pauses that were heard, and where it runs on too long. */
function breaks(
  text: string,
  times: readonly Stretch[],
  timing: Sentence['timing'],
  speech: readonly Stretch[],
): Stretch[] {
  const found: Stretch[] = []
  const silences = timing === 'word' && !stop.test(text) ? speech : []
  let from = 0
  let stopped = false
  for (let i = 1; i <= text.length; i++) {
    const last = text.charAt(i - 1)
    stopped = stop.test(last) || (stopped && closing.test(last))
    const over = stopped && !closing.test(text.charAt(i))
    if (i < text.length && !over && !(timing === 'word' && paused(times, i, silences))) continue
    found.push(...runs([from, i], text, times))
    from = i
  }
  return found
}

function paused(times: readonly Stretch[], i: number, speech: readonly Stretch[]): boolean {
  const [before, now] = [times[i - 1], times[i]]
  if (!before || !now) return false
  if (now[0] - before[1] >= pauseMs) return true
  return speech.some(([, end], k) => {
    const next = speech[k + 1]?.[0] ?? end
    return end > before[0] && next <= now[1] && next - end >= silenceMs
  })
}

/** A long run is parted at its commas, else at its longest pauses, else left alone: half a word is worse than a long line. */
function runs([from, to]: Stretch, text: string, times: readonly Stretch[]): Stretch[] {
  if (to - from <= longestRun) return [[from, to]]
  let best: { readonly worth: number; readonly at: number } | undefined
  for (let i = from + longestRun / 4; i <= to - longestRun / 4; i++) {
    const comma = /[，,、：:]/.test(text.charAt(i - 1)) ? 1000 : 0
    const worth = comma + (times[i]?.[0] ?? 0) - (times[i - 1]?.[1] ?? 0)
    if (worth > (best?.worth ?? 150)) best = { worth, at: i }
  }
  if (!best) return [[from, to]]
  return [...runs([from, best.at], text, times), ...runs([best.at, to], text, times)]
}

/** The same sentence on another clock. */
export function shifted(sentence: Sentence, byMs: number): Sentence {
  return {
    ...sentence,
    startMs: sentence.startMs + byMs,
    endMs: sentence.endMs + byMs,
    ...(sentence.charMs && { charMs: sentence.charMs.map((ms) => ms + byMs) }),
  }
}

import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { Sentence } from '#shared/domain/sentence.ts'
import { AppError } from '#shared/errors.ts'
import { isDanmakuAss, readAss } from './captions/ass.ts'
import type { Cue } from './captions/cue.ts'
import { readJsonCues } from './captions/json.ts'
import { readLrc } from './captions/lrc.ts'
import { readArrows } from './captions/srt.ts'
import { parseTornJson } from './captions/torn-json.ts'
import { readTranscript } from './captions/transcript.ts'
import { decodeText } from './encoding.ts'
import { spreadTimes } from './heard/char-times.ts'
import { sentencesOf } from './heard/timing.ts'

export type CaptionKind = 'srt' | 'vtt' | 'ass' | 'lrc' | 'json' | 'text'

export interface Captions {
  /** `sidecar:srt` and so on: the format found, not the name. */
  readonly engine: `sidecar:${CaptionKind}`
  /** In order of time; a file's overlaps are left as they are. */
  readonly sentences: Sentence[]
  /** What was odd about the file, one sentence each, with counts. */
  readonly warnings: string[]
}

const maxBytes = 64 * 1024 * 1024
const maxCues = 200_000
const maxMs = 1000 * 3_600_000
/** Where a caption has no end: at most as long as slow speech takes. */
const slowestCharMs = 300

/** Suffixes in the order of trust: `.ass` is often danmaku and a bare `.json` often something else. */
const suffixes = ['srt', 'vtt', 'lrc', 'ass', 'ssa', 'json', 'sbv', 'tsv', 'txt']
/** What tools put between the name and the suffix; any other language is a translation. */
const tags =
  /^(zh|cmn|yue|chs|cht|sc|tc|chi|zho)([-_][a-z]{2,4})?$|^(transcript|whisper|funasr|asr|sub|subs|subtitle|subtitles|字幕|转写|中文|简体|default|forced)$/i

/**
 * The caption file beside a recording, by name alone, among the names in its folder; null when there is none.
 * Its content is still to be judged by `readCaptions`, which refuses danmaku and metadata.
 */
export function captionsBeside(mediaPath: string, names: readonly string[]): string | null {
  const media = basename(mediaPath).normalize('NFC').toLowerCase()
  const stem = media.slice(0, media.length - extname(media).length)
  const ranked = names.flatMap((name) => {
    const folded = name.normalize('NFC').toLowerCase()
    const suffix = suffixes.indexOf(extname(folded).slice(1))
    const bare = folded.slice(0, folded.length - extname(folded).length)
    const owner = [media, stem].find((own) => bare === own || bare.startsWith(`${own}.`))
    if (suffix < 0 || owner === undefined || folded === media) return []
    const between = bare.slice(owner.length).split('.').filter(Boolean)
    if (!between.every((tag) => tags.test(tag))) return []
    // Recorders write logs and raw messages into bare text files.
    if (suffixes[suffix] === 'txt' && between.length === 0) return []
    // A tagged JSON says that it is a transcript; an untagged one comes after everything else.
    const rank = suffixes[suffix] === 'json' && between.length > 0 ? -1 : suffix
    return [{ name, rank }]
  })
  ranked.sort((a, b) => a.rank - b.rank || a.name.length - b.name.length)
  return ranked[0]?.name ?? null
}

/**
 * Reads a caption file, whatever its name says. Throws AppError: `not_found`, or `invalid` for a file that is no
 * transcript.
 */
export async function readCaptions(path: string, signal?: AbortSignal): Promise<Captions> {
  const info = await stat(path).catch(() => null)
  if (!info?.isFile()) throw new AppError('not_found', `没有字幕文件 ${path}，请检查路径。`)
  if (info.size > maxBytes) {
    throw new AppError('invalid', `${path} 超过 64 MB，不像字幕文件，请检查是否放错了文件。`)
  }
  return parseCaptions(await readFile(path, { signal }), basename(path))
}

/** As `readCaptions`, of bytes already read; `name` is for the sentence of a refusal only. */
export function parseCaptions(bytes: Uint8Array, name: string): Captions {
  const { text, encoding } = decodeText(bytes)
  if (text.trim() === '') throw new AppError('invalid', `字幕文件 ${name} 是空的。`)
  const warnings: string[] = []
  const { kind, cues } = recognise(text, name, warnings)
  if (encoding !== 'utf-8') warnings.push(`文件编码是 ${encoding.toUpperCase()}。`)
  const tidy = tidied(cues, warnings)
  if (tidy.length === 0) {
    throw new AppError('invalid', `字幕文件 ${name} 里没有一条读得出时间和文字的字幕。`)
  }
  // A caption line stays one sentence; transcripts of engines are cut as the engines' answers are.
  const sentences = kind === 'json' ? tidy.flatMap(asHeard) : tidy.map(asLine)
  return { engine: `sidecar:${kind}`, sentences, warnings }
}

function recognise(text: string, name: string, warnings: string[]) {
  const head = text.slice(0, 4000).trimStart()
  if (/^(\{|\[\s{0,100}[{\]])/.test(head)) {
    const json = parseTornJson(text)
    const cues = json && readJsonCues(json.value)
    if (!cues)
      throw new AppError('invalid', `${name} 不是可识别的转写 JSON，请检查是否放错了文件。`)
    if (json.torn) warnings.push('文件在中途断开，只读到最后一条完整的内容。')
    return { kind: 'json' as const, cues }
  }
  if (/^\[script info\]/im.test(head) || /^Dialogue:/m.test(text)) {
    if (isDanmakuAss(text)) {
      throw new AppError('invalid', `${name} 是画成字幕的弹幕，不是主播的话，不能当作转写。`)
    }
    return { kind: 'ass' as const, cues: readAss(text) }
  }
  if (head.startsWith('WEBVTT')) return { kind: 'vtt' as const, cues: readArrows(text) }
  if (/\d\s{0,9}-{1,3}>\s{0,9}\d/.test(text))
    return { kind: 'srt' as const, cues: readArrows(text) }
  if (/^\s*\[\d{1,4}:\d/m.test(text)) return { kind: 'lrc' as const, cues: readLrc(text) }
  if (/^\s*\d{1,4}:\d\d:\d\d\.\d{1,3},\d{1,4}:\d\d:\d\d\.\d{1,3}\s*$/m.test(head))
    return { kind: 'srt' as const, cues: readArrows(text) }
  const cues = readTranscript(text)
  if (cues) return { kind: 'text' as const, cues }
  throw new AppError(
    'invalid',
    `${name} 不是字幕：能读 SRT、VTT、ASS、LRC 和 Whisper、FunASR 的 JSON，以及每段写明时间的文字稿，请检查是否放错了文件。`,
  )
}

type TidyCue = Cue & { readonly startMs: number; readonly endMs: number }

/** In order, without empty, timeless or doubled captions, every one with an end; says what it did. */
function tidied(cues: readonly Cue[], warnings: string[]): TidyCue[] {
  const told = (count: number, what: string) => {
    if (count > 0) warnings.push(`${count} 条字幕${what}`)
  }
  const worded = cues.filter((cue) => cue.text !== '')
  const timed = worded.flatMap((cue) =>
    cue.startMs !== undefined && cue.startMs >= 0 && cue.startMs < maxMs
      ? [{ ...cue, startMs: cue.startMs }]
      : [],
  )
  const sorted = timed.toSorted((a, b) => a.startMs - b.startMs)
  const seen = new Set<string>()
  const once = sorted.filter((cue) => {
    const key = `${cue.startMs} ${cue.endMs} ${cue.text}`
    return !seen.has(key) && seen.add(key)
  })
  const kept = once.slice(0, maxCues)
  const ended = kept.map((cue, i) => ({ ...cue, endMs: endOf(cue, kept[i + 1]?.startMs) }))

  told(cues.length - worded.length, '没有文字，已略过。')
  told(worded.length - timed.length, '的时间读不懂，已略过。')
  told(
    timed.filter((cue, i) => cue.startMs < (timed[i - 1]?.startMs ?? 0)).length,
    '次序颠倒，已排好。',
  )
  told(sorted.length - once.length, '与前一条完全相同，已略过。')
  told(once.length - kept.length, `超出上限（${maxCues} 条），未读。`)
  told(
    kept.filter((cue) => (cue.endMs ?? cue.startMs) < cue.startMs).length,
    '结束早于开始，已按字数估计。',
  )
  told(
    ended.filter((cue, i) => cue.startMs < (ended[i - 1]?.endMs ?? 0)).length,
    '与前一条时间重叠。',
  )
  return ended
}

function endOf(cue: Cue & { readonly startMs: number }, nextMs = Infinity): number {
  const { startMs, endMs, text } = cue
  if (endMs !== undefined && endMs > startMs) return Math.min(endMs, maxMs)
  const slowest = startMs + Math.max(500, slowestCharMs * text.length)
  return nextMs > startMs ? Math.min(nextMs, slowest) : slowest
}

/** What tools put before the words of a speaker they cannot name. */
const numbered = /^((?:说话人|发言人|讲话人|speaker)[\s_]?\d{1,3})\s?[:\uff1a]\s?/i

function asLine({ startMs, endMs, text: written, speaker: voice }: TidyCue): Sentence {
  const before = numbered.exec(written)
  const text = before ? written.slice(before[0].length) : written
  const speaker = voice ?? before?.[1]
  const charMs = spreadTimes(text, [startMs, endMs]).map(([ms]) => Math.round(ms))
  return {
    startMs: Math.round(startMs),
    endMs: Math.round(endMs),
    text,
    charMs,
    timing: 'segment',
    ...(speaker !== undefined && { speaker }),
  }
}

function asHeard(cue: TidyCue): Sentence[] {
  return sentencesOf({ utterances: [cue], words: cue.words ?? [] }, { endMs: Infinity })
}

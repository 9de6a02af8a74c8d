import type { AsrRequest } from './fake-asr.ts'
import type { Syllable } from './tone-speech.ts'

export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
}

/** What one kind of server makes of the syllables it heard. */
export type Dialect = (heard: readonly Syllable[], request: AsrRequest) => Answer

interface Segment extends Syllable {
  readonly words: readonly Syllable[]
}

const sec = (ms: number) => Math.round(ms) / 1000
const ok = (body: unknown): Answer => ({
  status: 200,
  type: 'application/json',
  body: JSON.stringify(body),
})
const words = (text: string, type = 'text/plain; charset=utf-8'): Answer => ({
  status: 200,
  type,
  body: text,
})
const refused = (status: number, body: unknown): Answer => ({ ...ok(body), status })

/** The server families met in the field, each with its own formats, times and manners. */
export const dialects = {
  /** whisper-1: everything, words only when asked for. */
  openai: (heard, request) => {
    const text = join(heard)
    switch (request.responseFormat) {
      case 'verbose_json':
        return ok({
          task: 'transcribe',
          language: 'chinese',
          duration: sec(request.durationMs),
          text,
          segments: segments(heard).map(whisperSegment),
          ...(request.granularities.includes('word') && { words: heard.map(wordAs('word')) }),
          usage: { type: 'duration', seconds: Math.ceil(request.durationMs / 1000) },
        })
      case 'json':
        return ok({ text, usage: { type: 'duration', seconds: 1 } })
      case 'text':
        return words(`${text}\n`)
      case 'srt':
      case 'vtt':
        return words(subtitles(segments(heard), request.responseFormat))
      default:
        return openAiRefusal(`Invalid value: '${request.responseFormat}'`)
    }
  },
  /** gpt-4o-transcribe: a text and no times. */
  'openai-json': (heard, request) =>
    request.responseFormat === 'json'
      ? ok({
          text: `${segments(heard)
            .map((s) => s.text)
            .join('。')}。`,
        })
      : openAiRefusal(`response_format '${request.responseFormat}' is not compatible`),
  /** gpt-4o-transcribe-diarize: who speaks when, without words. */
  'openai-diarize': (heard, request) => {
    if (request.responseFormat === 'json') return ok({ text: join(heard) })
    if (request.responseFormat !== 'diarized_json') {
      return openAiRefusal(`response_format '${request.responseFormat}' is not compatible`)
    }
    const parts = segments(heard).map((s, i) => ({
      type: 'transcript.text.segment',
      id: `seg_${i}`,
      start: sec(s.startMs),
      end: sec(s.endMs),
      text: s.text,
      speaker: 'AB'.charAt(i % 2),
    }))
    return ok({
      task: 'transcribe',
      duration: sec(request.durationMs),
      text: join(heard),
      segments: parts,
    })
  },
  /** speaches: one segment per clip; words beside it when asked for, else null. */
  speaches: (heard, request) => {
    if (request.responseFormat === 'json') return ok({ text: join(heard) })
    const whole = { text: join(heard), startMs: 0, endMs: request.durationMs, words: [] }
    return ok({
      task: 'transcribe',
      language: request.language || 'zh',
      duration: sec(request.durationMs),
      text: whole.text,
      segments: heard.length > 0 ? [whisperSegment(whole, 0)] : [],
      words: request.granularities.includes('word') ? heard.map(wordAs('word')) : null,
    })
  },
  /** whisper.cpp: English unless told, words inside the segments, text served as a page. */
  'whisper.cpp': (heard, request) => {
    const said = inLanguage(heard, request)
    const lines = segments(said)
    if (request.responseFormat === 'text') {
      return words(lines.map((s) => s.text).join('\n'), 'text/html; charset=utf-8')
    }
    if (request.responseFormat !== 'verbose_json') return ok({ text: join(said) })
    return ok({
      task: 'transcribe',
      language: 'chinese',
      detected_language: 'chinese',
      duration: sec(request.durationMs),
      text: lines.map((s) => ` ${s.text}`).join('\n'),
      segments: lines.map((s, id) => ({
        id,
        text: ` ${s.text}`,
        start: sec(s.startMs),
        end: sec(s.endMs),
        tokens: [],
        words: s.words.map((w) => ({ ...wordAs('word')(w), t_dtw: -1, probability: 0.9 })),
        temperature: 0,
        avg_logprob: -0.3,
        no_speech_prob: 0.01,
      })),
    })
  },
  /** vLLM with Whisper: English unless told, no words, the duration in quotes, the doubts empty. */
  vllm: (heard, request) => {
    const said = inLanguage(heard, request)
    if (request.responseFormat === 'json') return ok({ text: join(said) })
    const parts = segments(said).map((s, i) => ({ ...whisperSegment(s, i), avg_logprob: null }))
    return ok({
      language: 'zh',
      duration: String(sec(request.durationMs)),
      text: join(said),
      segments: parts,
      words: null,
    })
  },
  /** vLLM with a model that knows no times. */
  'vllm-text': (heard, request) =>
    request.responseFormat === 'json'
      ? ok({ text: join(inLanguage(heard, request)), usage: { type: 'duration', seconds: 1 } })
      : refused(400, {
          error: {
            message: 'Currently do not support verbose_json for this model',
            type: 'BadRequestError',
            param: null,
            code: 400,
          },
        }),
  /** FunASR with SenseVoice: 80 characters a segment, times in proportion; text in quotes; refusals by `detail`. */
  funasr: (heard, request) => {
    const text = join(heard)
    if (request.responseFormat === 'text') return ok(text)
    if (request.responseFormat === 'json') return ok({ text })
    if (request.responseFormat !== 'verbose_json')
      return refused(422, { detail: 'response_format' })
    const parts = text.match(/.{1,80}/gu) ?? []
    const each = request.durationMs / Math.max(1, text.length)
    const rows = parts.map((part, id) => {
      const start = parts.slice(0, id).join('').length * each
      return { id, start: sec(start), end: sec(start + part.length * each), text: part, words: [] }
    })
    return ok({
      task: 'transcribe',
      language: 'zh',
      duration: sec(request.durationMs),
      text,
      segments: rows,
    })
  },
  /** FunASR with Fun-ASR-Nano: real words, inside the segments. */
  'funasr-nano': (heard, request) =>
    ok({
      task: 'transcribe',
      language: 'zh',
      duration: sec(request.durationMs),
      text: join(heard),
      segments: segments(heard).map((s, id) => ({
        id,
        start: sec(s.startMs),
        end: sec(s.endMs),
        text: s.text,
        words: s.words.map(wordAs('word')),
      })),
    }),
  /** LocalAI: words under the key `text`, beside and inside. */
  localai: (heard, request) => {
    if (request.responseFormat === 'json') return ok({ text: join(heard), segments: [], words: [] })
    const parts = segments(heard).map((s, id) => ({
      id,
      start: sec(s.startMs),
      end: sec(s.endMs),
      text: s.text,
      tokens: [],
      words: s.words.map(wordAs('text')),
    }))
    return ok({ segments: parts, text: join(heard), words: heard.map(wordAs('text')) })
  },
  /** LocalAI before it counted in seconds: whole nanoseconds. */
  'localai-old': (heard) =>
    ok({
      segments: segments(heard).map((s, id) => ({
        id,
        start: Math.round(s.startMs * 1e6),
        end: Math.round(s.endMs * 1e6),
        text: s.text,
      })),
      text: join(heard),
    }),
  /** SiliconFlow and small SenseVoice wrappers: a text whatever was asked, tags and signs left in. */
  siliconflow: (heard) =>
    ok({
      text: heard.length > 0 ? `<|zh|><|NEUTRAL|><|Speech|><|withitn|>${join(heard)}。😊` : '',
    }),
} as const satisfies Record<string, Dialect>

export type DialectName = keyof typeof dialects

function join(heard: readonly Syllable[]): string {
  return heard.map((s) => s.text).join('')
}

/** Servers that default to English write some when nobody asks for Chinese. */
function inLanguage(heard: readonly Syllable[], request: AsrRequest): readonly Syllable[] {
  return request.language === 'zh' ? heard : heard.map((s) => ({ ...s, text: ' you' }))
}

/** What was said between two pauses. */
function segments(heard: readonly Syllable[]): Segment[] {
  const groups: Syllable[][] = []
  for (const syllable of heard) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (group && last && syllable.startMs - last.endMs < 300) group.push(syllable)
    else groups.push([syllable])
  }
  return groups.map((group) => ({
    text: join(group),
    startMs: group[0]?.startMs ?? 0,
    endMs: group.at(-1)?.endMs ?? 0,
    words: group,
  }))
}

function whisperSegment(segment: Segment, id: number) {
  return {
    id,
    seek: 0,
    start: sec(segment.startMs),
    end: sec(segment.endMs),
    text: segment.text,
    tokens: [50364],
    temperature: 0,
    avg_logprob: -0.2,
    compression_ratio: 1.2,
    no_speech_prob: 0.02,
  }
}

function wordAs(key: 'word' | 'text') {
  return (s: Syllable) => ({ [key]: s.text, start: sec(s.startMs), end: sec(s.endMs) })
}

function subtitles(lines: readonly Segment[], format: 'srt' | 'vtt'): string {
  const mark = format === 'srt' ? ',' : '.'
  const clock = (ms: number) => new Date(ms).toISOString().slice(11, 23).replace('.', mark)
  const cues = lines.map(
    (s, i) =>
      `${format === 'srt' ? `${i + 1}\n` : ''}${clock(s.startMs)} --> ${clock(s.endMs)}\n${s.text}\n`,
  )
  return `${format === 'vtt' ? 'WEBVTT\n\n' : ''}${cues.join('\n')}`
}

function openAiRefusal(message: string): Answer {
  return refused(400, {
    error: {
      message,
      type: 'invalid_request_error',
      param: 'response_format',
      code: 'unsupported_value',
    },
  })
}

import { describe, expect, test } from 'vitest'
import { parseCaptions } from '../sidecar.ts'

const parse = (text: string | Uint8Array) =>
  parseCaptions(typeof text === 'string' ? Buffer.from(text) : text, 'x.srt')

/** `start-end text` of each sentence. */
const brief = (text: string | Uint8Array) =>
  parse(text).sentences.map((s) => `${s.startMs}-${s.endMs} ${s.text}`)

const truth = ['1000-2500 家人们晚上好', '3000-5000 全网最低价，史上最低价']

describe('JSON', () => {
  const two = (make: (start: number, end: number, text: string) => unknown) => [
    make(1000, 2500, '家人们晚上好'),
    make(3000, 5000, '全网最低价，史上最低价'),
  ]
  const chars = (text: string, start: number, end: number) =>
    [...text.replace('，', '')].map((c, i, all) => ({
      c,
      from: start + ((end - start) * i) / all.length,
      to: start + ((end - start) * (i + 1)) / all.length,
    }))
  const own = two((startMs, endMs, text) => ({ startMs, endMs, text, timing: 'segment' }))
  const whisper = two((start, end, text) => ({
    start: start / 1000,
    end: end / 1000,
    text,
    avg_logprob: -0.1,
  }))

  test.each<[string, unknown, string]>([
    ['our own', { engine: 'x', sentences: own }, 'segment'],
    [
      'what scan prints',
      { recording: {}, transcript: { engine: 'x', sentences: own }, flags: [] },
      'segment',
    ],
    ['a bare list of ours', own, 'segment'],
    ['Whisper', { text: '…', language: 'zh', segments: whisper }, 'segment'],
    ['a bare list of segments', whisper, 'segment'],
    [
      'Whisper with words in its segments',
      {
        segments: two((start, end, text) => ({
          start: start / 1000,
          end: end / 1000 + 3,
          text,
          words: chars(text, start, end).map(({ c, from, to }) => ({
            word: c,
            start: from / 1000,
            end: to / 1000,
            probability: 0.9,
          })),
        })),
      },
      'word',
    ],
    [
      'an OpenAI answer with words beside',
      {
        task: 'transcribe',
        segments: whisper,
        words: two((start, end, text) =>
          chars(text, start, end).map(({ c, from, to }) => ({
            word: c,
            start: from / 1000,
            end: to / 1000,
          })),
        ).flat(),
      },
      'word',
    ],
    [
      'whisper.cpp',
      {
        transcription: two((from, to, text) => ({
          timestamps: {},
          offsets: { from, to },
          text: ` ${text}`,
        })),
      },
      'segment',
    ],
    [
      'FunASR',
      [
        {
          key: 'a',
          text: '…',
          sentence_info: two((start, end, text) => ({ text, start, end, spk: 0 })),
        },
      ],
      'segment',
    ],
    [
      'FunASR with times of characters',
      [
        {
          key: 'a',
          sentence_info: two((start, end, text) => ({
            text,
            start,
            end,
            timestamp: chars(text, start, end).map(({ from, to }) => [from, to]),
          })),
        },
      ],
      'word',
    ],
    [
      'Bilibili',
      {
        font_size: 0.4,
        body: two((from, to, content) => ({
          from: from / 1000,
          to: to / 1000,
          location: 2,
          content,
        })),
      },
      'segment',
    ],
    [
      'Volcano Engine',
      { utterances: two((start_time, end_time, text) => ({ start_time, end_time, text })) },
      'segment',
    ],
  ])('%s', (_, value, timing) => {
    const found = parse(JSON.stringify(value, null, 2))
    expect(found.engine).toBe('sidecar:json')
    expect(brief(JSON.stringify(value))).toEqual(truth)
    expect(found.sentences.map((s) => s.timing)).toEqual([timing, timing])
  })

  test('FunASR without sentences is cut at full stops and pauses', () => {
    const text = '家人们晚上好。VIP价99元'
    const timestamp = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13].map((i) => [i * 200, i * 200 + 180])
    expect(brief(JSON.stringify([{ key: 'a', text, timestamp }]))).toEqual([
      '0-1180 家人们晚上好。',
      '2000-2780 VIP价99元',
    ])
  })

  test('our own word times come back as they were', () => {
    const sentence = {
      startMs: 1000,
      endMs: 1900,
      text: '一😀二',
      charMs: [1000, 1300, 1300, 1600],
      timing: 'word',
    }
    expect(parse(JSON.stringify({ sentences: [sentence] })).sentences[0]?.charMs).toEqual(
      sentence.charMs,
    )
  })

  test('a torn end loses only the torn part', () => {
    const whole = JSON.stringify({ segments: whisper, text: 'x' }, null, 1)
    const { sentences, warnings } = parse(whole.slice(0, whole.indexOf('史上')))
    expect(sentences.map((s) => s.text)).toEqual(['家人们晚上好'])
    expect(warnings).toEqual(['文件在中途断开，只读到最后一条完整的内容。'])
  })

  test('NaN as Python writes it', () => {
    const text = JSON.stringify({ segments: whisper }).replaceAll('-0.1', 'NaN')
    expect(brief(text)).toEqual(truth)
  })

  test('an hour of words keeps its word times', () => {
    const segments = Array.from({ length: 900 }, (_, i) => ({
      start: i * 4,
      end: i * 4 + 4,
      text: `第${i}句今天这款面膜只要九十九。`,
      words: [...`第${i}句今天这款面膜只要九十九`].map((word, k) => ({
        word,
        start: i * 4 + k * 0.2,
        end: i * 4 + k * 0.2 + 0.2,
      })),
    }))
    const { sentences } = parse(JSON.stringify({ segments }))
    expect(sentences).toHaveLength(900)
    expect(sentences.every((s) => s.timing === 'word')).toBe(true)
  })
})

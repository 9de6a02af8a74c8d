import { describe, expect, test } from 'vitest'
import { captionsBeside, parseCaptions } from '../sidecar.ts'

const parse = (text: string) => parseCaptions(Buffer.from(text), 'x')
/** `start-end text` of each sentence. */
const brief = (text: string) =>
  parse(text).sentences.map((s) => `${s.startMs}-${s.endMs} ${s.text}`)

const truth = ['1000-1800 家人们好。', '3500-4500 全网最低价。']
const json = JSON.stringify

describe('services people send recordings to', () => {
  test.each([
    [
      'whisper.cpp with tokens',
      json({
        transcription: [
          {
            offsets: { from: 1000, to: 1900 },
            text: ' 家人们好。',
            tokens: tokens('家人们好。', 1000),
          },
          {
            offsets: { from: 3400, to: 4600 },
            text: '全网最低价。',
            tokens: tokens('全网最低价。', 3500),
          },
        ],
      }),
    ],
    [
      '阿里云',
      json({
        transcripts: [
          {
            sentences: [
              {
                begin_time: 1000,
                end_time: 1800,
                text: '家人们好。',
                words: [{ begin_time: 1000, end_time: 1800, text: '家人们好', punctuation: '。' }],
              },
              { begin_time: 3500, end_time: 4500, text: '全网最低价。' },
            ],
          },
        ],
      }),
    ],
    [
      '阿里云, older',
      json({
        Result: {
          Sentences: [
            { BeginTime: 1000, EndTime: 1800, Text: '家人们好。' },
            { BeginTime: 3500, EndTime: 4500, Text: '全网最低价。' },
          ],
        },
      }),
    ],
    [
      '通义听悟',
      json({
        Transcription: {
          Paragraphs: [
            {
              Words: [
                { SentenceId: 1, Start: 1000, End: 1400, Text: '家人' },
                { SentenceId: 1, Start: 1400, End: 1800, Text: '们好。' },
                { SentenceId: 2, Start: 3500, End: 4500, Text: '全网最低价。' },
              ],
            },
          ],
        },
      }),
    ],
    [
      '腾讯云',
      json({
        Data: {
          ResultDetail: [
            {
              FinalSentence: '家人们好。',
              StartMs: 1000,
              EndMs: 1800,
              Words: [{ Word: '家人们好', OffsetStartMs: 0, OffsetEndMs: 800 }],
            },
            { FinalSentence: '全网最低价。', StartMs: 3500, EndMs: 4500 },
          ],
        },
      }),
    ],
    [
      '火山引擎',
      json({
        result: {
          utterances: [
            { start_time: 1000, end_time: 1800, text: '家人们好。' },
            { start_time: 3500, end_time: 4500, text: '全网最低价。' },
          ],
        },
      }),
    ],
    ['Whisper’s table', 'start\tend\ttext\n1000\t1800\t家人们好。\n3500\t4500\t全网最低价。\n'],
    ['SBV', '0:00:01.000,0:00:01.800\n家人们好。\n\n0:00:03.500,0:00:04.500\n全网最低价。\n'],
    ['a time and the next', '00:01.0-00:01.8 家人们好。\n00:03.5-00:04.5 全网最低价。\n'],
  ])('%s', (_, text) => {
    expect(brief(text)).toEqual(truth)
  })

  function tokens(text: string, from: number) {
    const each = [...text].map((one, i) => ({
      text: one,
      offsets: { from: from + i * 200, to: from + Math.min(i + 1, text.length - 1) * 200 },
    }))
    return [{ text: '[_BEG_]', offsets: { from: 0, to: 0 } }, ...each]
  }
})

describe('transcripts of meetings', () => {
  test('a speaker and a time above the words', () => {
    const text =
      '直播录音\n2026年3月11日 19:09\n\n文字记录:\n说话人 1 00:00:01\n家人们好\n第二行\n\n说话人 2  00:05\n全网最低价\n'
    const { engine, sentences } = parse(text)
    expect(engine).toBe('sidecar:text')
    expect(sentences).toMatchObject([
      { startMs: 1000, endMs: 5000, text: '家人们好第二行', speaker: '说话人 1' },
      { startMs: 5000, text: '全网最低价', speaker: '说话人 2' },
    ])
  })

  test('a speaker before the words', () => {
    const text = '1\n00:00:01,000 --> 00:00:03,000\n说话人 1\uff1a家人们好\n'
    expect(parse(text).sentences).toMatchObject([{ text: '家人们好', speaker: '说话人 1' }])
  })

  test('whole hours in brackets are no hundredths', () => {
    expect(brief('[00:00:01]一\n[01:00:03]二\n')).toEqual(['1000-1500 一', '3603000-3603500 二'])
    expect(brief('[00:01:00]一\n[00:03:70]二\n')).toEqual(['1000-1500 一', '3700-4200 二'])
  })

  test('words without any time are refused', () => {
    expect(() => parse('家人们好\n全网最低价\n')).toThrow(/每段写明时间/)
  })

  test('bare text beside a recording is a log, not a transcript', () => {
    expect(captionsBeside('/r/a.flv', ['a.txt'])).toBeNull()
    expect(captionsBeside('/r/a.flv', ['a.txt', 'a.转写.txt'])).toBe('a.转写.txt')
  })
})

describe('captions that are written badly', () => {
  test('numbers without a blank line before them', () => {
    const text =
      '1\n00:00:01,000 --> 00:00:03,000\n原价\n2\n00:00:03,500 --> 00:00:05,000\n99\n3\n00:00:06,000 --> 00:00:07,000\n再见\n'
    expect(brief(text)).toEqual(['1000-3000 原价', '3500-5000 99', '6000-7000 再见'])
  })

  test('rolling captions say each line once', () => {
    const text =
      'WEBVTT\n\n00:01.000 --> 00:03.000\n \n家人们<00:01.500><c>好</c>\n\n00:03.000 --> 00:03.010\n家人们好\n \n\n00:03.010 --> 00:05.000\n家人们好\n全网<00:03.500><c>最低价</c>\n'
    expect(brief(text)).toEqual(['1000-3000 家人们好', '3010-5000 全网最低价'])
  })

  test('a host who says it again is heard again', () => {
    const text = 'WEBVTT\n\n00:01.000 --> 00:03.000\n上链接\n\n00:03.000 --> 00:05.000\n上链接\n'
    expect(brief(text)).toEqual(['1000-3000 上链接', '3000-5000 上链接'])
  })

  test('two voices in one caption, and who they are', () => {
    const text = 'WEBVTT\n\n00:01.000 --> 00:03.000\n<v.loud 主播>- 全网最低价</v>\n- 真的\n'
    expect(parse(text).sentences).toMatchObject([{ text: '全网最低价真的', speaker: '主播' }])
  })
})

import { describe, expect, test } from 'vitest'
import { parseCaptions } from '../sidecar.ts'

const parse = (text: string | Uint8Array) =>
  parseCaptions(typeof text === 'string' ? Buffer.from(text) : text, 'x.srt')

/** `start-end text` of each sentence. */
const brief = (text: string | Uint8Array) =>
  parse(text).sentences.map((s) => `${s.startMs}-${s.endMs} ${s.text}`)

const truth = ['1000-2500 家人们晚上好', '3000-5000 全网最低价，史上最低价']

describe('other formats', () => {
  test.each([
    [
      'sidecar:vtt',
      `WEBVTT - 直播\n\nSTYLE\n::cue { color: red }\n\nNOTE 机器转写\n\nfirst\n00:01.000 --> 00:02.500 align:start line:0%\n<v 主播>家人们<00:00:01.500><c>晚上好</c></v>\n\nNOTE 中间的话\n不是字幕\n\n00:00:03.000 --> 00:00:05.000\n全网最低价，\n史上最低价\n`,
    ],
    [
      'sidecar:ass',
      `[Script Info]\nTitle: 转写\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,黑体\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nComment: 0,0:00:00.00,0:00:09.00,Default,,0,0,0,,不是字幕\nDialogue: 0,0:00:01.00,0:00:02.50,Default,主播,0,0,0,,{\\k20}家人们{\\k30}晚上好\nDialogue: 0,0:00:03.00,0:00:05.00,Default,,0,0,0,,全网最低价，\\N史上最低价\nDialogue: 0,0:00:03.00,0:00:05.00,Default,,0,0,0,,{\\p1}m 0 0 l 10 10{\\p0}\n`,
    ],
    [
      'sidecar:ass',
      '[Script Info]\n[Events]\nFormat: Marked, Text, Start, End\n'.replace(
        'Text, Start, End',
        'Start, End, Text',
      ) +
        'Dialogue: Marked=0,0:00:01:00,0:00:02:50,家人们晚上好\nDialogue: Marked=0,0:00:03:00,0:00:05:00,全网最低价，史上最低价\n',
    ],
    [
      'sidecar:lrc',
      '[ar:主播]\n[offset:0]\n[00:01.00]家人们晚上好\n[00:02.50]\n[00:03.00]<00:03.00>全网<00:03.40>最低价，史上最低价\n[00:05.00]\n',
    ],
    [
      'sidecar:lrc',
      '[offset:+500]\n[00:03.50]全网最低价，史上最低价\n[00:01.50]家人们晚上好\n[00:03.00]\n[00:05.50]',
    ],
  ])('%s', (engine, text) => {
    expect(parse(text).engine).toBe(engine)
    expect(brief(text)).toEqual(truth)
  })

  test('an LRC line without an end lasts as long as it could, and no longer', () => {
    expect(brief('[00:01.00]你好\n[01:00.00][02:00.00]上链接')).toEqual([
      '1000-1600 你好',
      '60000-60900 上链接',
      '120000-120900 上链接',
    ])
  })
})

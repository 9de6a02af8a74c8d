import { describe, expect, test } from 'vitest'
import { parseCaptions } from '../sidecar.ts'

const parse = (text: string | Uint8Array) =>
  parseCaptions(typeof text === 'string' ? Buffer.from(text) : text, 'x.srt')

/** `start-end text` of each sentence. */
const brief = (text: string | Uint8Array) =>
  parse(text).sentences.map((s) => `${s.startMs}-${s.endMs} ${s.text}`)

const srt = `1
00:00:01,000 --> 00:00:02,500
家人们晚上好

2
00:00:03,000 --> 00:00:05,000
全网最低价，
史上最低价
`
const truth = ['1000-2500 家人们晚上好', '3000-5000 全网最低价，史上最低价']

describe('SRT', () => {
  test('as it should be', () => {
    expect(parse(srt)).toEqual({
      engine: 'sidecar:srt',
      warnings: [],
      sentences: [
        {
          startMs: 1000,
          endMs: 2500,
          text: '家人们晚上好',
          charMs: [1000, 1250, 1500, 1750, 2000, 2250],
          timing: 'segment',
        },
        {
          startMs: 3000,
          endMs: 5000,
          text: '全网最低价，史上最低价',
          charMs: [3000, 3200, 3400, 3600, 3800, 4000, 4000, 4200, 4400, 4600, 4800],
          timing: 'segment',
        },
      ],
    })
  })

  test.each<[string, string | Uint8Array]>([
    ['Windows line ends', srt.replace(/\n/g, '\r\n')],
    ['old Mac line ends', srt.replace(/\n/g, '\r')],
    ['a UTF-8 mark', `\ufeff${srt}`],
    ['UTF-16 little endian', Buffer.from(`\ufeff${srt}`, 'utf16le')],
    ['UTF-16 little endian, unmarked', Buffer.from(srt, 'utf16le')],
    ['UTF-16 big endian', Buffer.from(`\ufeff${srt}`, 'utf16le').swap16()],
    ['UTF-16 big endian, unmarked', Buffer.from(srt, 'utf16le').swap16()],
    ['no numbers', srt.replace(/^\d\n/gm, '')],
    ['no blank lines', srt.replace(/\n\n2\n/, '\n')],
    ['blank lines inside', srt.replace('最低价，\n', '最低价，\n\n')],
    ['wrong order', srt.split('\n\n').reverse().join('\n\n')],
    ['everything twice', `${srt}\n${srt}`],
    ['points for commas', srt.replace(/(\d),(\d)/g, '$1.$2')],
    ['full-width signs', srt.replace(/(\d),(\d)/g, '$1，$2').replace(/(\d):(\d)/g, '$1：$2')],
    ['spaces in the clock', srt.replace(/,/g, ' , ')],
    ['short clocks', srt.replace(/00:00:0/g, '0:0')],
    ['coordinates', srt.replace('02,500', '02,500  X1:40 X2:600 Y1:50 Y2:90')],
    ['markup', srt.replace('全网', '<font color="red"><b>{\\an8}全网</b></font>')],
    ['torn in a clock', `${srt}\n3\n00:00:06,0`],
    ['torn after the number', `${srt}\n3`],
    ['torn after the clock', `${srt}\n3\n00:00:06,000 --> 00:00:07,000`],
    [
      'a caption without a time that can be read',
      `${srt}\n3\n9999999:00:00,000 --> 00:00:01,000\n无\n`,
    ],
    ['a name and a date on top', `字幕\n2026-03-11\n\n${srt}`],
  ])('%s', (_, text) => {
    expect(brief(text)).toEqual(truth)
  })

  test('GB18030', () => {
    const gb = Buffer.concat([
      Buffer.from('1\n00:00:01,000 --> 00:00:02,500\n'),
      Buffer.from([0xc4, 0xe3, 0xba, 0xc3, 0x35, 0xd4, 0xaa]),
    ])
    expect(parse(gb)).toMatchObject({
      sentences: [{ text: '你好5元' }],
      warnings: ['文件编码是 GB18030。'],
    })
  })

  test('UTF-8 torn in the middle of a character is still UTF-8', () => {
    const torn = Buffer.from(srt).subarray(0, -2)
    expect(brief(torn)[1]).toMatch(/^3000-5000 全网最低价，史上最低/)
  })

  test('a price is not a caption number', () => {
    const text = '00:01 --> 00:02\n只要\n99\n00:03 --> 00:04\n99\n\n3\n00:05 --> 00:06\n元\n'
    expect(brief(text)).toEqual(['1000-2000 只要99', '3000-4000 99', '5000-6000 元'])
  })

  test('what was odd is said, with counts', () => {
    const odd = `${srt}\n${srt}
00:00:04,000 --> 00:00:06,000
重叠

00:00:09,000 --> 00:00:08,000
倒着

00:00:10,000 --> 00:00:11,000

00:00:00,500 --> 00:00:00,900
早
`
    const { sentences, warnings } = parse(odd)
    expect(sentences.map((s) => [s.startMs, s.endMs])).toEqual([
      [500, 900],
      [1000, 2500],
      [3000, 5000],
      [4000, 6000],
      [9000, 9600],
    ])
    expect(warnings).toEqual([
      '1 条字幕没有文字，已略过。',
      '2 条字幕次序颠倒，已排好。',
      '2 条字幕与前一条完全相同，已略过。',
      '1 条字幕结束早于开始，已按字数估计。',
      '1 条字幕与前一条时间重叠。',
    ])
  })
})

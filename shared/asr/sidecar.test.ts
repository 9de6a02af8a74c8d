import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { captionsBeside, parseCaptions, readCaptions } from './sidecar.ts'

const parse = (text: string | Uint8Array) =>
  parseCaptions(typeof text === 'string' ? Buffer.from(text) : text, 'x.srt')

const srt = `1
00:00:01,000 --> 00:00:02,500
家人们晚上好

2
00:00:03,000 --> 00:00:05,000
全网最低价，
史上最低价
`
describe('what is no transcript', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ['empty', '', /是空的/],
    ['only blanks', ' \n\n', /是空的/],
    ['a text', '今天的直播很顺利\n', /不是字幕/],
    ['a web page', '<!doctype html><html><a href="->">x</a></html>', /不是字幕/],
    ['a header alone', 'WEBVTT\n\n', /没有一条/],
    [
      'random bytes',
      Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 31) % 256),
      /不是字幕|没有一条/,
    ],
    ['metadata', '{"title":"清仓","uid":1}', /不是可识别的转写/],
    ['danmaku as JSON', '[{"content":"666","progress":100}]', /不是可识别的转写/],
    ['broken JSON', '{"segments":', /不是可识别的转写/],
    [
      'danmaku drawn as subtitles',
      '[Script Info]\n[Events]\nDialogue: 0,0:00:00.31,0:00:08.31,R2L,,20,20,2,,{\\move(597,75,-37,75)}666\n',
      /弹幕/,
    ],
  ])('%s', (_, text, sentence) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'invalid' }))
    expect(() => parse(text)).toThrow(sentence)
  })

  test('any bytes end with captions or a sentence', () => {
    const seeds = [
      srt,
      `WEBVTT\n\n${srt}`,
      JSON.stringify({ segments: [{ start: 1, end: 2, text: '好' }] }),
      '[00:01.00]好\n[00:02.00]的',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(400), fc.nat(255))),
        fc.nat(400),
        (seed, edits, end) => {
          const bytes = Buffer.from(seed)
          for (const [at, value] of edits) bytes[at % bytes.length] = value
          try {
            const { sentences } = parse(bytes.subarray(0, end))
            for (const s of sentences) {
              expect(s.endMs).toBeGreaterThanOrEqual(s.startMs)
              expect(s.charMs).toHaveLength(s.text.length)
            }
          } catch (error) {
            expect(error).toMatchObject({ name: 'AppError', code: 'invalid' })
          }
        },
      ),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['opening brackets', '<'.repeat(3_000_000)],
    ['opening braces', '{'.repeat(3_000_000)],
    ['stamps', '[00:01.00]'.repeat(300_000)],
    ['arrows', '00:01 --> 00:02\n'.repeat(200_000)],
    ['digits', `1:${'1'.repeat(3_000_000)}`],
    ['one endless caption', `00:01 --> 00:02\n${'好<'.repeat(1_500_000)}`],
    ['nested JSON', `{"a":${'['.repeat(1_000_000)}`],
  ])('three megabytes of %s take no more than seconds', { timeout: 10_000 }, (_, text) => {
    try {
      parse(text)
    } catch (error) {
      expect(error).toMatchObject({ name: 'AppError' })
    }
  })
})

test.each<[string, string | null]>([
  ['a.srt b.srt', null],
  ['录像.srt', '录像.srt'],
  ['录像.FLV.SRT', '录像.FLV.SRT'],
  ['录像.zh-CN.vtt 录像.en.srt', '录像.zh-CN.vtt'],
  ['录像.ass 录像.srt', '录像.srt'],
  ['录像.json 录像.lrc', '录像.lrc'],
  ['录像.json 录像.whisper.json 录像.srt', '录像.whisper.json'],
  ['录像_001.srt 录像2.srt', null],
  ['录像.danmaku.json 录像.meta.json 录像.xml', null],
  ['录像.flv', null],
])('beside 录像.flv among “%s”: %s', (names, expected) => {
  expect(captionsBeside('/data/录像.flv', names.split(' '))).toBe(expected)
})

test('names that differ only in Unicode form are the same name', () => {
  const name = 'Café.srt'.normalize('NFD')
  expect(captionsBeside('/data/Café.mp4'.normalize('NFC'), [name])).toBe(name)
})

describe('readCaptions', () => {
  let dir = ''
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lvbo-captions-'))
  })
  afterAll(() => rm(dir, { recursive: true, force: true }))

  test('reads a file by what is in it, not by its name', async () => {
    const path = join(dir, 'a.vtt')
    await writeFile(path, srt)
    expect((await readCaptions(path)).engine).toBe('sidecar:srt')
  })

  test('a missing file, a folder and a giant are refused', async () => {
    await expect(readCaptions(join(dir, 'none.srt'))).rejects.toMatchObject({ code: 'not_found' })
    await expect(readCaptions(dir)).rejects.toMatchObject({ code: 'not_found' })
    const giant = join(dir, 'giant.srt')
    await writeFile(giant, '')
    await truncate(giant, 65 * 1024 * 1024)
    await expect(readCaptions(giant)).rejects.toMatchObject({ code: 'invalid' })
  })
})

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { seafood } from './seafood.ts'
import { seaweed } from './seaweed.ts'
import { toPinyin } from './speech.ts'
import { unheard } from './unheard.ts'

const folder = join(import.meta.dirname, '../../samples')
const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'))

describe('the shipped samples', () => {
  test('are small enough for every clone', () => {
    const bytes = readdirSync(folder).map((name) => statSync(join(folder, name)).size)
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5_000_000)
  })

  test.each([
    [seafood, 0, 180_000, 300_000],
    [seaweed, 1, 60_000, 90_000],
  ])('$room plays what its script says', (show, index, minMs, maxMs) => {
    const recording = truth.recordings[index]
    const media = probe(recording.file)
    expect(media.streams.map((stream) => stream.codec_name)).toEqual(['h264', 'aac'])
    expect(Math.abs(Number(media.format.duration) * 1000 - recording.durationMs)).toBeLessThan(200)
    expect(recording.durationMs).toBeGreaterThan(minMs)
    expect(recording.durationMs).toBeLessThan(maxMs)

    const cues = sidecar(recording.file, 'srt').trim().split('\n\n')
    expect(cues.map((cue) => cue.split('\n')[2])).toEqual(show.lines.map((line) => line.text))
    const comments = [...sidecar(recording.file, 'xml').matchAll(/<d [^>]*>([^<]*)<\/d>/g)]
    const written = show.lines.flatMap((line) => line.chat ?? []).filter((chat) => !chat.gift)
    expect(comments.map((match) => match[1])).toEqual(
      expect.arrayContaining(written.map((chat) => chat.text)),
    )
    expect(comments).toHaveLength(written.length)
  })

  test('one has no captions: its words are only in its sound', () => {
    expect(readdirSync(folder).filter((name) => name.startsWith(unheard))).toEqual([
      `${unheard}.mp4`,
    ])
    const media = probe(`${unheard}.mp4`)
    expect(media.streams.map((stream) => stream.codec_name)).toEqual(['h264', 'aac'])
    expect(Number(media.format.duration)).toBeGreaterThan(60)
  })

  test('hold every planted finding at its time, and the page about them names it', () => {
    const page = readFileSync(join(folder, 'README.md'), 'utf8')
    for (const recording of truth.recordings) {
      const captions = sidecar(recording.file, 'srt')
      const danmaku = sidecar(recording.file, 'xml')
      for (const { channel, quote, count, mentions } of recording.findings) {
        expect(page).toContain(quote)
        expect(mentions).toHaveLength(count)
        for (const { startMs, text } of mentions) {
          expect(text).toContain(quote)
          if (channel === 'danmaku') {
            expect(danmaku).toMatch(new RegExp(`p="${(startMs / 1000).toFixed(3)},.*>${text}</d>`))
          } else {
            const stamp = new Date(startMs).toISOString().slice(11, 23).replace('.', ',')
            expect(captions).toMatch(new RegExp(`${stamp} --> .*\\n${text}`))
          }
        }
      }
      for (const { quote, text } of recording.lookAlikes) {
        expect(text).toContain(quote)
        expect(page).toContain(quote)
      }
    }
  })

  test('have six findings in eight places, two of them repeats; the honest one has none', () => {
    const counts = truth.recordings.map((recording: { findings: Array<{ count: number }> }) =>
      recording.findings.map(({ count }) => count).sort(),
    )
    expect(counts).toEqual([[1, 1, 1, 1, 1, 3], []])
  })
})

test.each([
  [
    '还有三十斤，一经售出概不退换。',
    'hai2 you3 san1 shi2 jin1, yi4 jing1 shou4 chu1 gai4 bu2 tui4 huan4.',
  ],
  ['虾皮晒干，重量足', 'xia1 pi2 shai4 gan1, zhong4 liang4 zu2'],
  ['绿色的女装', 'lv4 se4 de5 nv3 zhuang1'],
  ['能不能退？', 'neng2 bu5 neng2 tui4?'],
])('%s is read as %s', (text, pinyin) => {
  expect(toPinyin(text)).toBe(pinyin)
})

function sidecar(file: string, extension: string): string {
  return readFileSync(join(folder, file.replace('.mp4', `.${extension}`)), 'utf8')
}

function probe(file: string): {
  streams: Array<{ codec_name: string }>
  format: { duration: string }
} {
  const entries = 'stream=codec_name:format=duration'
  return JSON.parse(
    execFileSync(
      'ffprobe',
      ['-v', 'error', '-show_entries', entries, '-of', 'json', join(folder, file)],
      {
        encoding: 'utf8',
      },
    ),
  )
}

import { expect, test } from 'vitest'
import type { Suspect } from '#shared/domain/sentence.ts'
import { type Claim, suspicions } from './suspect.ts'

const table: readonly [string, Claim, readonly Suspect[]][] = [
  ['ordinary speech', { text: '这款面膜原价二百九十九', durationMs: 2500, speechMs: 2400 }, []],
  [
    'a host who repeats himself',
    { text: '三二一上链接'.repeat(5), durationMs: 6000, speechMs: 5600 },
    [],
  ],
  [
    'a loop, faster than a mouth',
    { text: '三二一上链接'.repeat(20), durationMs: 6000, speechMs: 5600 },
    ['repetition', 'too_fast'],
  ],
  [
    'a loop by the engine’s own measure',
    { text: '好好好好好好好好好好好好', durationMs: 1200, quality: { compressionRatio: 5 } },
    ['repetition'],
  ],
  [
    'credits, wherever they stand',
    { text: '请不吝点赞 订阅 转发 打赏支持明镜与点点栏目', durationMs: 5000, speechMs: 4000 },
    ['boilerplate'],
  ],
  [
    'subtitles by Amara',
    { text: '中文字幕由 Amara.org 社区提供', durationMs: 3000, speechMs: 2500 },
    ['boilerplate'],
  ],
  ['thanks from a host', { text: '谢谢大家观看', durationMs: 1200, speechMs: 1100 }, []],
  [
    'thanks out of nothing',
    { text: '谢谢观看', durationMs: 2000, speechMs: 50 },
    ['no_speech', 'boilerplate'],
  ],
  [
    '关注 and 点赞 are a host’s daily words',
    { text: '点赞关注转发', durationMs: 1200, speechMs: 1100 },
    [],
  ],
  [
    'silence by Whisper’s measures',
    { text: '我们下期再见', durationMs: 2000, quality: { noSpeechProb: 0.9, avgLogprob: -1.4 } },
    ['no_speech'],
  ],
  [
    'doubt about silence alone is no doubt',
    { text: '我们下期再见', durationMs: 2000, quality: { noSpeechProb: 0.9, avgLogprob: -0.2 } },
    [],
  ],
  ['only a sound described', { text: '(音乐)', durationMs: 2000, music: true }, ['music']],
  [
    'a handful of words for long speech',
    { text: '好的', durationMs: 20_000, speechMs: 19_000 },
    ['too_slow'],
  ],
  [
    'another language',
    { text: 'Thank you for watching', durationMs: 3000, speechMs: 2500 },
    ['foreign'],
  ],
  ['a brand', { text: 'OPPO', durationMs: 600, speechMs: 500 }, []],
]

test.each(table)('%s', (_, claim, expected) => {
  expect(suspicions(claim)).toEqual(expected)
})

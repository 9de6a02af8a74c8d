import { expect, test } from 'vitest'
import { sentencesOf } from '../heard/timing.ts'
import { heardOf } from './heard.ts'
import type { Recognised } from './recogniser.ts'

const brief = (recognised: Recognised, endMs = 5000) =>
  sentencesOf(heardOf(recognised, endMs), { endMs }).map(({ text, timing, charMs, suspect }) => ({
    ...{ text, timing, charMs },
    ...(suspect && { suspect }),
  }))

test.each<[string, Recognised, object]>([
  [
    'characters with their starts',
    { text: '全网最低', tokens: ['全', '网', '最', '低'], timestamps: [0.4, 0.6, 0.8, 1.04] },
    { text: '全网最低', timing: 'word', charMs: [400, 600, 800, 1040] },
  ],
  [
    'pieces of English words, as sentencepiece and Paraformer write them',
    {
      text: 'OPPO手机 is good',
      tokens: ['▁OP', 'PO', '手', '机', 'is', 'go@@', 'od'],
      timestamps: [0.1, 0.3, 0.5, 0.7, 0.9, 1.1, 1.3],
    },
    {
      text: 'OPPO手机 is good',
      timing: 'word',
      charMs: [100, 100, 300, 300, 500, 700, 900, 900, 900, 1100, 1100, 1100, 1300, 1300],
    },
  ],
  [
    'a text without times',
    { text: '全网最低', tokens: ['全', '网', '最', '低'], timestamps: [] },
    { text: '全网最低', timing: 'chunk' },
  ],
  [
    'times that leap back are no times',
    { text: '全网最低', tokens: ['全', '网', '最', '低'], timestamps: [3, 0.6, 0.8, 1.04] },
    { text: '全网最低' },
  ],
  [
    'tokens that are bytes: only the stretch is known',
    { text: '全网最低价', tokens: ['<0xE5>', 'ƌ', 'ŕ', 'ş'], timestamps: [0.4, 0.6, 0.8, 1] },
    { text: '全网最低价', timing: 'segment' },
  ],
  [
    'music by the engine’s own word',
    { text: '啦啦啦', tokens: [], timestamps: [], event: '<|BGM|>' },
    { text: '啦啦啦', suspect: ['music'] },
  ],
  [
    'another language by the engine’s own word',
    { text: 'see you tomorrow', tokens: [], timestamps: [], lang: '<|en|>' },
    { text: 'see you tomorrow', suspect: ['foreign'] },
  ],
])('%s', (_, recognised, expected) => {
  expect(brief(recognised)).toMatchObject([expected])
})

test('a pause that was heard parts a text without full stops', () => {
  const tokens = [...'欢迎大家今天上新']
  const timestamps = [0.2, 0.4, 0.6, 0.8, 2.4, 2.6, 2.8, 3]
  expect(brief({ text: tokens.join(''), tokens, timestamps }).map(({ text }) => text)).toEqual([
    '欢迎大家',
    '今天上新',
  ])
})

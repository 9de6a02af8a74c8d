import { expect, it } from 'vitest'
import { danmakuBeside } from './beside.ts'

const cases: readonly [string, string[], string | null][] = [
  ['/rec/a.flv', ['a.flv', 'a.xml', 'a.jpg'], 'a.xml'],
  ['/rec/a.flv', ['a.xml', 'a.danmu.jsonl', 'a.json'], 'a.danmu.jsonl'],
  ['a.flv', ['a.flv.meta.json', 'a.info.json', 'a.srt', 'a.txt', 'b.xml'], null],
  ['a.flv', ['a.flv.xml'], 'a.flv.xml'],
  ['a.flv.part', ['a.xml'], 'a.xml'],
  ['a.mp4', ['a.ass'], 'a.ass'],
  ['a.mp4', ['a.csv', 'a.ass'], 'a.csv'],
  ['a.mp4', ['a_弹幕.csv'], 'a_弹幕.csv'],
  ['a.mp4', ['a.live_chat.json', 'a.json'], 'a.live_chat.json'],
  ['房 间.MP4', ['房 间.XML'], '房 间.XML'],
  [
    '主播_2026-03-11_19-09-52_003.ts',
    ['主播_2026-03-11_19-09-52.xml'],
    '主播_2026-03-11_19-09-52.xml',
  ],
  ['主播2026-03-11T19_09_52.flv', ['主播2026-03-11T19_09_55.xml'], '主播2026-03-11T19_09_55.xml'],
  [
    '主播2026-03-11T19_09_52.flv',
    ['别人2026-03-11T19_09_52.xml', '主播2026-03-11T19_19_55.xml'],
    null,
  ],
  [
    '主播2026-03-11T19_09_52.flv',
    ['主播2026-03-11T19_09_12.xml', '主播2026-03-11T19_09_55.xml'],
    '主播2026-03-11T19_09_55.xml',
  ],
  [
    '录制-95708679-20260311-190952-412-清仓 3号链接.flv',
    ['[95708679]2026-03-11_190957(160).json', '[1234567]2026-03-11_190952(1).json'],
    '[95708679]2026-03-11_190957(160).json',
  ],
  [
    'blive_95708679_2026-03-11-190952_(1).flv',
    ['blive_95708679_2026-03-11-190952_(1).xml'],
    'blive_95708679_2026-03-11-190952_(1).xml',
  ],
]

it.each(cases)('finds the danmaku of %s among %j', (media, names, expected) => {
  expect(danmakuBeside(media, names)).toBe(expected)
})

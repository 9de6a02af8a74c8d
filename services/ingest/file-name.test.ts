import { expect, test } from 'vitest'
import { readFileName } from './file-name.ts'

const at = Date.parse('2026-03-11T19:09:52+08:00')

test.each([
  ['录制-95708679-20260311-190952-412-清仓 3号链接', null, '95708679', at + 412, '清仓 3号链接'],
  ['blive_95708679_2026-03-11-190952', null, '95708679', at, ''],
  ['[95708679]2026-03-11_190952(160)', null, '95708679', at, ''],
  ['[2026-03-11 19-09-52][渔嫂][开渔专场]', '渔嫂', null, at, '开渔专场'],
  ['渔嫂2026-03-11T19_09_52', '渔嫂', null, at, ''],
  ['东海渔嫂海鲜_2026-03-11_19-09-52', '东海渔嫂海鲜', null, at, ''],
  ['渔嫂_开渔_专场_2026-03-11_19-09-52_003', '渔嫂', null, at, '开渔_专场'],
  ['2026-03-11_19-09-52-123456', null, null, at, ''],
  ['livestream.1773227392000', 'livestream', null, at, ''],
  ['rec20260311_190952', null, null, at, ''],
])('%s', (stem, room, platformId, startedAtMs, title) => {
  expect(readFileName(stem)).toEqual({ room, platformId, startedAtMs, title })
})

test.each(['', 'whole', '2026-13-41_99-99-99', '渔嫂_99999999_999999'])('no guess: %j', (stem) => {
  expect(readFileName(stem).startedAtMs).toBeNull()
})

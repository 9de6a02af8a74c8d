import { expect, test } from 'vitest'
import { avcConfigSize, h264Size, hevcConfigSize, hevcSize } from './sps.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

// Parameter sets as x264 and x265 write them.
test.each([
  [360, 640, '67640016acd9417051e5f0110000030001000003000a0f162d96'],
  [1280, 720, '6764001facd9405005bb0110000003001000000300a0f1831960'],
  [720, 1280, '6764001facd940b40a1b0110000003001000000300a0f1831960'],
  [1078, 1918, '67640028acd9404403c79ab0110000030001000003000a0f183196'],
  // Interlaced: height is counted in field pairs.
  [1080, 608, '6764001facd9404409bcbe0220000003002000000783e2c5b2c0'],
])('H.264 %i×%i', (width, height, nal) => {
  expect(h264Size(hex(nal))).toEqual({ width, height })
})

test.each([
  [360, 640, '42010101600000030090000003000003003fa00b48028165959a4932bc05a020'],
  [1280, 720, '42010101600000030090000003000003005da00280802d165959a4932bc05a02'],
  [1078, 1918, '420101016000000300900000030000030078a0021c801e075596566924caf016'],
])('HEVC %i×%i', (width, height, nal) => {
  expect(hevcSize(hex(nal))).toEqual({ width, height })
})

test('what is broken has no size', () => {
  expect(h264Size(hex('67'))).toBeNull()
  expect(hevcSize(hex('4201'))).toBeNull()
  expect(avcConfigSize(Buffer.alloc(4))).toBeNull()
  expect(hevcConfigSize(Buffer.alloc(30))).toBeNull()
})

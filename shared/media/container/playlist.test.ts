import { expect, test } from 'vitest'
import { localName, parsePlaylist } from './playlist.ts'

test.each([
  ['seg000.ts', 'seg000.ts'],
  ['a/b/seg.m4s', 'a/b/seg.m4s'],
  ['seg.ts?token=1#x', 'seg.ts'],
  ['%E7%9B%B4%E6%92%AD.ts', '直播.ts'],
  ['../other.ts', null],
  ['a/../../other.ts', null],
  ['%2e%2e/other.ts', null],
  ['/etc/passwd', null],
  ['//host/share.ts', null],
  ['\\\\host\\share.ts', null],
  ['file:///etc/passwd', null],
  ['http://127.0.0.1:6379/', null],
  ['concat:a.ts|b.ts', null],
  ['a.ts|b.ts', null],
  ['C:\\x.ts', null],
  ['bad%zz.ts', null],
  ['', null],
])('%s below the folder is %s', (uri, name) => {
  expect(localName(uri)).toBe(name)
})

test('segments with their lengths, ranges, initialisation, keys and dates', () => {
  const { segments, closed } = parsePlaylist(`#EXTM3U
#EXT-X-MAP:URI="init.mp4",BYTERANGE="720@0"
#EXTINF:6.006,标题
#EXT-X-PROGRAM-DATE-TIME:2026-03-11T19:09:52.412+0800
#EXT-X-BYTERANGE:1000@720
main.mp4
#EXTINF:5
#EXT-X-BYTERANGE:500
main.mp4
#EXT-X-KEY:METHOD=AES-128,URI="http://keys/1"
#EXTINF:garbage,
b.mp4
#EXT-X-ENDLIST
`)
  const init = { uri: 'init.mp4', range: { start: 0, end: 720 } }
  expect(closed).toBe(true)
  expect(segments).toEqual([
    {
      uri: 'main.mp4',
      durationMs: 6006,
      range: { start: 720, end: 1720 },
      init,
      encrypted: false,
      key: null,
      discontinuity: false,
      atMs: Date.UTC(2026, 2, 11, 11, 9, 52, 412),
    },
    {
      uri: 'main.mp4',
      durationMs: 5000,
      range: { start: 1720, end: 2220 },
      init,
      encrypted: false,
      key: null,
      discontinuity: false,
      atMs: null,
    },
    {
      uri: 'b.mp4',
      durationMs: 0,
      range: null,
      init,
      encrypted: true,
      key: { uri: 'http://keys/1', iv: null },
      discontinuity: false,
      atMs: null,
    },
  ])
})

test('variants by bandwidth; a playlist still being written', () => {
  const { variants, segments, closed } = parsePlaylist(
    '#EXTM3U\r\n#EXT-X-STREAM-INF:BANDWIDTH=1\r\nlow.m3u8\r\n#EXT-X-STREAM-INF:BANDWIDTH=9\r\nhigh.m3u8\r\n',
  )
  expect({ variants, segments, closed }).toEqual({
    variants: ['high.m3u8', 'low.m3u8'],
    segments: [],
    closed: false,
  })
})

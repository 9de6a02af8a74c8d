import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beepTimes, makeClip } from '#shared/testing/media.ts'
import { extractAudio } from './audio.ts'
import { inspectMedia } from './inspect.ts'
import { refusalKind } from './refusal.ts'

let dir: string
const at = (name: string) => join(dir, 'list', name)

async function playlist(name: string, lines: readonly string[]) {
  await writeFile(at(name), `${['#EXTM3U', ...lines, '#EXT-X-ENDLIST'].join('\n')}\n`)
  return at(name)
}

const segments = (...names: string[]) => names.flatMap((name) => ['#EXTINF:4,', name])

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-open-'))
  await mkdir(at('.'))
  const list = ['-hls_time', '4', '-hls_list_size', '0', '-hls_segment_filename']
  await makeClip(at('made.m3u8'), { seconds: 12, options: [...list, at('s%d.ts')] })
  const fragments = ['-hls_segment_type', 'fmp4', '-hls_fmp4_init_filename', 'init.mp4']
  await makeClip(at('frag.m3u8'), { seconds: 12, options: [...fragments, ...list, at('f%d.m4s')] })
  await writeFile(join(dir, 'secret.ts'), await readFile(at('s0.ts')))
  await symlink(join(dir, 'secret.ts'), at('link.ts'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test('a playlist is the bytes of its segments', async () => {
  const beeps = [0, 20, 40, 60, 80, 100]
  for (const name of ['made.m3u8', 'frag.m3u8']) {
    const info = await inspectMedia(at(name))
    expect(info).toMatchObject({ container: 'hls', faults: [] })
    expect(Math.abs(info.durationMs - 12_000)).toBeLessThan(40)
    await extractAudio(at(name), at('out.wav'))
    const found = await beepTimes(at('out.wav'))
    expect(found.map((ms) => Math.round(ms / 100))).toEqual(beeps)
    await extractAudio(at(name), at('out.wav'), { fromMs: 7000, toMs: 11_000 })
    expect((await beepTimes(at('out.wav'))).map((ms) => Math.round(ms / 100))).toEqual([10, 30])
  }
})

test('a segment that is gone is a hole, said so, and the rest is there', async () => {
  const info = await inspectMedia(await playlist('gone.m3u8', segments('s0.ts', 'no.ts', 's2.ts')))
  expect(Math.abs(info.durationMs - 8000)).toBeLessThan(40)
  expect(info.faults).toMatchObject([{ kind: 'missing-segment', atMs: 4000, lostMs: 4000 }])
  const tail = await inspectMedia(await playlist('tail.m3u8', segments('s0.ts', 's1.ts', 'no.ts')))
  expect(tail.faults).toMatchObject([{ kind: 'missing-segment', atMs: 8000, lostMs: 4000 }])
})

test('a list that names the same few segments without end is refused before it is read', async () => {
  const lines = Array.from({ length: 100_000 }, () => '#EXTINF:2,\na.ts')
  await makeClip(at('a.ts'), { seconds: 2 })
  await writeFile(at('endless.m3u8'), ['#EXTM3U', ...lines, '#EXT-X-ENDLIST'].join('\n'))
  await expect(inspectMedia(at('endless.m3u8'))).rejects.toThrow(/反复列出/)
})

test('a fragment clock that begins again goes on in content time', async () => {
  const again = ['#EXT-X-MAP:URI="init.mp4"', ...segments('f0.m4s', 'f1.m4s', 'f0.m4s')]
  const info = await inspectMedia(await playlist('again.m3u8', again))
  expect(Math.abs(info.durationMs - 12_000)).toBeLessThan(60)
  expect(info.pieces).toHaveLength(2)
  await extractAudio(at('again.m3u8'), at('out.wav'))
  const found = await beepTimes(at('out.wav'))
  expect(found.map((ms) => Math.round(ms / 100))).toEqual([0, 20, 40, 60, 80, 100])
})

test('dates of a playlist become anchors, as many as it takes', async () => {
  const date = (s: number) => `#EXT-X-PROGRAM-DATE-TIME:2026-03-11T11:09:${s}.000Z`
  const lines = [
    date(10),
    '#EXTINF:4',
    's0.ts',
    date(14),
    '#EXTINF:4',
    's1.ts',
    date(40),
    '#EXTINF:4',
    's2.ts',
  ]
  const { anchors } = await inspectMedia(await playlist('dates.m3u8', lines))
  const first = Date.UTC(2026, 2, 11, 11, 9, 10)
  expect(anchors.map(({ contentMs, atMs }) => [Math.round(contentMs / 100), atMs - first])).toEqual(
    [
      [0, 0],
      [80, 30_000],
    ],
  )
})

test.each([
  ['a way up', segments('../secret.ts')],
  ['a link out of the folder', segments('link.ts')],
  ['an absolute path', segments('/etc/hostname')],
  ['a file address', segments('file:///etc/hostname')],
  ['a loopback address', segments('http://127.0.0.1:6379/')],
  ['a chain of protocols', segments('concat:s0.ts|s1.ts', 'subfile,,start,0,end,9,,:s0.ts')],
  ['an initialisation from elsewhere', ['#EXT-X-MAP:URI="../secret.ts"', ...segments('s0.ts')]],
])('%s is not opened', async (name, lines) => {
  const error = await inspectMedia(await playlist(`${name}.m3u8`, lines)).catch((e: unknown) => e)
  expect(refusalKind(error)).toBe('missing-segment')
})

test('keys, lists of lists, and lists of nothing are refused in one sentence', async () => {
  const keyed = ['#EXT-X-KEY:METHOD=AES-128,URI="http://k/"', ...segments('s0.ts')]
  await playlist('inner.m3u8', segments('s0.ts'))
  const cases = [
    [await playlist('keyed.m3u8', keyed), 'encrypted'],
    [await playlist('empty.m3u8', []), 'not-media'],
    [await playlist('nested.m3u8', segments('inner.m3u8')), 'not-media'],
  ] as const
  for (const [path, kind] of cases) {
    const error = await inspectMedia(path).catch((e: unknown) => e)
    expect(refusalKind(error)).toBe(kind)
  }
  const master = ['#EXT-X-STREAM-INF:BANDWIDTH=1', 'inner.m3u8']
  const info = await inspectMedia(await playlist('master.m3u8', master))
  expect(Math.abs(info.durationMs - 4000)).toBeLessThan(40)
})

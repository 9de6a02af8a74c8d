import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stateOf } from '#shared/domain/recording.ts'
import { cutShort, joined, makeClip, retimeFlv } from '#shared/testing/media.ts'
import { inspectMedia } from './inspect.ts'
import { refusalKind } from './refusal.ts'

let dir: string
const at = (name: string) => join(dir, name)
const kinds = (info: { faults: readonly { kind: string }[] }) => info.faults.map((f) => f.kind)

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-inspect-'))
  await Promise.all(
    ['a.flv', 'a.ts', 'a.mp4', 'a.mkv'].map((name) => makeClip(at(name), { seconds: 6 })),
  )
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test.each(['flv', 'ts', 'mp4', 'mkv'])(
  'a whole %s file is as long as its picture',
  async (kind) => {
    const info = await inspectMedia(at(`a.${kind}`))
    expect(info.container).toBe(kind)
    expect(info.durationMs).toBeCloseTo(6000, -1.5)
    expect(info.video).toMatchObject({ codec: 'h264', width: 180, height: 320, fps: 15 })
    expect(info.audio).toMatchObject({ codec: 'aac', sampleRate: 44_100, channels: 1 })
    expect(info.pieces).toHaveLength(1)
    expect(info.faults).toEqual([])
    expect(stateOf(info)).toBe('readable')
  },
)

test('the suffix says nothing', async () => {
  await writeFile(at('lie.mp4'), await readFile(at('a.ts')))
  expect((await inspectMedia(at('lie.mp4'))).container).toBe('ts')
})

test('a recorder that was killed leaves a file readable up to the cut', async () => {
  for (const kind of ['flv', 'ts', 'mkv']) {
    const info = await inspectMedia(await cutShort(at(`a.${kind}`), at(`cut.${kind}`), 0.6))
    expect(info.durationMs).toBeGreaterThan(2000)
    expect(info.durationMs).toBeLessThan(5500)
  }
  const cut = await inspectMedia(at('cut.flv'))
  expect(kinds(cut)).toContain('truncated')
  expect(stateOf(cut)).toBe('partly_readable')
})

test('two streams in one file are one content, whatever their clocks say', async () => {
  for (const kind of ['flv', 'ts']) {
    const both = await joined([at(`a.${kind}`), at(`a.${kind}`)], at(`both.${kind}`))
    const info = await inspectMedia(both)
    expect(Math.abs(info.durationMs - 12_000)).toBeLessThan(40)
    expect(info.pieces.map((piece) => Math.round(piece.contentStartMs / 40))).toEqual([0, 150])
    expect(kinds(info)).toContain('timestamp-restart')
  }
})

test('a leap of the clock is not content', async () => {
  const file = await retimeFlv(at('a.flv'), at('leap.flv'), (ms) => (ms < 2000 ? ms : ms + 90_000))
  const info = await inspectMedia(file)
  expect(Math.abs(info.durationMs - 6000)).toBeLessThan(40)
  expect(info.faults).toMatchObject([{ kind: 'timestamp-jump', atMs: 2000 }])
})

test('a clock that runs slow is measured by the sound', async () => {
  await makeClip(at('long.flv'), { seconds: 12 })
  const slow = await retimeFlv(at('long.flv'), at('slow.flv'), (ms) =>
    ms < 4000 ? ms : 4000 + (ms - 4000) / 4,
  )
  const info = await inspectMedia(slow)
  expect(Math.abs(info.durationMs - 12_000)).toBeLessThan(40)
  expect(kinds(info)).toEqual(['slow-clock'])
  expect(info.pieces[1]?.rate).toBeCloseTo(4, 1)
})

test('sound alone and picture alone', async () => {
  await makeClip(at('mute.ts'), { seconds: 3, audio: false })
  await makeClip(at('dark.m4a'), { seconds: 3, video: false })
  expect(await inspectMedia(at('mute.ts'))).toMatchObject({ audio: null, durationMs: 3000 })
  const dark = await inspectMedia(at('dark.m4a'))
  expect(dark).toMatchObject({ container: 'm4a', video: null })
  expect(Math.abs(dark.durationMs - 3000)).toBeLessThan(40)
})

test.each([
  ['empty', Buffer.alloc(0), 'empty'],
  ['page', Buffer.from('<!DOCTYPE html><title>502</title>'), 'not-media'],
  ['json', Buffer.from('{"code":403,"message":"expired"}'), 'not-media'],
  ['blank', Buffer.alloc(5000), 'not-media'],
  ['noise', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251)), 'not-media'],
])('%s is refused in one sentence', async (name, bytes, kind) => {
  await writeFile(at(name), bytes)
  const error = await inspectMedia(at(name)).catch((e: unknown) => e)
  expect(refusalKind(error)).toBe(kind)
  expect(String(error)).toMatch(/。$/)
})

test('an MP4 without its index is refused as such', async () => {
  const error = await inspectMedia(await cutShort(at('a.mp4'), at('cut.mp4'), 0.8)).catch((e) => e)
  expect(refusalKind(error)).toBe('no-moov')
})

const made = join(import.meta.dirname, '../../../shared/data/media/made')

describe.runIf(existsSync(made))('files of the shared collection, where it is present', () => {
  test('lengths and seams equal the truth file', async () => {
    const truth = JSON.parse(await readFile(join(made, 'truth.json'), 'utf8'))
    for (const [name, want] of Object.entries<Record<string, number>>(truth)) {
      const path = join(made, name)
      const lengthMs = (want.content_s ?? want.readable_s ?? 0) * 1000
      if (!/\.\w+$/.test(name) || lengthMs === 0) continue
      const info = await inspectMedia(path)
      expect(Math.abs(info.durationMs - lengthMs), name).toBeLessThanOrEqual(40)
    }
  })
})

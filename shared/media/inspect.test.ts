import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stateOf } from '#shared/domain/recording.ts'
import { cutShort, joined, makeClip, retimeFlv } from '#shared/testing/media.ts'
import { inspectMedia, readOpened } from './inspect.ts'
import { openRecording } from './open.ts'
import { toMediaInfo } from './read/reading.ts'
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
    expect(info.video).toMatchObject({ codec: 'h264', width: 180, height: 320 })
    expect(info.video?.fps).toBeCloseTo(15, 1)
    expect(info.audio).toMatchObject({ codec: 'aac', sampleRate: 44_100, channels: 1 })
    expect(info.pieces).toHaveLength(1)
    expect(info.faults).toEqual([])
    expect(stateOf(info)).toBe('readable')
  },
)

test('the suffix says nothing', async () => {
  await writeFile(at('lie.mp4'), await readFile(at('a.ts')))
  const info = await inspectMedia(at('lie.mp4'))
  expect(info.container).toBe('ts')
  expect(kinds(info)).toEqual(['wrong-suffix'])
})

test('a recorder that was killed leaves a file readable up to the cut', async () => {
  for (const kind of ['flv', 'ts', 'mkv']) {
    const info = await inspectMedia(await cutShort(at(`a.${kind}`), at(`cut.${kind}`), 0.6))
    expect(info.durationMs).toBeGreaterThan(2000)
    expect(info.durationMs).toBeLessThan(5500)
  }
  await makeClip(at('live.mkv'), { seconds: 6, options: ['-live', '1'] })
  expect(kinds(await inspectMedia(at('live.mkv')))).not.toContain('truncated')
  await cutShort(at('live.mkv'), at('cut-live.mkv'), 0.6)
  for (const name of ['cut.flv', 'cut.mkv', 'cut-live.mkv']) {
    const cut = await inspectMedia(at(name))
    expect(kinds(cut), name).toContain('truncated')
    expect(stateOf(cut)).toBe('partly_readable')
  }
})

test.each(['flv', 'ts', 'mkv', 'mp4'])(
  'of a %s that is still written only what was there at the beginning is told',
  async (kind) => {
    const options = kind === 'mp4' ? ['-movflags', 'frag_keyframe+empty_moov'] : []
    await makeClip(at(`whole-live.${kind}`), { seconds: 20, options })
    const whole = await readFile(at(`whole-live.${kind}`))
    const there = Math.floor(whole.length / 2)
    await writeFile(at(`live.${kind}`), whole.subarray(0, there))
    // The recorder writes on once the length has been taken down, before the packets are read.
    const opened = await openRecording(at(`live.${kind}`))
    await writeFile(at(`live.${kind}`), whole)
    const info = toMediaInfo(await readOpened(opened), opened)
    await writeFile(at(`cut.${kind}`), whole.subarray(0, there))
    const cut = await inspectMedia(at(`cut.${kind}`))
    expect(Math.abs(info.durationMs - cut.durationMs)).toBeLessThan(200)
    expect(Math.abs((info.audio?.endMs ?? 0) - (cut.audio?.endMs ?? 0))).toBeLessThan(200)
    expect(kinds(info)).not.toContain('picture-ends-early')
    expect(kinds(info)).not.toContain('sound-ends-early')
  },
)

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

test('mutated files end in a result or a sentence', async () => {
  // A fixed sequence: a failure can be run again.
  let seed = 20_260_311
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return seed % below
  }
  for (let i = 0; i < 24; i += 1) {
    const kind = ['flv', 'ts', 'mp4', 'mkv'][i % 4]
    const bytes = await readFile(at(`a.${kind}`))
    const place = random(bytes.length)
    if (i % 3 === 0) for (let n = 0; n < 40; n += 1) bytes[random(bytes.length)] = random(256)
    if (i % 3 === 1) bytes.fill(random(256), place, Math.min(bytes.length, place + 20_000))
    await writeFile(at('mutated'), i % 3 === 2 ? bytes.subarray(place) : bytes)
    const result = await inspectMedia(at('mutated')).catch((error: unknown) => error)
    if (result instanceof Error) expect(refusalKind(result), String(result)).not.toBeNull()
    else expect(result).toMatchObject({ durationMs: expect.any(Number) })
  }
})

const collection = join(import.meta.dirname, '../../../shared/data/media')

interface Truth {
  readonly content_s?: number
  readonly content_s_at_most?: number
  readonly readable_s?: number
  readonly readable_s_at_least?: number
  readonly segments?: readonly number[]
  readonly sizes?: readonly (readonly [number, number, number])[]
  readonly segment_s?: number
  readonly files?: readonly string[]
  readonly parts?: readonly (Truth & { readonly file: string })[]
  readonly playlists?: Readonly<Record<string, Truth>>
}

describe.runIf(existsSync(collection))(
  'files of the shared collection, where it is present',
  () => {
    const made = join(collection, 'made')

    /** Everything the truth file says of lengths, as path and truth. */
    async function truths(): Promise<[string, Truth][]> {
      const all = JSON.parse(await readFile(join(made, 'truth.json'), 'utf8')) as Record<
        string,
        Truth
      >
      return Object.entries(all).flatMap(([name, truth]): [string, Truth][] => {
        if (name.startsWith('_')) return []
        if (truth.playlists) {
          return Object.entries(truth.playlists).map(([list, t]) => [join(name, list), t])
        }
        if (truth.parts) return truth.parts.map((part) => [join(name, part.file), part])
        if (truth.files) {
          const whole = truth.files.filter((file) => file.endsWith('.ts'))
          return whole.map((file) => [join(name, file), { content_s: truth.segment_s ?? 0 }])
        }
        return [[name.includes('.') ? name : join(name, 'vod.m3u8'), truth]]
      })
    }

    test('lengths, seams and sizes equal the truth file', async () => {
      const close = (found: number, wantedS: number) => Math.abs(found - wantedS * 1000) <= 40
      for (const [name, want] of await truths()) {
        const length = want.content_s ?? want.readable_s
        if (length === 0) {
          await expect(inspectMedia(join(made, name)), name).rejects.toMatchObject({
            code: 'invalid',
          })
          continue
        }
        const info = await inspectMedia(join(made, name))
        if (length) expect(close(info.durationMs, length), `${name} ${info.durationMs}`).toBe(true)
        expect(info.durationMs).toBeGreaterThanOrEqual((want.readable_s_at_least ?? 0) * 1000)
        expect(info.durationMs).toBeLessThanOrEqual((want.content_s_at_most ?? 1e6) * 1000)
        for (const [i, seconds] of want.segments?.entries() ?? []) {
          const { contentStartMs = 0, contentEndMs = 0 } = info.pieces[i] ?? {}
          expect(close(contentEndMs - contentStartMs, seconds), `${name} piece ${i}`).toBe(true)
        }
        for (const [i, [atS, width, height]] of want.sizes?.entries() ?? []) {
          expect(info.video?.sizes[i], name).toMatchObject({ width, height })
          expect(close(info.video?.sizes[i]?.atMs ?? -1, atS), `${name} size ${i}`).toBe(true)
        }
      }
    })

    test('every other file ends in a result or a sentence', async () => {
      const names = await readdir(join(collection, 'real'), {
        recursive: true,
        withFileTypes: true,
      })
      for (const file of names.filter((entry) => entry.isFile())) {
        const path = join(file.parentPath, file.name)
        const result = await inspectMedia(path).catch((error: unknown) => error)
        if (result instanceof Error) expect(refusalKind(result), file.name).not.toBeNull()
      }
    })
  },
)

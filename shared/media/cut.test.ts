import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beepTimes, brightness, joined, makeClip, retimeFlv } from '#shared/testing/media.ts'
import { extractAudio } from './audio.ts'
import { cutOriginal } from './cut.ts'
import { inspectMedia } from './inspect.ts'
import { cutPreview } from './preview.ts'
import { stills } from './stills.ts'

const run = promisify(execFile)
let dir: string
const at = (name: string) => join(dir, name)
const kinds = ['flv', 'ts', 'mp4', 'mkv']

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-cut-'))
  await Promise.all(kinds.map((kind) => makeClip(at(`a.${kind}`), { seconds: 14 })))
  await retimeFlv(at('a.flv'), at('leap.flv'), (ms) => (ms < 7000 ? ms : ms + 60_000))
  await makeClip(at('wide.ts'), { seconds: 6, width: 320, height: 240 })
  await joined([at('a.ts'), at('wide.ts')], at('pk.ts'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test.each([...kinds.map((kind) => `a.${kind}`), 'leap.flv'])(
  'an original cut of %s begins at a key frame and says where',
  async (name) => {
    const cut = await cutOriginal(at(name), { fromMs: 5500, toMs: 9500 }, dir)
    expect(cut.fromMs).toBeLessThanOrEqual(5500)
    expect(cut.fromMs).toBeGreaterThanOrEqual(0)
    const info = await inspectMedia(cut.path)
    expect(Math.abs(info.durationMs - (cut.toMs - cut.fromMs))).toBeLessThan(300)
    await extractAudio(cut.path, at('original.wav'))
    const beeps = (await beepTimes(at('original.wav'))).map((ms) => ms + cut.fromMs)
    for (const ms of beeps) expect(Math.abs(ms - Math.round(ms / 2000) * 2000)).toBeLessThan(50)
    expect(beeps.length).toBeGreaterThan(1)
  },
)

test.each([...kinds.map((kind) => `a.${kind}`), 'leap.flv'])(
  'a preview of %s is exact, marked, and small',
  async (name) => {
    const out = at('preview.mp4')
    const mark = { startMs: 7000, endMs: 7600 }
    await cutPreview(at(name), { fromMs: 5500, toMs: 10_500, mark }, out)
    const info = await inspectMedia(out)
    expect(info).toMatchObject({ container: 'mp4', video: { codec: 'h264', height: 320 } })
    expect(Math.abs(info.durationMs - 5000)).toBeLessThan(100)
    await extractAudio(out, at('preview.wav'))
    const beeps = await beepTimes(at('preview.wav'))
    expect(beeps).toHaveLength(3)
    for (const [i, ms] of beeps.entries()) expect(Math.abs(ms - 500 - 2000 * i)).toBeLessThan(100)
    // The flash stands where the beep does, and nowhere else.
    expect(await brightness(out, 600)).toBeGreaterThan(200)
    expect(await brightness(out, 300)).toBeLessThan(180)
    expect(await texts(out)).toEqual([
      ...['00:00:05', '00:00:06', '00:00:07  线索', '00:00:08', '00:00:09', '00:00:10'],
    ])
  },
)

async function texts(path: string) {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', path, '-f', 'srt', '-'])
  return stdout.split('\n').filter((line) => /^\d\d:\d\d:\d\d(?!,)/.test(line))
}

/** What of a file's packets is its picture's, by their hashes. */
async function pictures(path: string) {
  const args = ['-v', 'error', '-i', path, '-map', '0:v', '-c', 'copy', '-f', 'framehash', '-']
  const { stdout } = await run('ffmpeg', args)
  return stdout.split('\n').flatMap((line) => /\b[0-9a-f]{64}$/.exec(line) ?? [])
}

test('what plays as it stands is copied, all else made anew: too heavy, ten bits, another codec', async () => {
  const range = { fromMs: 2500, toMs: 7500, mark: { startMs: 5000, endMs: 5500 } }
  const seconds = 10
  await makeClip(at('ten.mp4'), { seconds, options: ['-pix_fmt', 'yuv420p10le'] })
  await makeClip(at('heavy.mp4'), {
    seconds,
    options: ['-crf', '0', '-qp', '0', '-pix_fmt', 'yuv420p'],
  })
  await makeClip(at('old.mp4'), { seconds, options: ['-c:v', 'mpeg4'] })
  const isCopied = async (name: string) => {
    await cutPreview(at(name), range, at('preview.mp4'))
    const inspected = await inspectMedia(at('preview.mp4'))
    expect(inspected.video?.codec).toBe('h264')
    expect(Math.abs(inspected.durationMs - 5000)).toBeLessThan(100)
    expect(await texts(at('preview.mp4'))).toContain('00:00:05  线索')
    const before = new Set(await pictures(at(name)))
    return (await pictures(at('preview.mp4'))).filter((hash) => before.has(hash)).length > 60
  }
  expect(await isCopied('a.mp4')).toBe(true)
  for (const name of ['ten.mp4', 'heavy.mp4', 'old.mp4']) expect(await isCopied(name)).toBe(false)
})

test('stills show the picture of their time', async () => {
  for (const name of ['a.flv', 'a.ts', 'a.mp4', 'a.mkv', 'leap.flv']) {
    const pictures = await stills(at(name), [8100, 9000, 99_999], dir)
    expect(pictures.map(({ atMs }) => Math.round(atMs / 100))).toEqual([81, 90, 139])
    const [flash, plain] = pictures
    expect(await brightness(flash?.path ?? '', 0)).toBeGreaterThan(200)
    expect(await brightness(plain?.path ?? '', 0)).toBeLessThan(180)
  }
})

test('a picture that changes its size stays whole and in time', async () => {
  const info = await inspectMedia(at('pk.ts'))
  expect(info.video?.sizes.map(({ width }) => width)).toEqual([180, 320])
  const out = at('pk.mp4')
  await cutPreview(
    at('pk.ts'),
    { fromMs: 12_000, toMs: 18_000, mark: { startMs: 0, endMs: 0 } },
    out,
  )
  const preview = await inspectMedia(out)
  expect(preview.video).toMatchObject({ width: 180, height: 320 })
  expect(Math.abs(preview.durationMs - 6000)).toBeLessThan(100)
  await extractAudio(out, at('pk.wav'))
  expect((await beepTimes(at('pk.wav'))).map((ms) => Math.round(ms / 100))).toEqual([0, 20, 40])
})

test('sound alone gets a dark picture, picture alone no sound', async () => {
  await makeClip(at('dark.m4a'), { seconds: 4, video: false })
  await makeClip(at('mute.ts'), { seconds: 4, audio: false })
  const range = { fromMs: 500, toMs: 3500, mark: { startMs: 1000, endMs: 2000 } }
  await cutPreview(at('dark.m4a'), range, at('dark.mp4'))
  await cutPreview(at('mute.ts'), range, at('mute.mp4'))
  expect(await inspectMedia(at('dark.mp4'))).toMatchObject({ video: { width: 360 } })
  expect(await inspectMedia(at('mute.mp4'))).toMatchObject({ audio: null })
  await expect(stills(at('dark.m4a'), [1000], dir)).rejects.toMatchObject({ code: 'invalid' })
  const original = await cutOriginal(at('dark.m4a'), { fromMs: 0, toMs: 2000 }, dir)
  expect((await stat(original.path)).size).toBeGreaterThan(1000)
})

test('sound that is announced and never comes keeps nobody from a clip', async () => {
  const bytes = await readFile(at('a.ts'))
  const packets = Array.from({ length: bytes.length / 188 }, (_, i) =>
    bytes.subarray(188 * i, 188 * (i + 1)),
  )
  const isSound = (packet: Buffer) => (packet.readUInt16BE(1) & 0x1fff) === 0x101
  await writeFile(at('announced.ts'), Buffer.concat(packets.filter((one) => !isSound(one))))
  const range = { fromMs: 2500, toMs: 7500, mark: { startMs: 5000, endMs: 5500 } }
  await cutPreview(at('announced.ts'), range, at('announced.mp4'))
  expect(await inspectMedia(at('announced.mp4'))).toMatchObject({ audio: null })
})

test('a stretch outside the recording is refused', async () => {
  const range = { fromMs: 60_000, toMs: 70_000 }
  const mark = { startMs: 61_000, endMs: 62_000 }
  await expect(cutOriginal(at('a.ts'), range, dir)).rejects.toMatchObject({ code: 'invalid' })
  await expect(cutPreview(at('a.ts'), { ...range, mark }, at('x.mp4'))).rejects.toMatchObject({
    code: 'invalid',
  })
})

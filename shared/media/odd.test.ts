import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beepTimes, brightness, joined, makeClip } from '#shared/testing/media.ts'
import { extractAudio } from './audio.ts'
import { cutOriginal } from './cut.ts'
import { inspectMedia } from './inspect.ts'
import { cutPreview } from './preview.ts'
import { stills } from './stills.ts'

const run = promisify(execFile)
const ffmpeg = (...args: string[]) => run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args])

let dir: string
const at = (name: string) => join(dir, name)

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-odd-'))
  await makeClip(at('a.mp4'), { seconds: 30 })
  const late = ['-itsoffset', '20', '-i', at('a.mp4')]
  const both = ['-map', '0:v', '-map', '1:a', '-c', 'copy', '-t', '40']
  await makeClip(at('long.mp4'), { seconds: 40 })
  for (const kind of ['ts', 'flv', 'mp4'])
    await ffmpeg('-i', at('long.mp4'), ...late, ...both, at(`late-sound.${kind}`))
}, 120_000)
afterAll(() => rm(dir, { recursive: true, force: true }))

/** Beeps of a cut on the recording's clock: they stand at even seconds. */
async function beepsOf(path: string, fromMs = 0): Promise<number[]> {
  await extractAudio(path, at('beeps.wav'))
  return (await beepTimes(at('beeps.wav'))).map((ms) => Math.round((ms + fromMs) / 100) / 10)
}

test.each(['ts', 'flv', 'mp4'])(
  'sound that begins 20 s late in %s is known and in its place',
  async (kind) => {
    const path = at(`late-sound.${kind}`)
    const info = await inspectMedia(path)
    expect(info.audio).toMatchObject({ codec: 'aac', sampleRate: 44_100, channels: 1 })
    expect(Math.abs((info.audio?.startMs ?? 0) - 20_000)).toBeLessThan(50)
    expect(Math.abs((info.audio?.samplesMs ?? 0) - 20_000)).toBeLessThan(100)
    expect(info.faults.map((fault) => fault.kind)).toEqual(['late-sound'])
    expect((await beepsOf(path))[0]).toBe(20)
    // An original that begins far on is a file of its own: its settings stand at time 0, its pictures do not.
    const cut = await cutOriginal(path, { fromMs: 17_500, toMs: 31_000 }, dir, { info })
    expect((await beepsOf(cut.path, cut.fromMs)).slice(0, 5)).toEqual([20, 22, 24, 26, 28])
  },
)

test('an original from the beginning keeps the sound before a picture that comes late', async () => {
  const shifted = ['-itsoffset', '3', '-i', at('a.mp4'), '-i', at('a.mp4')]
  await ffmpeg(...shifted, '-map', '0:v', '-map', '1:a', '-c', 'copy', at('late-picture.mp4'))
  const cut = await cutOriginal(at('late-picture.mp4'), { fromMs: 500, toMs: 9500 }, dir)
  expect(cut.fromMs).toBe(0)
  expect((await beepsOf(cut.path)).slice(0, 4)).toEqual([0, 2, 4, 6])
})

test('a phone’s picture stands as it was held', async () => {
  await ffmpeg('-i', at('a.mp4'), '-c', 'copy', '-metadata:s:v:0', 'rotate=90', at('phone.mp4'))
  const info = await inspectMedia(at('phone.mp4'))
  expect(info.video).toMatchObject({ width: 320, height: 180 })
  const range = { fromMs: 5500, toMs: 9500, mark: { startMs: 7000, endMs: 7500 } }
  await cutPreview(at('phone.mp4'), range, at('phone-preview.mp4'), { info })
  const preview = await inspectMedia(at('phone-preview.mp4'))
  expect(preview.video).toMatchObject({ width: 320, height: 180 })
  // The flash fills it: no bars beside a picture that was fitted lying.
  expect(await brightness(at('phone-preview.mp4'), 600)).toBeGreaterThan(230)
})

test('what was trimmed from a phone’s video without encoding is not in its content', async () => {
  await ffmpeg('-ss', '3.5', '-i', at('a.mp4'), '-c', 'copy', at('trimmed.mp4'))
  const whole = await inspectMedia(at('a.mp4'))
  const info = await inspectMedia(at('trimmed.mp4'))
  expect(Math.abs(whole.durationMs - info.durationMs - 3500)).toBeLessThan(200)
  // Content begins with the first picture that is shown, a picture or two behind the cut.
  const beginMs = 3500 + (info.pieces[0]?.fileStartMs ?? 0)
  expect((await beepsOf(at('trimmed.mp4'), beginMs)).slice(0, 3)).toEqual([4, 6, 8])
  const [still] = await stills(at('trimmed.mp4'), [500], dir)
  expect(await brightness(still?.path ?? '', 0)).toBeGreaterThan(200)
  const range = { fromMs: 200, toMs: 4000 }
  const cut = await cutOriginal(at('trimmed.mp4'), range, dir, { info })
  expect((await beepsOf(cut.path, cut.fromMs + beginMs)).slice(0, 2)).toEqual([4, 6])
})

test('a camera’s QuickTime file keeps its plain sound', async () => {
  await ffmpeg('-i', at('a.mp4'), '-c:v', 'copy', '-c:a', 'pcm_s16le', at('camera.mov'))
  const cut = await cutOriginal(at('camera.mov'), { fromMs: 9500, toMs: 15_000 }, dir)
  expect(cut.mime).toBe('video/quicktime')
  expect((await inspectMedia(cut.path)).audio?.codec).toBe('pcm_s16le')
  expect(await beepsOf(cut.path, cut.fromMs)).toEqual(expect.arrayContaining([10, 12, 14]))
})

test('what a second track or programme holds is said to be unheard', async () => {
  const twice = ['-i', at('a.mp4'), '-i', at('a.mp4'), '-c', 'copy']
  await ffmpeg(...twice, '-map', '0', '-map', '1:a', at('languages.mp4'))
  const programmes = ['-program', 'st=0:st=1', '-program', 'st=2:st=3']
  await ffmpeg(...twice, '-map', '0', '-map', '1', ...programmes, at('programmes.ts'))
  const said = async (name: string) => (await inspectMedia(at(name))).faults
  expect(await said('languages.mp4')).toMatchObject([
    { kind: 'more-tracks', detail: expect.stringMatching(/有 1 路声音没/) },
  ])
  expect(await said('programmes.ts')).toMatchObject([
    { kind: 'more-tracks', detail: expect.stringMatching(/有 1 路画面、1 路声音没/) },
  ])
  expect(await said('a.mp4')).toEqual([])
})

/** TS packets with so many bytes of something else before and behind each. */
async function spaced(name: string, before: number, behind: number) {
  const bytes = await readFile(at('plain.ts'))
  const packets = Array.from({ length: bytes.length / 188 }, (_, i) => [
    Buffer.alloc(before, i),
    bytes.subarray(i * 188, i * 188 + 188),
    Buffer.alloc(behind, i),
  ])
  await writeFile(at(name), Buffer.concat(packets.flat()))
}

test('TS with a clock before each packet or parity behind it is TS, also from within a packet', async () => {
  await ffmpeg('-i', at('a.mp4'), '-c', 'copy', '-f', 'mpegts', at('plain.ts'))
  await ffmpeg('-i', at('a.mp4'), '-c', 'copy', '-mpegts_m2ts_mode', '1', at('camera.m2ts'))
  await spaced('disc.m2ts', 4, 0)
  await spaced('receiver.ts', 0, 16)
  await writeFile(at('torn.m2ts'), (await readFile(at('disc.m2ts'))).subarray(100, 192 * 900 + 50))
  const plain = await inspectMedia(at('plain.ts'))
  for (const name of ['camera.m2ts', 'disc.m2ts', 'receiver.ts']) {
    const info = await inspectMedia(at(name))
    expect(info, name).toMatchObject({ container: 'ts', faults: [] })
    expect(info.durationMs, name).toBe(plain.durationMs)
    expect(await beepsOf(at(name)), name).toEqual(await beepsOf(at('plain.ts')))
    const cut = await cutOriginal(at(name), { fromMs: 9500, toMs: 15_000 }, dir, { info })
    expect(await beepsOf(cut.path, cut.fromMs), name).toEqual(expect.arrayContaining([10, 12, 14]))
    const range = { fromMs: 9500, toMs: 15_000, mark: { startMs: 12_000, endMs: 12_500 } }
    await cutPreview(at(name), range, at('spaced.mp4'), { info })
    expect(await brightness(at('spaced.mp4'), 600), name).toBeGreaterThan(200)
  }
  const torn = await inspectMedia(at('torn.m2ts'))
  expect(torn.durationMs).toBeGreaterThan(1000)
  expect(torn.faults.map(({ kind }) => kind)).toContain('truncated')
})

test('plain sound in WAV has its original', async () => {
  await ffmpeg('-i', at('a.mp4'), '-vn', '-c:a', 'pcm_s16le', at('sound.wav'))
  const cut = await cutOriginal(at('sound.wav'), { fromMs: 9500, toMs: 15_000 }, dir)
  expect(cut.fromMs).toBeLessThanOrEqual(9500)
  expect((await beepsOf(cut.path, cut.fromMs)).slice(-3)).toEqual([10, 12, 14])
})

test('fragments that end within a fragment’s head are read and cut as far as they go', async () => {
  // Without default_base_moof places are counted from the beginning of the file.
  const whole = ['-c', 'copy', '-movflags', 'frag_keyframe+empty_moov']
  await ffmpeg('-i', at('a.mp4'), ...whole, at('fragments.mp4'))
  const bytes = await readFile(at('fragments.mp4'))
  const head = bytes.indexOf('moof', Math.floor(bytes.length * 0.6)) - 4
  for (const end of [head + 6, head + 100]) {
    await writeFile(at('torn.mp4'), bytes.subarray(0, end))
    const info = await inspectMedia(at('torn.mp4'))
    expect(info.faults.map(({ kind }) => kind)).toContain('truncated')
    expect(info.durationMs).toBeGreaterThan(15_000)
    const beeps = Array.from({ length: Math.ceil(info.durationMs / 2000) }, (_, i) => 2 * i)
    expect(await beepsOf(at('torn.mp4'))).toEqual(beeps)
    const [still] = await stills(at('torn.mp4'), [12_100], dir, { info })
    expect(await brightness(still?.path ?? '', 0)).toBeGreaterThan(200)
    const cut = await cutOriginal(at('torn.mp4'), { fromMs: 9500, toMs: 14_000 }, dir, { info })
    expect(await beepsOf(cut.path, cut.fromMs)).toEqual(expect.arrayContaining([10, 12]))
  }
})

test('an MP4 behind an MP4 is said to be unread', async () => {
  await joined([at('a.mp4'), at('a.mp4')], at('two.mp4'))
  expect((await inspectMedia(at('two.mp4'))).faults).toMatchObject([
    { kind: 'truncated', detail: expect.stringMatching(/另一个 MP4/) },
  ])
})

test('the length of sound that changes its rate is counted by each rate', async () => {
  // ffmpeg puts several frames of sound into one packet of the stream.
  const slow = { seconds: 10, sampleRate: 32_000 }
  await makeClip(at('32k.ts'), slow)
  await ffmpeg('-i', at('a.mp4'), '-c', 'copy', at('44k.ts'))
  await joined([at('44k.ts'), at('32k.ts')], at('rates.ts'))
  const { audio } = await inspectMedia(at('rates.ts'))
  expect(audio?.formats.map(({ sampleRate }) => sampleRate)).toEqual([44_100, 32_000])
  expect(Math.abs((audio?.samplesMs ?? 0) - 40_000)).toBeLessThan(200)
})

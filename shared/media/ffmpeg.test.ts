import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClip } from '#shared/testing/media.ts'
import { childLines, childOutput } from './child.ts'
import { runFfmpeg, timemarkMs } from './ffmpeg.ts'

let dir: string
const at = (name: string) => join(dir, name)
const copy = ['-c', 'copy']

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-ffmpeg-'))
  await makeClip(at('a.ts'), { seconds: 4 })
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test.each([
  ['frame=  100 fps=0.0 q=28.0 size= 10kB time=00:01:02.50 bitrate=1 speed=2x', 62_500],
  ['size= 4136kB time=10:00:00.01 bitrate= 705.6kbits/s', 36_000_010],
  ['size=N/A time=N/A bitrate=N/A', null],
  ['[mp4 @ 0x1] something else', null],
])('%s', (line, ms) => {
  expect(timemarkMs(line)).toBe(ms)
})

test('a file or bytes go in, progress is told from the time mark', async () => {
  const told: number[] = []
  const output = ['-vn', '-ac', '1']
  await runFfmpeg(
    { input: [], source: at('a.ts'), output, target: at('b.wav') },
    { onProgress: (ms) => told.push(ms) },
  )
  expect(told.at(-1)).toBeGreaterThan(3500)
  const source = createReadStream(at('a.ts'))
  await runFfmpeg({ input: ['-f', 'mpegts'], source, output, target: at('c.wav') })
  expect((await stat(at('c.wav'))).size).toBeGreaterThan(300_000)
  expect(source.destroyed).toBe(true)
})

test('names are names: nothing in one is taken for an option, a protocol or a pattern', async () => {
  for (const name of ['-y.ts', 'http:x.ts', 'concat:a|b.ts', '带 空格 %03d.ts']) {
    await makeClip(join(dir, name), { seconds: 1 }).catch(() => null)
    const source = at('a.ts')
    await runFfmpeg({ input: [], source, output: copy, target: at(name) })
    expect((await stat(at(name))).size).toBeGreaterThan(1000)
    await runFfmpeg({ input: [], source: at(name), output: copy, target: at('again.ts') })
  }
})

test('what a file refers to is not opened', async () => {
  const source = Readable.from(['ffconcat version 1.0\nfile a.ts\n'])
  const call = { input: ['-f', 'concat'], source, output: copy, target: at('d.ts') }
  await expect(runFfmpeg(call)).rejects.toMatchObject({ code: 'invalid' })
  const web = { input: [], source: 'http://127.0.0.1:9/a.ts', output: copy, target: at('e.ts') }
  await expect(runFfmpeg(web)).rejects.toThrow(/No such file/)
})

test.each([
  ['playlist.mp4', '#EXTM3U\n#EXTINF:1,\n/etc/hostname\n#EXT-X-ENDLIST\n'],
  ['concat.ts', 'ffconcat version 1.0\nfile a.ts\n'],
  ['session.flv', 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=video 9 RTP/AVP 96\n'],
])('a list of other files named like a recording is not followed: %s', async (name, text) => {
  await writeFile(at(name), text)
  const call = { input: [], source: at(name), output: copy, target: at('h.ts') }
  await expect(runFfmpeg(call)).rejects.toMatchObject({ code: 'invalid' })
})

test('a failure keeps the last lines, in one sentence', async () => {
  const call = { input: [], source: at('missing.ts'), output: copy, target: at('f.ts') }
  await expect(runFfmpeg(call)).rejects.toThrow(
    /^ffmpeg 无法处理这段内容：.*missing\.ts: No such file/,
  )
})

test('an abort or the time limit kills the child', async () => {
  const endless = {
    input: ['-re', '-stream_loop', '-1'],
    source: at('a.ts'),
    output: copy,
    target: at('g.ts'),
  }
  const stop = new AbortController()
  const running = runFfmpeg(endless, { signal: stop.signal, onProgress: () => stop.abort() })
  await expect(running).rejects.toThrow(/abort/i)
  await expect(runFfmpeg(endless, { timeLimitMs: 300 })).rejects.toMatchObject({
    code: 'unavailable',
  })
})

test('lines of a child come whole; a missing program says so', async () => {
  expect(await childOutput('printf', ['a\nb'])).toEqual(['a', 'b'])
  await expect(childOutput('sh', ['-c', 'echo broken >&2; exit 3'])).rejects.toThrow('broken')
  await expect(childOutput('no-such-program', [])).rejects.toMatchObject({ code: 'unavailable' })
  const taken: string[] = []
  for await (const lines of childLines('yes', [])) {
    taken.push(...lines)
    if (taken.length > 5) break
  }
  expect(taken[0]).toBe('y')
})

import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { brightness, makeClip } from '#shared/testing/media.ts'
import { flvTags } from './container/flv.ts'
import { inspectMedia } from './inspect.ts'
import { cutPreview } from './preview.ts'
import { flvToMatroska } from './repack.ts'
import { stills } from './stills.ts'

let dir: string
const at = (name: string) => join(dir, name)

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-repack-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test('FLV as Matroska is the same recording', async () => {
  await makeClip(at('a.flv'), { seconds: 6 })
  const info = await inspectMedia(at('a.flv'))
  const bytes = await readFile(at('a.flv'))
  const repack = flvToMatroska(info)
  const walk = { junkBytes: 0, extraHeaders: 0, truncated: false }
  const out: Buffer[] = []
  for await (const tags of flvTags(chunksOf(bytes, 10_000), walk)) {
    out.push(repack(tags.map((tag) => ({ tag, dtsMs: tag.tsMs + 500 }))))
  }
  await writeFile(at('a.mkv'), Buffer.concat(out))
  const again = await inspectMedia(at('a.mkv'))
  expect(again.video).toMatchObject({ codec: 'h264', width: 180, height: 320 })
  expect(again.audio).toMatchObject({ codec: 'aac', sampleRate: 44_100 })
  expect(Math.abs(again.durationMs - info.durationMs)).toBeLessThan(40)
  expect(await brightness(at('a.mkv'), 2100)).toBeGreaterThan(200)
})

async function* chunksOf(bytes: Buffer, size: number) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

const hevc = join(import.meta.dirname, '../../../shared/data/media/made/hevc-codec-12.flv')

describe.runIf(existsSync(hevc))('a file of the shared collection, where it is present', () => {
  test('HEVC under codec id 12 is seen, not only heard', async () => {
    const info = await inspectMedia(hevc)
    expect(info.video).toMatchObject({ codec: 'hevc', width: 360, height: 640 })
    const range = { fromMs: 4500, toMs: 9000, mark: { startMs: 6000, endMs: 7000 } }
    await cutPreview(hevc, range, at('p.mp4'))
    expect((await inspectMedia(at('p.mp4'))).video).toMatchObject({ codec: 'h264', height: 640 })
    expect(await brightness(at('p.mp4'), 1520)).toBeGreaterThan(200)
    expect(await stills(hevc, [1000, 6030], dir)).toHaveLength(2)
    expect(await brightness(at('still-2.jpg'), 0)).toBeGreaterThan(200)
  })
})

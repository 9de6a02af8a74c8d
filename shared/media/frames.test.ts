import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClip, remuxed } from '#shared/testing/media.ts'
import { greyPicture, type SampledFrame, sampleFrames } from './frames.ts'
import { stills } from './stills.ts'

let dir: string
let mp4: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-frames-'))
  // White for 0.2 s at 0, 2, 4 … seconds, where its key frames are.
  mp4 = await makeClip(join(dir, 'a.mp4'), { seconds: 6 })
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const every = { everyMs: 1000, maxShortSide: 90 }
async function all(path: string, keyFramesWithinMs: number) {
  const frames: SampledFrame[] = []
  for await (const frame of sampleFrames(path, { ...every, keyFramesWithinMs })) frames.push(frame)
  return frames
}
const white = ({ data }: SampledFrame) => data.every((light) => light > 200)

test.each(['mp4', 'flv', 'ts', 'mkv'])(
  'the picture that stands at each moment, from %s',
  async (kind) => {
    const path = kind === 'mp4' ? mp4 : await remuxed(mp4, join(dir, `a.${kind}`))
    const frames = await all(path, 0)
    expect(frames.map(({ atMs }) => Math.round(atMs / 1000))).toEqual([0, 1, 2, 3, 4, 5])
    expect(frames.map(white)).toEqual([true, false, true, false, true, false])
    for (const { width, height, data } of frames) {
      expect([width, height]).toEqual([90, 160])
      expect(data.length).toBe(width * height)
    }
  },
)

test('of key frames alone, the last one stands on', async () => {
  expect((await all(mp4, 5000)).map(white)).toEqual([true, true, true, true, true, true])
})

test('a picture file in grey; a page or a list of files is refused in a sentence', async () => {
  const [still] = await stills(mp4, [1000], dir)
  const { width, height, data } = await greyPicture(still?.path ?? '', { maxShortSide: 90 })
  expect([width, height, data.length]).toEqual([90, 160, 90 * 160])
  for (const text of ['<html></html>', 'ffconcat version 1.0\nfile a.mp4\n', '']) {
    const path = join(dir, 'cover.jpg')
    await writeFile(path, text)
    await expect(greyPicture(path, { maxShortSide: 90 })).rejects.toMatchObject({ code: 'invalid' })
  }
})

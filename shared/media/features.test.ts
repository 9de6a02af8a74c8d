import { expect, test } from 'vitest'
import { ffmpegFeatures, mediaTools } from './features.ts'

test('the installed ffmpeg has what the verbs need', async () => {
  const features = await ffmpegFeatures()
  expect(features.ffmpeg).toMatch(/^\S+$/)
  expect(features.ffprobe).toMatch(/^\S+$/)
  expect(features.missing).toEqual([])
  expect(await mediaTools()).toBe(`ffmpeg ${features.ffmpeg}, ffprobe ${features.ffprobe}`)
})

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClip } from '#shared/testing/media.ts'
import { cutClip } from './clip.ts'
import { cutOriginal } from './cut.ts'
import { inspectMedia } from './inspect.ts'
import { cutPreview } from './preview.ts'
import { stills, stillsAt } from './stills.ts'

const run = promisify(execFile)
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-clip-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** Every packet with its times and hash, in whatever order the tracks are interleaved. */
async function packets(path: string) {
  const copy = ['-copyts', '-i', path, '-map', '0', '-c', 'copy', '-f', 'framehash', '-']
  const { stdout } = await run('ffmpeg', ['-v', 'error', ...copy])
  return stdout.split('\n').sort()
}

test.each([
  ['mp4', 5500],
  ['mp4', 0],
  ['mkv', 5500],
  ['ts', 5500],
  ['flv', 5500],
  ['flv', 0],
])('a clip of %s from %i ms is what each of its files is alone', async (kind, fromMs) => {
  const path = await makeClip(join(dir, `a.${kind}`), { seconds: 14 })
  const info = await inspectMedia(path)
  const [together, alone] = [join(dir, `${kind}-${fromMs}`), join(dir, `${kind}-${fromMs}-alone`)]
  for (const one of [together, alone]) await mkdir(one)
  const said = { startMs: fromMs + 2000, endMs: fromMs + 3000 }
  const range = { fromMs, toMs: fromMs + 5000, mark: said }
  // The same moment twice, and one behind the end.
  const moments = [said.startMs, said.startMs, 99_000]

  const clip = await cutClip(path, range, together, {
    info,
    stills: stillsAt(info, moments, together),
  })
  const original = await cutOriginal(path, range, alone, { info })
  await cutPreview(path, range, join(alone, 'preview.mp4'), { info })
  const pictures = await stills(path, moments, alone, { info })

  expect({ ...clip.original, path: '' }).toEqual({ ...original, path: '' })
  const facts = async (file: string) => {
    const { durationMs, video, audio } = await inspectMedia(file)
    return { durationMs, video, audio }
  }
  expect(await facts(clip.original.path)).toEqual(await facts(original.path))
  expect(await packets(clip.preview)).toEqual(await packets(join(alone, 'preview.mp4')))
  for (const [i, picture] of pictures.entries()) {
    const still = await readFile(join(together, `still-${i + 1}.jpg`))
    expect(still.equals(await readFile(picture.path))).toBe(true)
  }
})

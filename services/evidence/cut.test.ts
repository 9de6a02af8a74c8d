import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspectMedia } from '#shared/media/inspect.ts'
import { brightness, makeClip } from '#shared/testing/media.ts'
import { cutEvidence } from './cut.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-evidence-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const cutOf = async (path: string, startMs: number, endMs: number) => {
  const media = await inspectMedia(path)
  const out = await mkdtemp(join(dir, 'cut-'))
  return cutEvidence({ path, media }, { startMs, endMs }, out, AbortSignal.timeout(60_000))
}
const hash = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')

test.each(['flv', 'mp4'])(
  'an original, a preview and three stills of a %s, each as hashed',
  async (kind) => {
    const path = await makeClip(join(dir, `a.${kind}`), { seconds: 30, fps: 30, markEvery: 3 })
    // Flashes are at 15.0 to 15.2 s: the first and the last still fall into one, the middle one between.
    const cut = await cutOf(path, 15_100, 18_100)
    expect(cut.files.map(({ role }) => role)).toEqual([
      'original',
      'preview',
      ...['still', 'still', 'still'],
    ])
    for (const file of cut.files) expect(await hash(file.path)).toBe(file.sha256)
    const pictures = cut.files.filter(({ role }) => role === 'still')
    expect(pictures.map(({ atMs }) => atMs)).toEqual([15_100, 16_600, 18_100])
    const light = await Promise.all(pictures.map((it) => brightness(it.path, 0)))
    expect(light.map((it) => it > 200)).toEqual([true, false, true])
    const preview = cut.files.find(({ role }) => role === 'preview')?.path ?? ''
    const info = await inspectMedia(preview)
    expect(Math.abs(info.durationMs - 23_000)).toBeLessThan(200)
    expect([cut.markStartMs, cut.markEndMs]).toEqual([10_000, 13_000])
    expect(await brightness(preview, 9_960)).toBeGreaterThan(200)
    expect(await brightness(preview, 10_300)).toBeLessThan(180)
  },
)

test('where there is no picture at the phrase its stills are of the last one before', async () => {
  const whole = await makeClip(join(dir, 'whole.ts'), { seconds: 30, fps: 15 })
  const { seekPoints } = await inspectMedia(whole)
  const posAt = (wanted: number) => seekPoints.find(([ms]) => ms >= wanted)?.[1] ?? 0
  const [from, to] = [posAt(12_500), posAt(18_500)]
  const bytes = await readFile(whole)
  const kept: Buffer[] = []
  for (let at = 0; at + 188 <= bytes.length; at += 188) {
    const isPicture = (bytes.readUInt16BE(at + 1) & 0x1fff) === 0x100
    if (!isPicture || at < from || at >= to) kept.push(bytes.subarray(at, at + 188))
  }
  const path = join(dir, 'hole.ts')
  await writeFile(path, Buffer.concat(kept))
  const cut = await cutOf(path, 15_000, 16_000)
  const pictures = cut.files.filter(({ role }) => role === 'still')
  expect(pictures).toHaveLength(3)
  for (const { atMs = 0, bytes: size } of pictures) {
    expect(atMs).toBeLessThan(14_000)
    expect(size).toBeGreaterThan(1000)
  }
})

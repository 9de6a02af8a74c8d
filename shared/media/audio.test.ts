import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { beepTimes, joined, makeClip, remuxed, retimeFlv } from '#shared/testing/media.ts'
import { extractAudio } from './audio.ts'
import { refusalKind } from './refusal.ts'

let dir: string
const at = (name: string) => join(dir, name)

async function beeps(path: string, range = {}) {
  const out = at('out.wav')
  await extractAudio(path, out, range)
  return beepTimes(out)
}

/** Every beep within a frame or two of where it was made. */
function expectBeeps(found: readonly number[], wanted: readonly number[], withinMs = 30) {
  expect(found).toHaveLength(wanted.length)
  for (const [i, ms] of wanted.entries()) {
    expect(Math.abs((found[i] ?? 0) - ms), `beep ${i}`).toBeLessThan(withinMs)
  }
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-audio-'))
  await Promise.all(
    ['a.flv', 'a.ts', 'a.mp4', 'a.mkv'].map((name) => makeClip(at(name), { seconds: 8 })),
  )
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test.each(['flv', 'ts', 'mp4', 'mkv'])(
  'sample times of a whole %s are content times',
  async (kind) => {
    expectBeeps(await beeps(at(`a.${kind}`)), [0, 2000, 4000, 6000])
  },
)

test('a stretch begins with its first sample and is as long as asked', async () => {
  for (const kind of ['flv', 'ts', 'mp4', 'mkv']) {
    expectBeeps(await beeps(at(`a.${kind}`), { fromMs: 3100, toMs: 6500 }), [900, 2900])
    expect((await readFile(at('out.wav'))).length).toBeCloseTo(3400 * 32, -3)
  }
})

test('a leap, a restart, a slow clock: the sound goes on in content time', async () => {
  await makeClip(at('long.flv'), { seconds: 12 })
  const leap = (ms: number) => (ms < 3000 ? ms : ms + 60_000)
  const slow = (ms: number) => (ms < 4000 ? ms : 4000 + (ms - 4000) / 4)
  await retimeFlv(at('a.flv'), at('leap.flv'), leap)
  await retimeFlv(at('long.flv'), at('slow.flv'), slow)
  await joined([at('a.ts'), at('a.ts')], at('twice.ts'))
  const twice = [0, 2000, 4000, 6000, 8000, 10_000, 12_000, 14_000]
  expectBeeps(await beeps(at('leap.flv')), twice.slice(0, 4))
  expectBeeps(await beeps(at('slow.flv')), twice.slice(0, 6))
  expectBeeps(await beeps(at('twice.ts')), twice, 60)
  expectBeeps(await beeps(at('slow.flv'), { fromMs: 7000 }), [1000, 3000])
})

test('a leap copied into a file with an index goes on in content time too', async () => {
  await retimeFlv(at('a.flv'), at('far.flv'), (ms) => (ms < 3000 ? ms : ms + 60_000))
  for (const kind of ['mkv', 'mp4']) {
    const copy = await remuxed(at('far.flv'), at(`far.${kind}`))
    expectBeeps(await beeps(copy), [0, 2000, 4000, 6000], 60)
    expectBeeps(await beeps(copy, { fromMs: 5000 }), [1000], 60)
  }
})

test('a sound that changes its sample rate keeps its times', async () => {
  for (const kind of ['flv', 'ts']) {
    await makeClip(at(`b.${kind}`), { seconds: 8, sampleRate: 48_000 })
    const both = await joined([at(`a.${kind}`), at(`b.${kind}`)], at(`both.${kind}`))
    const wanted = [0, 2000, 4000, 6000, 8000, 10_000, 12_000, 14_000]
    expectBeeps(await beeps(both), wanted, 60)
  }
})

test('without sound there is nothing to extract; an abort stops at once', async () => {
  await makeClip(at('mute.mp4'), { seconds: 2, audio: false })
  await expect(extractAudio(at('mute.mp4'), at('x.wav'))).rejects.toMatchObject({ code: 'invalid' })
  await expect(extractAudio(at('a.mp4'), at('x.wav'), { fromMs: 9e6 })).rejects.toMatchObject({
    code: 'invalid',
  })
  const signal = AbortSignal.abort(new Error('stop'))
  await expect(extractAudio(at('a.mp4'), at('x.wav'), { signal })).rejects.toThrow('stop')
})

const made = join(import.meta.dirname, '../../../shared/data/media/made')

describe.runIf(existsSync(made))('files of the shared collection, where it is present', () => {
  test('every beep is heard at the time its truth file names', async () => {
    const truth = JSON.parse(await readFile(join(made, 'truth.json'), 'utf8'))
    let heard = 0
    for (const [name, want] of Object.entries<Record<string, number[]>>(truth)) {
      const marks = want.beep ?? want.marks ?? want.marks_media_order
      if (!marks) continue
      const found = await beeps(join(made, name)).catch(refusalKind)
      // Lost packets take a frame here and there; a hole is filled once it is audible.
      const withinMs = name.startsWith('lost') ? 100 : 40
      expectBeeps(
        Array.isArray(found) ? found : [],
        marks.map((s) => s * 1000),
        withinMs,
      )
      heard += 1
    }
    expect(heard).toBeGreaterThan(10)
  })
})

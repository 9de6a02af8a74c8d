/**
 * npm run fuzz [danmaku=10000] [media=500] [seed=1]: mutated files through the readers. Every one must be read or
 * refused with a sentence, in bounded time and memory; the first that is not is kept and named, and the exit code is 1.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { summariseDanmaku } from '../shared/danmaku/read.ts'
import { samples } from '../shared/danmaku/testing/samples.ts'
import { AppError } from '../shared/errors.ts'
import { cutOriginal } from '../shared/media/cut.ts'
import { sampleFrames } from '../shared/media/frames.ts'
import { inspectMedia } from '../shared/media/inspect.ts'
import { silences } from '../shared/media/silence.ts'
import { makeClip, remuxed } from '../shared/testing/media.ts'
import { mutate, random } from '../shared/testing/mutate.ts'

const given = Object.fromEntries(process.argv.slice(2).map((one) => one.split('=')))
const count = (name: string, otherwise: number) => Number(given[name] ?? otherwise)
const seed = count('seed', 1)
/** A hang, not a slow machine: a mutated file of some hundred kilobytes takes a second or two. */
const maxSeconds = 300
const maxGrownMb = 400

interface Result {
  read: number
  refused: number
  slowestMs: number
}

/** Reads one file; what is no sentence for people is a fault. */
async function tried(result: Result, path: string, read: (path: string) => Promise<unknown>) {
  const began = performance.now()
  try {
    await read(path)
    result.read++
  } catch (error) {
    if (!(error instanceof AppError) || !/[\u4e00-\u9fff]/.test(error.message)) throw error
    result.refused++
  }
  const ms = performance.now() - began
  result.slowestMs = Math.max(result.slowestMs, ms)
  if (ms > maxSeconds * 1000) throw new Error(`more than ${maxSeconds} s`)
}

async function fuzz(
  what: 'danmaku' | 'media',
  files: readonly { readonly name: string; readonly bytes: Buffer }[],
  rounds: number,
  read: (path: string, round: number) => Promise<unknown>,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-fuzz-'))
  const result: Result = { read: 0, refused: 0, slowestMs: 0 }
  const pick = random(seed)
  const before = process.memoryUsage.rss()
  let most = before
  for (let round = 0; round < rounds; round++) {
    const file = files[round % files.length]
    if (!file) break
    const path = join(dir, file.name)
    await writeFile(path, mutate(file.bytes, pick, what === 'media' ? 'media' : 'text'))
    try {
      await tried(result, path, (it) => read(it, round))
    } catch (error) {
      console.error(`${what}, seed ${seed}, round ${round}: ${path} is kept`)
      throw error
    }
    most = Math.max(most, process.memoryUsage.rss())
  }
  await rm(dir, { recursive: true })
  const grown = (most - before) / 1e6
  console.log(
    `${what}: ${rounds} files, ${result.read} read, ${result.refused} refused with a sentence, slowest ${result.slowestMs.toFixed(0)} ms, memory grew ${grown.toFixed(0)} MB`,
  )
  if (grown > maxGrownMb) throw new Error(`memory grew more than ${maxGrownMb} MB`)
}

async function mediaFiles() {
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-fuzz-base-'))
  try {
    const mp4 = await makeClip(join(dir, 'a.mp4'), { seconds: 3 })
    const fragments = ['-movflags', 'frag_keyframe+empty_moov']
    const names = [
      mp4,
      await makeClip(join(dir, 'b.mp4'), { seconds: 3, options: fragments }),
      await remuxed(mp4, join(dir, 'c.flv')),
      await remuxed(mp4, join(dir, 'd.ts')),
      await remuxed(mp4, join(dir, 'e.mkv')),
      await makeClip(join(dir, 'f.m4a'), { seconds: 3, video: false }),
    ]
    return await Promise.all(
      names.map(async (path) => ({
        name: path.slice(dir.length + 1),
        bytes: await readFile(path),
      })),
    )
  } finally {
    await rm(dir, { recursive: true })
  }
}

/** Inspected; every fifth also cut, listened to and looked at, as the stages do. */
async function readMedia(path: string, round: number): Promise<void> {
  const info = await inspectMedia(path)
  if (round % 5 !== 0) return
  const out = await mkdtemp(join(tmpdir(), 'lvbo-fuzz-cut-'))
  try {
    await cutOriginal(path, { fromMs: 0, toMs: 2000 }, out, { info })
    await silences(path, { info })
    const sampling = { everyMs: 1000, maxShortSide: 180, keyFramesWithinMs: 4500 }
    for await (const frame of sampleFrames(path, sampling, { info }))
      if (frame.data.length === 0) throw new Error('an empty picture')
  } finally {
    await rm(out, { recursive: true })
  }
}

const texts = samples.map(({ name, text }) => ({ name, bytes: Buffer.from(text) }))
await fuzz('danmaku', texts, count('danmaku', 10_000), (path) => summariseDanmaku(path))
await fuzz('media', await mediaFiles(), count('media', 500), readMedia)

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWav, wavBytes } from './wav.ts'

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-wav-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

async function read(bytes: Buffer): Promise<number[]> {
  const path = join(dir, 'a.wav')
  await writeFile(path, bytes)
  const samples: number[] = []
  for await (const chunk of readWav(path)) for (const x of chunk) samples.push(x)
  return samples
}

const samples = Int16Array.from({ length: 200_000 }, (_, i) => ((i * 37) % 65_536) - 32_768)
const whole = wavBytes(samples)

function changed(edit: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(whole)
  edit(bytes)
  return bytes
}

test('what was written is read', async () => {
  expect(await read(whole)).toEqual([...samples])
})

test.each([
  ['a length of zero', changed((b) => b.writeUInt32LE(0, 40)), 200_000],
  ['the length a pipe leaves', changed((b) => b.writeUInt32LE(0xffffffff, 40)), 200_000],
  ['a file cut off', whole.subarray(0, 100_045), 50_000],
  ['WAVE_FORMAT_EXTENSIBLE', changed((b) => b.writeUInt16LE(0xfffe, 20)), 200_000],
  [
    'a chunk before the sound',
    Buffer.concat([
      whole.subarray(0, 36),
      Buffer.from('LIST\x04\0\0\0abcd', 'latin1'),
      whole.subarray(36),
    ]),
    200_000,
  ],
])('%s is read as far as it goes', async (_, bytes, count) => {
  expect(await read(bytes)).toEqual([...samples.subarray(0, count)])
})

test.each([
  ['empty', Buffer.alloc(0)],
  ['a web page', Buffer.from('<!doctype html><title>502</title>')],
  ['stereo', changed((b) => b.writeUInt16LE(2, 22))],
  ['48 kHz', changed((b) => b.writeUInt32LE(48_000, 24))],
  ['floating point', changed((b) => b.writeUInt16LE(3, 20))],
  ['a header without sound', whole.subarray(0, 36)],
  ['lengths that lead nowhere', changed((b) => b.writeUInt32LE(0xfffffff0, 16))],
])('%s is refused in a sentence', async (_, bytes) => {
  await expect(read(bytes)).rejects.toMatchObject({ name: 'AppError', code: 'invalid' })
})

test('a missing file is not found', async () => {
  const reading = readWav(join(dir, 'none.wav')).next()
  await expect(reading).rejects.toMatchObject({ code: 'not_found' })
})

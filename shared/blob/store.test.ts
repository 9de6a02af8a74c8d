import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256File } from './hash.ts'
import { type Blobs, checkKey, openBlobs } from './store.ts'

let dir: string
let blobs: Blobs
const hash = (text: string) => createHash('sha256').update(text).digest('hex')

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-blob-'))
  blobs = await openBlobs(join(dir, 'store'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test('what is put under a key is there, whole, with its hash', async () => {
  await writeFile(join(dir, 'clip.mp4'), 'clip')
  expect(await blobs.put('clips/1/a.mp4', join(dir, 'clip.mp4'))).toEqual({
    sha256: hash('clip'),
    bytes: 4,
  })
  expect(await readFile(blobs.path('clips/1/a.mp4'), 'utf8')).toBe('clip')
  expect(await blobs.stat('clips/1/a.mp4')).toMatchObject({ bytes: 4 })
  expect(await sha256File(blobs.path('clips/1/a.mp4'))).toBe(hash('clip'))
  const part = await blobs.read('clips/1/a.mp4', { start: 1, end: 3 })
  expect(Buffer.concat(await part.toArray()).toString()).toBe('li')
})

test('putting again replaces, deleting twice is no error', async () => {
  await blobs.put('again.txt', stream('one'))
  await blobs.put('again.txt', stream('two'))
  expect(await readFile(blobs.path('again.txt'), 'utf8')).toBe('two')
  await blobs.delete('again.txt')
  await blobs.delete('again.txt')
  expect(await blobs.stat('again.txt')).toBeNull()
  await expect(blobs.read('again.txt')).rejects.toMatchObject({ code: 'not_found' })
})

test('a source that breaks off leaves nothing behind', async () => {
  await blobs.put('kept.txt', stream('before'))
  await expect(blobs.put('kept.txt', broken())).rejects.toThrow('torn')
  expect(await readFile(blobs.path('kept.txt'), 'utf8')).toBe('before')
  expect((await readdir(join(dir, 'store'))).filter((name) => name.startsWith('.'))).toEqual([])
})

test('what a crash left half-written is never listed, and swept out a day later', async () => {
  await writeFile(join(dir, 'store', '.tmp-crashed'), 'half')
  expect(await blobs.list()).not.toContain('.tmp-crashed')
  await openBlobs(join(dir, 'store'))
  expect(await readdir(join(dir, 'store'))).toContain('.tmp-crashed')
  const reopened = await openBlobs(join(dir, 'store'), new Date(Date.now() + 25 * 3600_000))
  expect(await readdir(join(dir, 'store'))).not.toContain('.tmp-crashed')
  await reopened.put('clips/2/b.mp4', stream('b'))
  expect(await reopened.list('clips/')).toEqual(['clips/1/a.mp4', 'clips/2/b.mp4'])
  expect(await reopened.freeBytes()).toBeGreaterThan(0)
})

test.each([
  '',
  '/etc/passwd',
  '../x',
  'a/../../x',
  'a//b',
  'a/',
  '.hidden',
  'a/.tmp-x',
  'a\\b',
  'a\0b',
  '名字',
  'x'.repeat(200),
  'a/b/c/d/e/f/g/h/i',
])('the key %j is refused', (key) => {
  expect(() => checkKey(key)).toThrow(expect.objectContaining({ code: 'invalid' }))
  expect(() => blobs.path(key)).toThrow(expect.objectContaining({ code: 'invalid' }))
})

async function* stream(text: string) {
  yield Buffer.from(text)
}

async function* broken() {
  yield Buffer.from('part')
  throw new Error('torn')
}

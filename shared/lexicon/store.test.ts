import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keep, readKept } from './store.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kept-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const parts = [
  { numbers: Int32Array.of(1, -2, 3), at: new Date('2026-01-02') },
  { words: ['全网', '最低'], map: new Map([[1, '一']]), nothing: undefined },
]

test('what was kept is read again as it was', async () => {
  keep(join(dir, 'new', 'folder'), 'one', parts)
  expect(await readKept(join(dir, 'new', 'folder'), 'one')).toStrictEqual(parts)
  expect(await readKept(dir, 'one')).toBeNull()
  expect(await readKept(join(dir, 'new', 'folder'), 'two')).toBeNull()
})

test('a file cut short, at any place, is as good as none', async () => {
  keep(dir, 'one', parts)
  const whole = await readFile(join(dir, 'one'))
  for (let length = whole.length - 1; length >= 0; length--) {
    await truncate(join(dir, 'one'), length)
    expect(await readKept(dir, 'one'), `${length} bytes`).toBeNull()
  }
  keep(dir, 'one', parts)
  expect(await readKept(dir, 'one')).toStrictEqual(parts)
})

test('a file with one byte changed, whichever, is as good as none', async () => {
  keep(dir, 'one', parts)
  const whole = await readFile(join(dir, 'one'))
  for (let at = 0; at < whole.length; at++) {
    const damaged = Buffer.from(whole)
    damaged[at] = (damaged[at] as number) ^ 1
    await writeFile(join(dir, 'one'), damaged)
    expect(await readKept(dir, 'one'), `byte ${at}`).toBeNull()
  }
})

test('where nothing can be written nothing is kept, and nobody is told', async () => {
  await writeFile(join(dir, 'file'), '')
  keep(join(dir, 'file'), 'one', parts)
  expect(await readKept(join(dir, 'file'), 'one')).toBeNull()
})

test('only those used last are kept; what a crash left half-written goes after an hour', async () => {
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000)
  for (const [i, name] of ['a', 'b', 'c', 'd'].entries()) {
    keep(dir, name, parts)
    await utimes(join(dir, name), ago(50 - i), ago(50 - i))
  }
  await writeFile(join(dir, 'x.tmp'), '')
  await writeFile(join(dir, 'y.tmp'), '')
  await utimes(join(dir, 'y.tmp'), ago(61), ago(61))
  expect(await readKept(dir, 'a')).not.toBeNull()
  keep(dir, 'e', parts)
  expect((await readdir(dir)).sort()).toEqual(['a', 'c', 'd', 'e', 'x.tmp'])
})

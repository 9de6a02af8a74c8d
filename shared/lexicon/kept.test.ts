import {
  appendFile,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { smallLexicon } from '#shared/testing/lexicons.ts'
import { compileLexicon } from '#shared/text/compile.ts'
import { compileAside } from './aside.ts'
import { compileKept, loadKept } from './kept.ts'
import { loadLexicon, versionOf } from './load.ts'

let dir: string
let folder: string
let kept: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kept-'))
  folder = join(dir, 'lexicons')
  kept = join(dir, 'kept')
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const small = smallLexicon()
const version = versionOf(small)
/** Cannot be compiled: whoever answers with a lexicon all the same has read it. */
const broken = { ...small, categories: [] }
const only = async () => {
  const [name = '', ...more] = await readdir(kept)
  expect(more).toEqual([])
  return join(kept, name)
}

test('a version is compiled once, and read again it is the same', async () => {
  const compiled = compileLexicon(small, version)
  expect(isDeepStrictEqual(await compileKept(small, version, kept), compiled)).toBe(true)
  const read = await compileKept(broken, version, kept)
  expect(isDeepStrictEqual(read, compiled)).toBe(true)
  expect(read.claims.exact.trie).toBe(read.claims.soft.trie)
  expect(read.rules[0]?.rule).toBe(read.source.rules[0]?.rules[0])
  await expect(compileKept(broken, `${version}0`, kept)).rejects.toThrow('没有这个类别')
})

test('in a thread too, whoever was first; two at once do not disturb each other', async () => {
  const json = JSON.stringify(small)
  const both = await Promise.all([
    compileAside(json, version, kept),
    compileAside(json, version, kept),
  ])
  await only()
  const read = await compileAside(JSON.stringify(broken), version, kept)
  for (const lexicon of [...both, await compileKept(broken, version, kept)])
    expect(isDeepStrictEqual(lexicon, read)).toBe(true)
})

test('a damaged file is compiled again, and whole afterwards', async () => {
  await compileKept(small, version, kept)
  const path = await only()
  const whole = await readFile(path)
  await truncate(path, whole.length >> 1)
  await expect(compileKept(broken, version, kept)).rejects.toThrow('没有这个类别')
  const again = await compileKept(small, version, kept)
  expect(isDeepStrictEqual(again, compileLexicon(small, version))).toBe(true)
  expect((await readFile(path)).equals(whole)).toBe(true)
})

test('without a folder to write in it is compiled every time', async () => {
  await writeFile(kept, '')
  const lexicon = await compileKept(small, version, kept)
  expect(isDeepStrictEqual(lexicon, compileLexicon(small, version))).toBe(true)
  await expect(compileKept(broken, version, kept)).rejects.toThrow('没有这个类别')
})

test('a folder is read once for every content; a fault in it is told as ever', async () => {
  const oneFile = (path: string) => !path.includes('/rules/') || path.endsWith('/short-weight.yaml')
  await cp('lexicons', folder, { recursive: true, filter: oneFile })
  const loaded = async () => {
    const { source, laws, categories } = await loadLexicon(folder)
    return { source, laws, categories }
  }
  const first = await loadKept(folder, kept)
  expect(first).toStrictEqual(await loaded())
  expect(versionOf(first.source)).toBe(versionOf((await loaded()).source))
  expect(await loadKept(folder, kept)).toStrictEqual(first)
  await only()

  const concepts = join(folder, 'concepts.yaml')
  await appendFile(concepts, '  新词: [甲乙丙]\n')
  const edited = await loadKept(folder, kept)
  expect(edited).toStrictEqual(await loaded())
  expect(edited.source.concepts.新词).toEqual(['甲乙丙'])

  await appendFile(concepts, '  新词: [重复]\n')
  const fault = await loadLexicon(folder).catch((error: unknown) => error)
  await expect(loadKept(folder, kept)).rejects.toEqual(fault)

  await rm(concepts)
  await expect(loadKept(folder, kept)).rejects.toMatchObject({ code: 'not_found' })
  await cp('lexicons/concepts.yaml', concepts)
  expect(await loadKept(folder, kept)).toStrictEqual(first)
  await writeFile(join(folder, 'rules', 'odd.txt'), '')
  await expect(loadKept(folder, kept)).rejects.toThrow('规则文件名应以 .yaml 结尾')
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isTornMkv } from './ebml.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-ebml-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const block = 'a3 88 81 0000 80 11223344'
/** A live recorder's file, element by element: of segment and first cluster nobody knew the length, of the second they did. */
const elements = [
  ...['1a45dfa3 84 4282 81 6d', '18538067 01ffffffffffffff'],
  ...['1f43b675 ff', 'e7 81 00', block, block],
  `1f43b675 8d e7 81 05 ${block}`,
].map(hex)

test('a live file that ends between two elements is not torn, one that ends within any is', async () => {
  const live = Buffer.concat(elements)
  const ends = elements.map((_, i) => Buffer.concat(elements.slice(0, i + 1)).length)
  const path = join(dir, 'a.mkv')
  await writeFile(path, live)
  for (let end = 1; end <= live.length; end += 1) {
    const isTorn = await isTornMkv([{ path, start: 0, end }])
    expect(isTorn, `${end} bytes`).toBe(!ends.includes(end))
  }
})

test('what is no element ends the walk', async () => {
  const path = join(dir, 'zero.mkv')
  const bytes = Buffer.concat([...elements, Buffer.alloc(100)])
  await writeFile(path, bytes)
  expect(await isTornMkv([{ path, start: 0, end: bytes.length }])).toBe(false)
})

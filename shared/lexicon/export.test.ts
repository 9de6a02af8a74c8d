import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDocument } from './document.ts'
import { exportLexicon } from './export.ts'
import { loadLexicon, versionOf } from './load.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-export-'))
})
afterAll(() => rm(dir, { recursive: true }))

test('the shipped lexicon, stored, exported and read again is the same version', async () => {
  const { source } = await loadLexicon('lexicons')
  const stored = readDocument(JSON.parse(JSON.stringify(source)))
  await exportLexicon(stored, join(dir, 'out'), 'lexicons')
  const again = await loadLexicon(join(dir, 'out'))
  expect(versionOf(again.source)).toBe(versionOf(source))
  await expect(exportLexicon(stored, join(dir, 'out'), 'lexicons')).rejects.toMatchObject({
    code: 'conflict',
  })
})

test('what a version says of a category goes with it', async () => {
  const { source } = await loadLexicon('lexicons')
  const categories = source.categories.map((one) => ({ ...one, severity: 1 as const }))
  await exportLexicon({ ...source, categories }, join(dir, 'milder'), 'lexicons')
  const again = await loadLexicon(join(dir, 'milder'))
  expect(versionOf(again.source)).toBe(versionOf({ ...source, categories }))
  const strange = [{ ...categories[0], id: 'no-such' }] as typeof categories
  const exported = exportLexicon(
    { ...source, categories: strange },
    join(dir, 'strange'),
    'lexicons',
  )
  await expect(exported).rejects.toThrow('no-such')
})

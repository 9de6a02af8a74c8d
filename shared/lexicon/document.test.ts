import { expect, test } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { readDocument } from './document.ts'
import { loadLexicon, versionOf } from './load.ts'

const { source } = await loadLexicon('lexicons')
const stored = () => JSON.parse(JSON.stringify(source)) as typeof source

test('stored and read again it is the same version, dates of examples included', () => {
  const again = readDocument(stored())
  expect(versionOf(again)).toBe(versionOf(source))
  const dated = again.rules.flatMap(({ rules }) =>
    rules.flatMap(({ examples }) => examples.match.filter(({ at }) => at !== undefined)),
  )
  expect(dated.length).toBeGreaterThan(0)
  for (const { at } of dated) expect(at).toBeInstanceOf(Date)
  const [first] = dated
  if (first) first.at = new Date('2020-01-01T00:00:00Z')
  expect(versionOf(again)).not.toBe(versionOf(source))
})

test('a document at fault is refused with its place', () => {
  const [file] = stored().rules
  const broken = { ...stored(), rules: [{ ...file, rules: [{ ...file?.rules[0], severity: 9 }] }] }
  expect(() => readDocument(broken)).toThrow(/rules\.0\.rules\.0\.severity/)
  expect(() => readDocument('no lexicon')).toThrow(AppError)
  const twice = { ...stored(), rules: [...stored().rules, file] }
  expect(() => readDocument(twice)).toThrow(`规则编号 ${file?.rules[0]?.id} 用了两次`)
})

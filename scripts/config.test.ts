import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { envExample, settings, withTable } from './config.ts'

test('README and .env.example say what the schema says; run `npm run config` after changing it', () => {
  const readme = readFileSync('README.md', 'utf8')
  expect(withTable(readme)).toBe(readme)
  expect(readFileSync('.env.example', 'utf8')).toBe(envExample())
})

test('every setting is explained', () => {
  expect(settings.filter(({ meaning }) => meaning === '')).toEqual([])
})

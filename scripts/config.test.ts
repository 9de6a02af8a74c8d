import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { envExample, settings, withTable } from './config.ts'

test('README and .env.example say what the schema says; run `npm run config` after changing it', () => {
  const readme = readFileSync('README.md', 'utf8')
  expect(withTable(readme)).toBe(readme)
  expect(readFileSync('.env.example', 'utf8')).toBe(envExample())
})

test('the composed house passes every setting on', () => {
  const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true })
  const passed = Object.keys(compose.services.worker.environment)
  expect(settings.map(({ name }) => name).filter((name) => !passed.includes(name))).toEqual([])
})

test('every setting is explained', () => {
  expect(settings.filter(({ meaning }) => meaning === '')).toEqual([])
})

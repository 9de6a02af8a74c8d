import { expect, test } from 'vitest'
import { loadConfig, roles } from './env.ts'

test('an empty environment is the embedded house on this machine', () => {
  const config = loadConfig({})
  expect(config).toMatchObject({ DATABASE_URL: 'pglite:./data/db', HOST: '127.0.0.1' })
  expect(config.ROLES).toEqual([...roles])
})

test.each([
  [{ ROLES: 'detect' }, 'ROLES'],
  [{ ROLES: 'cook' }, 'ROLES'],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
  [{ HOST: '0.0.0.0' }, 'ACCESS_TOKEN'],
  [{ HOST: '0.0.0.0', ACCESS_TOKEN: 'short' }, 'ACCESS_TOKEN'],
  [{ PORT: '70000' }, 'PORT'],
  [{ ASR_URL: 'file:///etc/passwd' }, 'ASR_URL'],
  [{ LLM_URL: 'http://llm:8000/v1' }, 'LLM_MODEL'],
  [{ LLM_TASKS: 'flags,verdicts' }, 'LLM_TASKS'],
  [{ LLM_DAILY_BUDGET: '-1' }, 'LLM_DAILY_BUDGET'],
  [{ HOOK_SECRETS: 'blrec=short' }, 'HOOK_SECRETS'],
  [{ HOOK_SECRETS: 'a-secret-without-a-recorder' }, 'HOOK_SECRETS'],
  [{ S3_URL: 'https://s3.example.com' }, 'S3_BUCKET'],
  [{ RECORDINGS_DIR: '/in', DATA_DIR: '/in/data' }, 'RECORDINGS_DIR'],
])('%j is refused, naming %s', (env, name) => {
  expect(() => loadConfig(env)).toThrow(name)
})

test('roles may be split once database and queue are served', () => {
  const served = { DATABASE_URL: 'postgres://h/d', QUEUE_URL: 'redis://h' }
  expect(loadConfig({ ...served, ROLES: 'detect, pool' }).ROLES).toEqual(['detect', 'pool'])
})

test('embedded, all roles are needed but the optional advice', () => {
  const without = roles.filter((role) => role !== 'adjudicate')
  expect(loadConfig({ ROLES: without.join(',') }).ROLES).toEqual(without)
})

test('secrets of hooks by recorder', () => {
  const { HOOK_SECRETS } = loadConfig({
    HOOK_SECRETS: 'blrec=0123456789abcdef=, *=fedcba9876543210',
  })
  expect([...HOOK_SECRETS]).toEqual([
    ['blrec', '0123456789abcdef='],
    ['*', 'fedcba9876543210'],
  ])
})

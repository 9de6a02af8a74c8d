import { expect, test } from 'vitest'
import { createLog, scrub } from './log.ts'

test.each([
  ['redis://user:hunter2@host:6379/0 refused', 'redis://user:***@host:6379/0 refused'],
  ['rediss://:hunter2@host', 'rediss://:***@host'],
  ['pull rtmp://a/live?sign=abc&room=7', 'pull rtmp://a/live?sign=***&room=7'],
  ['{"headers":{"Authorization":"Bearer a.b-c"}}', '{"headers":{"Authorization":"***"}}'],
  ['sent Bearer a.b-c to it', 'sent Bearer *** to it'],
  [
    '{"apiKey":"sk-1","password":"a\\"b","key":"sentence-7"}',
    '{"apiKey":"***","password":"***","key":"sentence-7"}',
  ],
  ['wrong key sk-abcdefgh1234 given', 'wrong key sk-*** given'],
  [
    '{"lag":3,"room":"农家好货 10:30","url":"http://a:80/b@c"}',
    '{"lag":3,"room":"农家好货 10:30","url":"http://a:80/b@c"}',
  ],
])('scrub %s', (line, clean) => {
  expect(scrub(line)).toBe(clean)
})

test('a secret in a message, a field or a stack does not reach the stream', () => {
  const lines: string[] = []
  const log = createLog({ level: 'info', to: { write: (line) => lines.push(line) } })
  const err = new Error('connect postgres://lvbo:hunter2@db/lvbo failed')
  log.error({ err, deep: { er: { token: 'hunter2' } } }, 'with rediss://x:hunter2@y')
  log.debug('not at this level')
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain('hunter2')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 50, deep: { er: { token: '***' } } })
})

import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { addressOf, isEncrypted } from './visitor.ts'

const proxies = new Set(['10.0.0.1'])
const app = new Hono().get('/', (c) =>
  c.json({ address: addressOf(c, proxies), encrypted: isEncrypted(c, proxies) }),
)
const ask = async (remoteAddress: string, headers: Record<string, string> = {}) =>
  (
    await app.request('http://localhost/', { headers }, { incoming: { socket: { remoteAddress } } })
  ).json()

const told = { 'x-forwarded-for': '1.1.1.1, 2.2.2.2', 'x-forwarded-proto': 'https' }

test.each([
  ['a stranger’s headers count for nothing', '3.3.3.3', told, '3.3.3.3', false],
  ['our proxy’s own entry is the last', '10.0.0.1', told, '2.2.2.2', true],
  ['our proxy under its mapped address', '::ffff:10.0.0.1', told, '2.2.2.2', true],
  ['our proxy without a word', '10.0.0.1', {}, '10.0.0.1', false],
])('%s', async (_, peer, headers, address, encrypted) => {
  expect(await ask(peer, headers)).toEqual({ address, encrypted })
})

import { expect, test } from 'vitest'
import { isPrivateAddress, publicLookup } from './private-address.ts'

test.each([
  '127.0.0.1',
  '127.255.0.9',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::1',
  '::',
  '[::1]',
  'fe80::1',
  'fd00::7',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
])('%s is private', (address) => expect(isPrivateAddress(address)).toBe(true))

test.each([
  '8.8.8.8',
  '172.32.0.1',
  '100.128.0.1',
  '2400:3200::1',
  '::ffff:8.8.8.8',
  'example.com',
])('%s is not', (address) => expect(isPrivateAddress(address)).toBe(false))

test('a name that leads home is refused while connecting', async () => {
  const error = await new Promise<Error | null>((done) =>
    publicLookup('localhost', {}, (fault) => done(fault)),
  )
  expect(error?.message).toMatch(/private address/)
})

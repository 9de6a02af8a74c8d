import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSha256 } from './sha256.ts'

const reference = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('agrees with the platform’s own at every length around the blocks', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = randomBytes(length)
    const sha = createSha256()
    sha.update(bytes)
    expect(sha.digest()).toBe(reference(bytes))
  }
})

test('gives the same however the bytes are cut', () => {
  const bytes = randomBytes(100_000)
  const sha = createSha256()
  for (let at = 0, step = 1; at < bytes.length; at += step, step = (step * 7) % 1000)
    sha.update(bytes.subarray(at, at + step))
  expect(sha.digest()).toBe(reference(bytes))
})

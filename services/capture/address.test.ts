import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { retryDelayMs } from '#shared/domain/capture.ts'
import { addressGuard, isInner } from '#shared/media/address.ts'
import { followLive } from '#shared/media/live-source.ts'

describe('which addresses may be opened', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.100.100.200',
    '0.0.0.0',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    'fd00::1',
    'fe80::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '239.1.1.1',
  ])('%s is inside', (address) => expect(isInner(address)).toBe(true))

  test.each(['8.8.8.8', '223.5.5.5', '2400:3200::1'])('%s is outside', (address) =>
    expect(isInner(address)).toBe(false),
  )

  test.each([
    'file:///etc/passwd',
    'ftp://example.com/x',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::ffff:127.0.0.1]/live.flv',
    'http://user:secret@example.com/',
    'http://localhost:6379/',
    'rtmp://127.0.0.1/app/stream',
  ])('%s is refused with a sentence', async (address) => {
    const guard = addressGuard([])
    await expect(guard.resolve(new URL(address))).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('the policy may allow a network or one port of one host', async () => {
    const url = (text: string) => new URL(text)
    await addressGuard(['127.0.0.0/8']).resolve(url('http://127.0.0.1:99/'))
    const one = addressGuard(['127.0.0.1:8080'])
    await one.resolve(url('http://127.0.0.1:8080/'))
    await expect(one.resolve(url('http://127.0.0.1:8081/'))).rejects.toThrow('内部网络')
  })
})

describe('a playlist that points elsewhere', () => {
  /** Answers by path: a redirect, or a playlist. */
  async function serve(answers: Record<string, { to?: string; body?: string }>) {
    const hit: string[] = []
    const server = createServer((request, response) => {
      const path = request.url ?? ''
      hit.push(path)
      const { to, body } = answers[path] ?? {}
      if (to) response.writeHead(302, { location: to }).end()
      else if (body) response.end(body)
      else response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return { base: `127.0.0.1:${port}`, hit, close: () => server.close() }
  }
  const list = (...lines: string[]) => ['#EXTM3U', '#EXT-X-TARGETDURATION:1', ...lines].join('\n')

  test.each<[string, string]>([
    ['a segment on this machine', list('#EXTINF:1,', 'http://localhost:1/secret')],
    ['a segment in a file', list('#EXTINF:1,', 'file:///etc/passwd')],
    [
      'a key at the metadata address',
      list('#EXT-X-KEY:METHOD=AES-128,URI="http://169.254.169.254/k"', '#EXTINF:1,', 'a.ts'),
    ],
    ['an init section inside', list('#EXT-X-MAP:URI="http://10.0.0.1/i"', '#EXTINF:1,', 'a.ts')],
    ['a variant inside', list('#EXT-X-STREAM-INF:BANDWIDTH=1', 'http://192.168.0.1/x.m3u8')],
  ])('%s is not opened', async (_, body) => {
    const server = await serve({ '/live.m3u8': { body }, '/a.ts': { body: 'x'.repeat(188) } })
    const signal = AbortSignal.timeout(20_000)
    const options = {
      guard: addressGuard([server.base]),
      signal,
      stallMs: 3000,
      maxChunkBytes: 1e6,
      afterMs: null,
    }
    const chunks = followLive(`http://${server.base}/live.m3u8`, options)
    await expect(chunks.next()).rejects.toMatchObject({ code: 'forbidden' })
    server.close()
  })

  test('a redirect inside is not followed, one that goes round is given up', async () => {
    const server = await serve({
      '/in': { to: 'http://127.0.0.1:1/x' },
      '/round': { to: '/round' },
    })
    const signal = AbortSignal.timeout(20_000)
    const options = {
      guard: addressGuard([server.base]),
      signal,
      stallMs: 3000,
      maxChunkBytes: 1e6,
      afterMs: null,
    }
    const open = (path: string) => followLive(`http://${server.base}${path}`, options).next()
    await expect(open('/in')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(open('/round')).rejects.toThrow('跳转')
    expect(server.hit.filter((path) => path === '/round')).toHaveLength(6)
    server.close()
  })
})

test('waits double up to the longest, half of each is chance', () => {
  const retry = { firstSeconds: 1, longestSeconds: 60 }
  expect([0, 1, 2, 10].map((n) => retryDelayMs(retry, n, 0))).toEqual([500, 1000, 2000, 30_000])
  expect(retryDelayMs(retry, 10, 0.999)).toBeLessThanOrEqual(60_000)
})

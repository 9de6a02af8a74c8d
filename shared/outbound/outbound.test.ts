import { createHmac } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { GiveUp } from '#shared/errors.ts'
import { type FakeSmtp, fakeSmtp } from '#shared/testing/fake-smtp.ts'
import { dropLetter } from './folder.ts'
import type { Letter } from './letter.ts'
import { sendMail } from './mail.ts'
import { sendLetter } from './send.ts'
import { postWebhook, signature } from './webhook.ts'

const letter: Letter = {
  id: '5b0c9a1e-0000-4000-8000-000000000001',
  kind: 'report',
  title: '舟山市绿色直播间动态监测日报 2026-03-11',
  text: '已签发，见附件。\n.单独一点开头的行',
  data: { day: '2026-03-11', version: 1 },
  files: [{ name: '日报.pdf', mime: 'application/pdf', bytes: Buffer.from('%PDF-1.7 试') }],
}

describe('mail, to a server that speaks SMTP', () => {
  let server: FakeSmtp
  beforeAll(async () => {
    server = await fakeSmtp('绿播', 'p@ss:word')
  })
  afterAll(() => server.close())
  const settings = () => ({ url: server.url, from: '绿播 <lvbo@example.gov.cn>' })
  const to = ['duty@example.gov.cn', 'chief@example.gov.cn']

  test('signs in, names everybody, carries subject, words and file, and the server confirms', async () => {
    expect(await sendMail(settings(), to, letter)).toContain('250 2.0.0 queued as 1')
    const [mail] = server.taken
    expect(mail).toMatchObject({ from: 'lvbo@example.gov.cn', to })
    const data = mail?.data ?? ''
    expect(data).toContain(`Message-ID: <${letter.id}@lvbo>`)
    const parts = data.split('\r\n\r\n').map((part) => part.replaceAll('\r\n', ''))
    const decoded = parts.map((part) => Buffer.from(part.split('--')[0] ?? '', 'base64').toString())
    expect(decoded.join('\n')).toContain('%PDF-1.7 试')
    expect(decoded.join('\n')).toContain('单独一点开头的行')
    const subject = [...data.matchAll(/=\?UTF-8\?B\?([^?]+)\?=/g)].map(([, b = '']) =>
      Buffer.from(b, 'base64').toString(),
    )
    expect(subject.join('')).toContain('舟山市绿色直播间动态监测日报')
  })

  test.each([
    ['RCPT', '450 4.2.1 busy', 'unavailable'],
    ['.', '451 4.3.0 try later', 'unavailable'],
    ['RCPT', '550 5.1.1 no such user', 'give up'],
    ['AUTH', '535 5.7.8 bad credentials', 'give up'],
    ['.', '552 5.3.4 too big', 'give up'],
    ['EHLO', '421 4.3.2 going down', 'unavailable'],
  ])('%s answered %s: %s', async (command, answer, what) => {
    const before = server.taken.length
    // Where one address is refused the other may still be taken: both are.
    for (const _ of command === 'RCPT' ? to : ['']) server.answerNext(command, answer)
    if (command === 'EHLO') server.answerNext('HELO', answer)
    const error = await sendMail(settings(), to, letter).catch((it: unknown) => it)
    if (what === 'give up') expect(error).toBeInstanceOf(GiveUp)
    else expect(error).toMatchObject({ code: 'unavailable' })
    expect(server.taken.length).toBe(before)
  })

  test('no server at all can come back', async () => {
    const gone = { ...settings(), url: 'smtp://127.0.0.1:1' }
    await expect(sendMail(gone, to, letter)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('webhook, to a receiver that checks', () => {
  const secret = 'a secret of some length'
  const nowMs = Date.parse('2026-03-12T06:30:00+08:00')
  const got: { headers: IncomingHttpHeaders; body: string }[] = []
  let status = 200
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {})
      response.end('收到\n谢谢')
    })
  })
  let host = ''
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  })
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))
  beforeEach(() => got.splice(0))
  const post = (allow = [host], at = host) =>
    postWebhook(`http://${at}/in`, letter, { secret, allow, nowMs })

  test('the receiver can check who sent it, when, and whether it has it already', async () => {
    status = 200
    expect(await post()).toBe('200 收到 谢谢')
    const [{ headers, body } = { headers: {}, body: '' }] = got
    expect(headers['idempotency-key']).toBe(letter.id)
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['lvbo-signature'])) ?? []
    expect(Number(t) * 1000).toBe(nowMs)
    expect(v1).toBe(createHmac('sha256', secret).update(`${t}.${body}`).digest('hex'))
    const { files, ...rest } = JSON.parse(body)
    expect(rest).toEqual({ ...letter, files: undefined })
    expect(Buffer.from(files[0].base64, 'base64')).toEqual(letter.files[0]?.bytes)
    expect(signature('another', body, nowMs)).not.toBe(headers['lvbo-signature'])
  })

  test.each([
    [503, 'unavailable'],
    [429, 'unavailable'],
    [400, 'give up'],
    [302, 'give up'],
  ])('status %i: %s', async (answer, what) => {
    status = answer
    const error = await post().catch((it: unknown) => it)
    if (what === 'give up') expect(error).toBeInstanceOf(GiveUp)
    else expect(error).toMatchObject({ code: 'unavailable' })
    expect(got).toHaveLength(1)
  })

  test('no private address that the policy does not name, by number or by name', async () => {
    const port = host.split(':')[1]
    await expect(post([])).rejects.toBeInstanceOf(GiveUp)
    await expect(post([], `[::1]:${port}`)).rejects.toBeInstanceOf(GiveUp)
    await expect(post([], `localhost:${port}`)).rejects.toThrow('private address')
    await expect(post([`127.0.0.1:1`])).rejects.toBeInstanceOf(GiveUp)
    expect(got).toEqual([])
  })
})

describe('folder, for a closed network', () => {
  let root = ''
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'lvbo-drop-'))
  })
  afterAll(() => rm(root, { recursive: true }))

  test('whole or not at all, the same again changes nothing', async () => {
    const confirmed = await dropLetter(root, 'city/reports', letter)
    const name = `report-${letter.id}`
    expect(confirmed).toMatch(new RegExp(`^city/reports/${name} sha256:[0-9a-f]{64}$`))
    expect(await dropLetter(root, 'city/reports', letter)).toBe(confirmed)
    const there = join(root, 'city/reports')
    expect(await readdir(there)).toEqual([name])
    expect((await readdir(join(there, name))).toSorted()).toEqual(['letter.json', '日报.pdf'])
    expect(await readFile(join(there, name, '日报.pdf'))).toEqual(letter.files[0]?.bytes)
    const list = JSON.parse(await readFile(join(there, name, 'letter.json'), 'utf8'))
    expect(list).toMatchObject({ id: letter.id, title: letter.title, data: { version: 1 } })
  })
})

test.each([
  [{ kind: 'mail', to: ['a@example.com'] }, 'SMTP_URL'],
  [{ kind: 'webhook', url: 'https://example.com/' }, 'DELIVERY_SECRETS'],
  [{ kind: 'folder', dir: 'x' }, 'DROP_DIR'],
] as const)('%j without its settings says which', async (way, setting) => {
  const post = { mail: null, secrets: new Map<string, string>(), dropDir: null }
  const to = { recipient: 'x', way: structuredClone(way) as never, allow: [], nowMs: 0 }
  await expect(sendLetter(post, to, letter)).rejects.toThrow(setting)
})

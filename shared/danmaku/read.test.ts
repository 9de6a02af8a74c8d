import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Comment } from '#shared/domain/comment.ts'
import { AppError } from '#shared/errors.ts'
import { dialects } from './dialect.ts'
import { readDanmaku, summariseDanmaku } from './read.ts'
import { samples } from './testing/samples.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'danmaku-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function all(name: string, content: string | Uint8Array): Promise<Comment[]> {
  const comments: Comment[] = []
  for await (const comment of (await readDanmaku(await put(name, content))).comments)
    comments.push(comment)
  return comments
}

describe('every dialect', () => {
  it.each(samples)('$dialect: $name', async (sample) => {
    const found = await summariseDanmaku(await put(sample.name, sample.text))
    const [tMs, atMs, text] = sample.from
    const [lastMs, lastAtMs, lastText] = sample.to ?? sample.from
    expect(found).toMatchObject({
      dialect: sample.dialect,
      startAtMs: sample.startAtMs ?? null,
      kinds: { chat: sample.chat, ...sample.others },
      chat: sample.chat,
      errors: sample.errors ?? 0,
      repaired: sample.repaired ?? 0,
      duplicates: sample.duplicates ?? 0,
      empty: sample.empty ?? 0,
      first: { tMs, atMs, text },
      last: { tMs: lastMs, atMs: lastAtMs, text: lastText },
    })
    expect(Object.keys(found.kinds).length).toBe(1 + Object.keys(sample.others ?? {}).length)
  })

  it('has a sample', () => {
    expect(new Set(samples.map(({ dialect }) => dialect))).toEqual(new Set(Object.keys(dialects)))
  })
})

describe('encodings', () => {
  const text =
    '<?xml version="1.0"?><i><chatserver>x</chatserver><d p="1,1,25,0,1296965347,0,ab,1">多少钱</d></i>'
  const utf16 = Buffer.from(text, 'utf16le')
  const bigEndian = Buffer.from(utf16).swap16()
  // 多少钱 in GB18030.
  const [before = '', after = ''] = text.split('多少钱')
  const gb = Buffer.concat([
    Buffer.from(before),
    Buffer.from([0xb6, 0xe0, 0xc9, 0xd9, 0xc7, 0xae]),
    Buffer.from(after),
  ])
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 LE with mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    ['UTF-16 BE with mark', Buffer.concat([Buffer.from([0xfe, 0xff]), bigEndian])],
    ['UTF-16 LE without mark', utf16],
    ['GB18030', gb],
    ['UTF-8 with a broken byte', Buffer.concat([Buffer.from(text), Buffer.from([0xff])])],
  ])('reads %s', async (_, bytes) => {
    expect((await all('encoded.xml', bytes)).map((comment) => comment.text)).toEqual(['多少钱'])
  })
})

describe('what a comment carries', () => {
  it('marks a time that is only read out of the id', async () => {
    const record = { id: '7615953695730488064', method: 'WebcastChatMessage', content: '一' }
    const [comment] = await all('d.json', JSON.stringify([record]))
    expect(comment).toMatchObject({ atMs: 1773227401000, timeGuessed: true })
  })

  it('names the goods on show', async () => {
    const record = {
      id: '1',
      method: 'WebcastLiveShoppingMessage',
      promotionId: '36',
      timestamp: 1773227401000,
    }
    const [comment] = await all('p.json', JSON.stringify([record]))
    expect(comment).toMatchObject({ kind: 'product', product: { id: '36', title: null } })
  })

  it('flags the run a recorder was stuck in, and nothing beside it', async () => {
    const stuck = samples.find(({ name }) => name === 'stream-rec.xml')
    const flags = (await all('stuck.xml', stuck?.text ?? '')).map(({ clamped }) => clamped ?? false)
    expect(flags).toEqual([true, true, true, false])
  })

  it('knows who speaks for the room from the file alone', async () => {
    const own = samples.find(({ dialect }) => dialect === 'bililive-recorder')
    const staff = (await all('own.xml', own?.text ?? '')).filter((comment) => comment.staff)
    expect(staff.map(({ text }) => text)).toEqual(['我来回答', '最后'])
  })

  it('takes the name for the sender where everybody has the same id', async () => {
    const same = samples.find(({ dialect }) => dialect === 'douyin-xml')
    const senders = (await all('same.xml', same?.text ?? '')).map(({ sender }) => sender)
    expect(senders).toEqual(['<匿名>', '奶奶的"围巾"', '>_<'])
  })

  it('keeps emoji and zero-width signs, drops what no database takes', async () => {
    const line = { event_ts_ms: 1773227401001, user_id: 1, content: '\ud83d\u0000🚀零\u200b宽' }
    const [comment] = await all('clean.jsonl', JSON.stringify(line))
    expect(comment?.text).toBe('🚀零\u200b宽')
  })
})

describe('what is no danmaku', () => {
  it.each([
    ['empty.xml', ''],
    ['page.xml', '<!DOCTYPE html><html><d p="1,1">x</d></html>'],
    ['feed.xml', '<?xml version="1.0"?><rss><item>x</item></rss>'],
    ['truth.json', '{"a.xml":{"chat":4,"first":{"time":0.8,"text":"x"}}}'],
    ['whisper.json', '{"text":"你好","segments":[{"id":0,"start":0.0,"end":1.0,"text":"你好"}]}'],
    ['hook.jsonl', '{"EventType":"FileClosed","EventData":{"RoomId":1,"Title":"x"}}'],
    ['captions.srt', '1\n00:00:01,500 --> 00:00:05,000\n大家好\n'],
    [
      'captions.ass',
      '[Script Info]\nTitle: x\n[Events]\nFormat: Layer, Start, End, Style, Name, Text\nDialogue: 0,0:00:00.00,0:00:01.23,Default,,大家好\n',
    ],
    ['lyrics.txt', '[00:12.00]大家好: 你好\n[00:13.00]再见: 好\n'],
    ['binary.xml', new Uint8Array([0, 0, 1, 0xba, 0x44, 0, 4, 0, 4, 1])],
    ['table.csv', '日期,销量\n2026-03-11,5\n'],
  ])('refuses %s in one sentence', async (name, content) => {
    const path = await put(name, content)
    await expect(readDanmaku(path)).rejects.toSatisfy(
      (error) => error instanceof AppError && error.code === 'invalid' && /。$/.test(error.message),
    )
  })

  it('says so when there is no such file, or it is a folder', async () => {
    await expect(readDanmaku(join(folder, 'none.xml'))).rejects.toMatchObject({ code: 'not_found' })
    await expect(readDanmaku(folder)).rejects.toMatchObject({ code: 'invalid' })
  })

  it('takes a file without any message for danmaku that fell silent', async () => {
    const path = await put('silent.xml', '<?xml version="1.0"?><i><chatserver>x</chatserver></i>')
    expect(await summariseDanmaku(path)).toMatchObject({ chat: 0, first: null, errors: 0 })
  })
})

it('stops when told to', async () => {
  const line = (at: number) => `{"event_ts_ms":${1773227401001 + at},"user_id":1,"content":"x"}\n`
  const path = await put('long.jsonl', Array.from({ length: 20_000 }, (_, at) => line(at)).join(''))
  const stop = new AbortController()
  const reading = async () => {
    const { comments } = await readDanmaku(path, { signal: stop.signal })
    for await (const _ of comments) stop.abort()
  }
  await expect(reading()).rejects.toMatchObject({ name: 'AbortError' })
})

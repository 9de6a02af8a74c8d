import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Comment } from '#shared/domain/comment.ts'
import { danmakuBeside } from './beside.ts'
import { readDanmaku } from './read.ts'

/** 2026-03-11 19:09:52 in China. */
const start = 1773227392000

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'danmaku-kinds-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(name: string, content: string | Uint8Array): Promise<Comment[]> {
  const path = join(folder, name)
  await writeFile(path, content)
  const comments: Comment[] = []
  for await (const comment of (await readDanmaku(path)).comments) comments.push(comment)
  return comments
}

const brief = ({ kind, tMs, atMs, sender, text }: Comment) => [
  kind,
  tMs,
  atMs === null ? null : atMs - start,
  sender,
  text,
]

const wide = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
/** 时间,昵称,弹幕内容 and a row of 2026/3/11 19:09:53, as Excel saves it in China. */
const gbk = Buffer.from(
  'cab1bce42ceac7b3c62cb5afc4bbc4dac8dd0d0a323032362f332f31312031393a30393a35332cbcd72cb6e0c9d9c7ae0d0a',
  'hex',
)

describe('tables people export', () => {
  const rows: readonly [string, string | Uint8Array, readonly unknown[][]][] = [
    ['GBK with a comma', gbk, [['chat', null, 1000, '甲', '多少钱']]],
    [
      'UTF-16 with tabs',
      wide('时间\t用户\t内容\r\n2026-03-11 19:09:53\t甲\t多少钱\r\n'),
      [['chat', null, 1000, '甲', '多少钱']],
    ],
    [
      'half days',
      '时间,用户,内容\n2026/3/11 下午7:09:53,甲,一\n2026/3/11 7:09:54 PM,乙,二\n2026/3/11 上午12:00:00,丙,三\n',
      [
        ['chat', null, 1000, '甲', '一'],
        ['chat', null, 2000, '乙', '二'],
        ['chat', null, -(19 * 3600 + 9 * 60 + 52) * 1000, '丙', '三'],
      ],
    ],
    [
      'dates as Excel counts them',
      '时间,用户,内容\n46092.798530092594,甲,一\n',
      [['chat', null, 1000, '甲', '一']],
    ],
    [
      'a shop’s own words',
      '买家昵称,消息内容,发送时间,消息类型\nt**1,这个多大,2026-03-11 19:09:53,评论\nt**2,进入直播间,2026年03月11日 19:09:54,进入\nt**3,玫瑰,2026-03-11 19:09:55,送礼\n',
      [
        ['chat', null, 1000, 't**1', '这个多大'],
        ['enter', null, 2000, 't**2', '进入直播间'],
        ['gift', null, 3000, 't**3', '玫瑰'],
      ],
    ],
    [
      'seconds of the broadcast',
      '用户名称,弹幕,直播时长\n甲,多久到货,00:00:12\n',
      [['chat', 12_000, null, '甲', '多久到货']],
    ],
    [
      'a unit behind the name',
      'timestamp_ms|uname|text\n1773227393123|a|x\n',
      [['chat', null, 1123, 'a', 'x']],
    ],
    [
      'full-width commas',
      '时间\uff0c用户\uff0c内容\n00:00:12\uff0c甲\uff0c多少钱\n',
      [['chat', 12_000, null, '甲', '多少钱']],
    ],
  ]
  it.each(rows)('%s', async (_, content, expected) => {
    expect((await read('export.csv', content)).map(brief)).toEqual(expected)
  })
})

it('takes the year from the file’s name where the rows have none', async () => {
  const text = '时间,用户,内容\n03-11 19:09:53,甲,一\n3月11日 19:09:54,乙,二\n'
  expect((await read('弹幕_2026-03-11.csv', text)).map(brief)).toEqual([
    ['chat', null, 1000, '甲', '一'],
    ['chat', null, 2000, '乙', '二'],
  ])
})

describe('JSON of tools nobody has named', () => {
  const record = { timestamp: start + 1005, userNick: '甲', commentContent: '一' }
  const rows: readonly [string, unknown, readonly unknown[]][] = [
    ['an array', [record], ['chat', null, 1005, '甲', '一']],
    [
      'arrays inside objects',
      { code: 0, data: { list: [record] } },
      ['chat', null, 1005, '甲', '一'],
    ],
    [
      'behind other objects',
      {
        meta: { tags: [{ id: 1 }] },
        messages: [{ ts: start / 1000 + 1, text: '一', sender: { uid: 7, name: '甲' } }],
      },
      ['chat', null, 1000, '7', '一'],
    ],
    [
      'ISO times of another zone',
      { createdAt: '2026-03-11T11:09:53.250Z', user: { nickName: '甲' }, content: '一' },
      ['chat', null, 1250, '甲', '一'],
    ],
  ]
  it.each(rows)('%s', async (_, content, expected) => {
    expect((await read('x.json', JSON.stringify(content))).map(brief)).toEqual([expected])
  })
})

describe('lines', () => {
  const rows: readonly [string, string, readonly unknown[]][] = [
    [
      'x.txt',
      '[2026-03-11 19:09:53] 甲\uff1a多少钱: 贵\n',
      ['chat', null, 1000, '甲', '多少钱: 贵'],
    ],
    ['x.txt', '[2026-03-11T19:09:53.123+08:00] 甲: 一\n', ['chat', null, 1123, '甲', '一']],
    ['x.txt', '2026-03-11 19:09:53 | 甲 | 一\n', ['chat', null, 1000, '甲', '一']],
    [
      'x.txt',
      '[进入] 2026-03-11 19:09:53 乙 进入直播间\n',
      ['enter', null, 1000, '乙', '乙 进入直播间'],
    ],
    [
      'x.txt',
      '2026-03-11 19:09:53 INFO 【聊天msg】[123]甲: 在吗\n',
      ['chat', null, 1000, '123', '在吗'],
    ],
    ['弹幕20260311.txt', '\uff0819:09:53\uff09甲\uff1a一\n', ['chat', null, 1000, '甲', '一']],
    ['x.txt', '(00:00:12) 甲: 一\n', ['chat', 12_000, null, '甲', '一']],
  ]
  it.each(rows)('%s: %s', async (name, content, expected) => {
    expect((await read(name, content)).map(brief)).toEqual([expected])
  })
})

describe('XML another writer made', () => {
  it.each([
    `<i><d p = "1.5,1,25,16777215,${start + 1500},0,42,0" user = '甲'>一</d></i>`,
    `<i><d p='1.5,1,25,16777215,${start + 1500},0,42,0' user='甲'>一</d></i>`,
    `<i><d user="甲" uid="42" p="1.5,1,25,16777215,${start + 1500},0,9,0" >一</d></i>`,
  ])('%s', async (content) => {
    expect((await read('x.xml', content)).map(brief)).toEqual([['chat', 1500, 1500, '42', '一']])
  })

  it('reads moderators where the message’s own array has brackets too', async () => {
    const raw = (staff: number) =>
      `[[0,1,25,{"a":[1,"x",1,2]},0],"[1,"甲",1,","说",[42,"甲",${staff},0]]`.replaceAll(
        '"',
        '&quot;',
      )
    const one = (staff: number) =>
      `<d p="1,1,25,1,${start + staff},0,42,0" user="甲" raw="${raw(staff)}">说</d>`
    const comments = await read('x.xml', `<i>${one(0)}${one(1)}</i>`)
    expect(comments.map(({ staff }) => staff)).toEqual([false, true])
  })
})

describe('packed by gzip', () => {
  const text = `时间,用户,内容\n${'00:00:12,甲,一\n'.repeat(20_000)}`

  it('is read as it is', async () => {
    expect(await read('x.csv.gz', gzipSync(text))).toHaveLength(20_000)
  })

  it('is read up to where it was torn', async () => {
    const packed = gzipSync(text)
    const comments = await read('torn.csv.gz', packed.subarray(0, packed.length - 200))
    expect(comments.length).toBeGreaterThan(1000)
  })

  it('is found beside its video', () => {
    expect(danmakuBeside('/r/a.flv', ['a.flv', 'a.xml.gz'])).toBe('a.xml.gz')
    expect(danmakuBeside('/r/a.flv', ['a.txt', 'a.弹幕.txt'])).toBe('a.弹幕.txt')
  })
})

describe('a refusal says what to do', () => {
  it.each([
    ['book.csv', Buffer.from('PK\x03\x04\x14\0\x06\0[Content_Types].xml'), 'Excel'],
    ['all.xml', Buffer.from('PK\x03\x04\x14\0\x06\0a.xml'), '解压'],
    ['old.csv', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'CSV'],
    ['page.csv', '<!DOCTYPE html><html>', '网页'],
    ['seg.so', Buffer.from([8, 1, 18, 5, 1, 2, 3, 4]), '二进制'],
    ['a.txt', '甲: 多少钱\n乙: 有货吗\n', '时间'],
    ['a.csv', '2026-03-11 19:09:53,甲,一\n2026-03-11 19:09:54,乙,二\n', '表头'],
    ['a.srt', '1\n00:00:01,500 --> 00:00:05,000\n大家好\n', '弹幕'],
    ['a.flv', Buffer.from('FLV\x01\x05\0\0\0\x09'), '音视频'],
    ['a.json', '{"text":"你好","segments":[]}', '记录'],
  ])('%s', async (name, content, hint) => {
    await expect(read(name, content)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(new RegExp(`^${name} [^。]*${hint}[^。]*。$`)),
    })
  })
})

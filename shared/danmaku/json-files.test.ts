import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDanmaku } from './read.ts'

/** 2026-03-11 19:09:52 in China. */
const start = 1773227392000

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'danmaku-json-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(content: string | Uint8Array, name = 'x.json') {
  const path = join(folder, name)
  await writeFile(path, content)
  const file = await readDanmaku(path)
  const texts: string[] = []
  for await (const { text } of file.comments) texts.push(text)
  const { errors, repaired, empty, first } = file.summary()
  return { dialect: file.dialect, texts, errors, repaired, empty, first }
}

const douyin = (text: string, i = 0) => ({
  event_ts_ms: start + i * 250 + 1,
  msg_id: `m${text}`,
  user: { badges: [{ level: 1 }, { level: 2 }] },
  user_name: '甲',
  content: text,
})
const dialects: Readonly<Record<string, (text: string, i: number) => object>> = {
  'douyin-jsonl': douyin,
  dycast: (text, i) => ({
    id: `d${text}`,
    method: 'WebcastChatMessage',
    timestamp: start + i,
    user: { id: 'u' },
    content: text,
  }),
  'bilibili-live': (text, i) => ({
    cmd: 'DANMU_MSG',
    info: [[0, 1, 25, 1, start + i * 10 + 1], text, [42 + i, '甲', 0]],
  }),
  tiktok: (text, i) => ({ uniqueId: 'u', comment: text, msgId: `t${text}`, createTime: start + i }),
  json: (text, i) => ({ timestamp: start + i + 1, userNick: `甲${i}`, commentContent: text }),
}
const words = ['多少钱', '有货吗', '鲜不鲜', '几斤装', '包邮吗', '好']

const wrappings: readonly (readonly [string, (records: readonly object[]) => unknown])[] = [
  ['an array', (records) => records],
  ['data', (data) => ({ data })],
  ['messages', (messages) => ({ messages })],
  ['data.list', (list) => ({ code: 0, msg: 'ok', data: { total: list.length, list } })],
  ['pages', (list) => [{ page: 1, list }]],
]

/** 多少钱 and the others, as an editor set to GB18030 saves them; 鲜 has a trail byte that is a letter. */
const gb: Readonly<Record<string, string>> = {
  甲: 'bcd7',
  多少钱: 'b6e0c9d9c7ae',
  有货吗: 'd3d0bbf5c2f0',
  鲜不鲜: 'cfcab2bbcfca',
  几斤装: 'bcb8bdefd7b0',
  包邮吗: 'b0fcd3cac2f0',
  好: 'bac3',
}
const gb18030 = (text: string) =>
  Buffer.concat(
    text
      .split(new RegExp(`(${Object.keys(gb).join('|')})`))
      .map((part) => (gb[part] ? Buffer.from(gb[part], 'hex') : Buffer.from(part, 'latin1'))),
  )
const encodings: readonly (readonly [string, (text: string) => Uint8Array])[] = [
  ['UTF-8', (text) => Buffer.from(text)],
  ['UTF-8 with mark', (text) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['UTF-16 BE', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ['UTF-16 without mark', (text) => Buffer.from(text, 'utf16le')],
  ['GB18030', gb18030],
]

describe.each(Object.entries(dialects))('%s', (dialect, record) => {
  const records = words.map(record)
  describe.each(wrappings)('in %s', (_, wrap) => {
    it.each([0, 2, '\t'])('indented by %j, in any encoding', async (indent) => {
      const text = JSON.stringify(wrap(records), null, indent)
      for (const [, encoded] of encodings)
        expect(await read(encoded(text))).toMatchObject({ dialect, texts: words, errors: 0 })
    })
  })
})

describe('what is broken costs nothing but itself', () => {
  const element = (text: string, i: number) => JSON.stringify(douyin(text, i), null, 2)
  const breaks: readonly (readonly [string, (text: string) => string])[] = [
    ['a text without an end', (text) => text.replace('有货吗"', '有货吗')],
    ['an element without an end', (text) => text.slice(0, text.lastIndexOf('}'))],
    ['an element cut in its middle', (text) => text.slice(0, text.indexOf('user_name') + 4)],
    ['a missing comma', (text) => text.replace('"甲",', '"甲"')],
    ['a stray bracket', (text) => text.replace('"甲",', '"甲"],')],
    ['a word that is no JSON', (text) => text.replace('"甲"', 'undefined')],
  ]
  describe.each(breaks)('%s', (_, broken) => {
    it.each(wrappings.slice(0, 2))('in %s', async (__, wrap) => {
      const empty = JSON.stringify(wrap([]))
      for (const joint of [',', ',\n', '\n,']) {
        const all = words.map((text, i) => (i === 1 ? broken(element(text, i)) : element(text, i)))
        for (const text of [all.join(joint), all.join(joint).replaceAll(/\n */g, '')]) {
          const found = await read(empty.replace('[]', `[${text}]`))
          expect(found.texts, text).toEqual(words.filter((word) => word !== '有货吗'))
          expect(found.errors, text).toBe(1)
        }
      }
    })
  })

  it('half of the elements', async () => {
    const all = Array.from({ length: 40_000 }, (_, i) => element(`${i}`, i))
    const torn = all.map((text, i) => (i % 2 === 0 ? text : text.slice(0, 60)))
    const before = process.cpuUsage()
    const found = await read(`{"data":[${torn.join(',')}]}`)
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(4000)
    expect(found.texts).toHaveLength(20_000)
    expect(found.errors).toBe(20_000)
  })

  it.each(wrappings)('the torn end of %s', async (_, wrap) => {
    const text = JSON.stringify(wrap(words.map(douyin)), null, 2)
    const cut = text.slice(0, text.indexOf('好"') - 4)
    expect(await read(cut)).toMatchObject({ texts: words.slice(0, -1), errors: 1 })
  })

  it('quotes that nobody escaped are mended', async () => {
    const said = ['他说"好"的', '"好"', '一', '结尾"']
    const records = said.map((content, i) => ({ event_ts_ms: start + i, user_id: 'u', content }))
    for (const indent of [0, 2]) {
      const text = JSON.stringify({ data: records }, null, indent).replaceAll('\\"', '"')
      expect(await read(text)).toMatchObject({ texts: said, errors: 0, repaired: 3 })
    }
    const line = '{"event_ts_ms":1773227401001,"user_id":1,"content":"他说"好"的"}\n'
    expect(await read(`${line.replaceAll('"好"', '好')}${line}`)).toMatchObject({
      texts: ['他说好的', '他说"好"的'],
      repaired: 1,
    })
  })
})

describe('times in any unit, as numbers, texts or dates', () => {
  const at = (ms: number) => new Date(ms).toISOString()
  const s = start / 1000
  const times: readonly unknown[] = [
    ...[s + 1, `${s + 1}`, start + 1000, `${start + 1000}`, (start + 1000) * 1000],
    ...[`${start + 1000}000`, `${start + 1000}000000`, at(start + 1000), '2026-03-11 19:09:53'],
    '2026-03-11T19:09:53+08:00',
  ]
  const stamped: Readonly<Record<string, (time: unknown) => object>> = {
    'douyin-jsonl': (time) => ({ event_ts_ms: time, user_id: 'u', content: '一' }),
    dycast: (time) => ({ method: 'WebcastChatMessage', timestamp: time, content: '一' }),
    'live-control': (time) => ({ msg_type: 'comment', time, nick_name: '甲', content: '一' }),
    tiktok: (time) => ({ uniqueId: 'u', comment: '一', createTime: time }),
    json: (time) => ({ timestamp: time, userNick: '甲', content: '一' }),
  }
  it.each(Object.entries(stamped))('%s', async (dialect, record) => {
    for (const time of times) {
      const found = await read(JSON.stringify([record(time)]))
      expect(found, `${time}`).toMatchObject({ dialect, first: { atMs: start + 1000 }, errors: 0 })
    }
  })
})

describe('odd files', () => {
  const one = JSON.stringify(douyin('一'))
  const two = JSON.stringify(douyin('二', 9))

  it.each(['[]', ' [ ]\n', '{"data":[]}', '{"code":0,"data":{"total":0,"list":[]},"msg":"ok"}'])(
    '%s is danmaku of a broadcast in which nobody spoke',
    async (content) => {
      expect(await read(content)).toMatchObject({ dialect: 'json', texts: [], errors: 0 })
    },
  )

  it.each([
    ['two arrays', `[${one}][${two}]`],
    ['two pages, one a line', `{"data":[${one}]}\n{"data":[${two}]}\n`],
    ['a script', `window.danmaku = [${one},${two}];`],
    ['a call', `callback({"data":[${one},${two}]})`],
    ['a comma too many', `[${one},${two},]`],
    ['zeros behind a power cut', `[${one},${two}${'\0'.repeat(4096)}`],
    ['numbers that are none', `[${one.replace('}', ',"gift":NaN}')},${two}]`],
    ['keys that come twice', `[${one},${two.replace('"content"', '"content":"旧","content"')}]`],
  ])('%s', async (_, content) => {
    expect(await read(content)).toMatchObject({ texts: ['一', '二'], errors: 0 })
  })

  it('no text is no message and no error', async () => {
    const none = [null, '', ' '].map((content) => ({ ...douyin('x'), content }))
    const found = await read(JSON.stringify([douyin('一'), ...none]))
    expect(found).toMatchObject({ texts: ['一'], errors: 0 })
  })

  const arrays = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  const badges = `"authorBadges":${arrays(8000)}`
  const said = `"timestampUsec":"1773227392001000","message":{"runs":[{"text":"一"}]},"authorName":{"simpleText":"甲"}`
  it.each([
    ['between records', `[${one},${arrays(500_000)},${two}]`, ['一', '二']],
    [
      'of objects',
      `[${one},${'{"a":'.repeat(300_000)}1${'}'.repeat(300_000)},${two}]`,
      ['一', '二'],
    ],
    ['without an end', `[${one},${'{"a":[{},'.repeat(300_000)}`, ['一']],
    [
      'inside of a line',
      `{"actions":[{"addChatItemAction":{"item":{"liveChatTextMessageRenderer":{${said},${badges}}}}}]}\n`,
      ['一'],
    ],
  ])('nesting %s costs neither time nor the messages beside it', async (_, content, texts) => {
    const before = process.cpuUsage()
    expect((await read(content)).texts).toEqual(texts)
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(4000)
  })

  it.each([
    '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html><p>404</p></html>',
    '<!-- a --> <!-- b --><html><body>x</body></html>',
    '\ufeff<head><title>502 Bad Gateway</title></head>',
    `${'<!-- -- '.repeat(200)}--><html>`,
  ])('a page is called one: %s', async (content) => {
    await expect(read(content)).rejects.toMatchObject({ message: expect.stringMatching('是网页') })
  })

  it('50 MB in one line take no more memory than little', async () => {
    const path = join(folder, 'long.json')
    const part = (from: number) =>
      Array.from({ length: 50_000 }, (_, i) => JSON.stringify(douyin(`${from + i}`, from + i)))
    await writeFile(path, '{"code":0,"data":{"list":[')
    for (let i = 0; i < 8; i++)
      await writeFile(path, `${i > 0 ? ',' : ''}${part(i * 50_000).join(',')}`, { flag: 'a' })
    await writeFile(path, ']}}', { flag: 'a' })
    expect((await stat(path)).size).toBeGreaterThan(50e6)
    const before = process.memoryUsage().rss
    let count = 0
    for await (const _ of (await readDanmaku(path)).comments) count++
    expect(count).toBe(400_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20)
  })
})

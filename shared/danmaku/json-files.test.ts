import { mkdtemp, rm, writeFile } from 'node:fs/promises'
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

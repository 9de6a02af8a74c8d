import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDanmaku } from '#shared/danmaku/read.ts'
import type { Comment } from '#shared/domain/comment.ts'
import { readDanmakuClock } from './comments.ts'
import { sentAtMs } from './danmaku-clock.ts'
import { followDanmaku } from './danmaku-follow.ts'

const { signal } = new AbortController()
const startMs = Date.parse('2026-03-11T19:09:52+08:00')
const minute = 60_000

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-follow-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** The same numbers every time, from 0 up to below 1. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const words = ['有货吗', '👍🏻真新鲜', '5>3 & "便宜"', '<b>多少钱</b>', '𠮷野家', '主播好\u200b']
const count = 9000
/** Four messages a second; every hundredth comes twice, every seventieth three minutes late. */
function messages(random: () => number) {
  return Array.from({ length: count }, (_, i) => {
    const late = i % 70 === 69 ? 3 * minute : 0
    const atMs = startMs + i * 250 - late + Math.floor(random() * 200)
    return { atMs, uid: i % 997, text: `${words[i % words.length]}${i}` }
  }).flatMap((said, i) => (i % 100 === 50 ? [said, said] : [said]))
}

const jsonl = messages(numbers(1))
  .map(({ atMs, uid, text }) =>
    JSON.stringify({ event_ts_ms: atMs, user_id: `u${uid}`, user_name: '甲', content: text }),
  )
  .map((line, i) => (i % 500 === 499 ? `${line.slice(0, 40)}\n` : `${line}\n`))
  .join('')

/** The platform's time in whole seconds, and a break at which the recorder's own clock stood still. */
const xml = [
  '\ufeff<?xml version="1.0" encoding="utf-8"?>\n<i>\n',
  '<BililiveRecorder version="2.17.3" />\n',
  `<BililiveRecorderRecordInfo roomid="1" name="主播" title="开渔" start_time="2026-03-11T19:09:52.0000000+08:00" />\n`,
  ...messages(numbers(2)).map(({ atMs, uid, text }, i) => {
    const stuck = i > 4000 && i < 4400
    const own = ((stuck ? 1_000_000 : atMs - startMs) / 1000).toFixed(3)
    const plain = text.replaceAll('&', '&amp;')
    const at = Math.floor(atMs / 1000)
    return i % 11 === 3
      ? `  <gift ts="${own}" user="丙" uid="${uid}" giftname="小心心" giftcount="2" />\n`
      : `  <d p="${own},1,25,16777215,${at},0,${uid},0" user="甲">${plain}</d>\n`
  }),
  '</i>\n',
].join('')

/** Texts with line breaks, quotes and delimiters in quoted cells, and quotes that open nothing. */
const table = [
  '时间,用户,内容\r\n',
  ...messages(numbers(4)).map(({ atMs, uid, text }, i) => {
    const said = i % 5 === 0 ? `${text},\n"${text}"` : text
    const cell = i % 2 === 0 || /[",\n]/.test(said) ? `"${said.replaceAll('"', '""')}"` : said
    const time = new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 23).replace('T', ' ')
    return `${time},u${uid}${i % 13 === 0 ? '"' : ''},${cell}\r\n`
  }),
].join('')

const array = `[\n${messages(numbers(5))
  .map(({ atMs, uid, text }) => ({ uniqueId: `u${uid}`, comment: text, createTime: atMs }))
  .map((said, i) => (i % 5 === 0 ? { ...said, comment: `${said.comment} }, {"\\` } : said))
  .map((said) => JSON.stringify(said, null, 2))
  .join(',\n')}\n]\n`

/** An exporter's file: one field a line, the array inside an object, torn and broken elements. */
const wrapped = `{\n  "code": 0,\n  "data": {\n    "list": [\n${messages(numbers(7))
  .map(({ atMs, uid, text }, i) => ({
    ...{ event_ts_ms: atMs, user: { badges: [{ level: 1 }, { level: i % 3 }] } },
    ...{ user_id: `u${uid}`, content: i % 5 === 0 ? `${text} }, {"\\` : text },
  }))
  .map((said) => JSON.stringify(said, null, 2))
  .map((text, i) => (i % 400 === 399 ? text.slice(0, 70) : text))
  .map((text, i) => (i % 400 === 199 ? text.replace('user_id": "', 'user_id": ') : text))
  .join(',\n')}\n    ]\n  }\n}\n`
/** 鱼 and 漘 in GB18030: the second bytes of the latter look like the end of an object, as those of 漑 do like a bracket. */
const gb = Buffer.concat(
  JSON.stringify({
    messages: messages(numbers(8)).map(({ atMs, uid }, i) => ({
      ...{ uniqueId: `u${uid}`, comment: `${'<>[]'.repeat(i % 3)}${i}`, createTime: atMs },
    })),
  })
    .split(/([<>])/)
    .map((part) =>
      Buffer.from(
        { '<': 'd3e39d7d', '>': '9d5b9d5c' }[part] ?? part,
        part.length === 1 && '<>'.includes(part) ? 'hex' : 'latin1',
      ),
    ),
)

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

async function whole(path: string): Promise<readonly Comment[]> {
  const all: Comment[] = []
  for await (const comment of (await readDanmaku(path, { signal })).comments) all.push(comment)
  return all
}

test.each([
  ['chat.jsonl', jsonl],
  ['录制.xml', xml],
  ['table.csv', table],
  ['array.json', array],
  ['wrapped.json', wrapped],
  ['one-line.json', JSON.stringify(JSON.parse(`{"data":${array}}`))],
  ['gb18030.json', gb],
  ['utf-16.json', utf16(wrapped)],
  ['utf-16.xml', utf16(xml)],
  ['utf-16.csv', utf16(table)],
  ['big-endian.jsonl', utf16(jsonl).swap16()],
])('%s cut at any byte while it grows gives what reading it whole gives', async (name, text) => {
  const path = join(dir, name)
  const bytes = Buffer.from(text)
  expect(bytes.length).toBeGreaterThan(480_000)
  const random = numbers(3)
  const cuts: number[] = []
  for (let at = 150_000; at < bytes.length; at += 1 + Math.floor((random() * bytes.length) / 7))
    cuts.push(at)
  // Inside of a character of four bytes, and of a tag.
  const face = bytes.indexOf('👍🏻', bytes.length / 2)
  if (face > 0) cuts.push(face + 1, face + 2, face + 3)
  cuts.push(bytes.length)
  for (const cut of cuts.sort((a, b) => a - b)) {
    await writeFile(path, bytes.subarray(0, cut))
    const read = await readDanmakuClock(path, signal)
    const on = await followDanmaku(path, signal)
    expect(on?.clock, `cut at ${cut}`).toEqual(read?.clock)
    expect(on?.errors).toBe(read?.errors)
    const clock = on?.clock
    if (!on || !clock) throw new Error('not followed')
    // A capture's newest pieces want the last quarter of an hour.
    const fromMs = (clock.lastAtMs ?? 0) - 15 * minute
    const late = (comment: Comment) => (sentAtMs(comment, clock) ?? 0) >= fromMs
    const since: Comment[] = []
    for await (const comment of on.since(fromMs, signal)) since.push(comment)
    expect(since.filter(late)).toEqual((await whole(path)).filter(late))
  }
  // What is long past is not read again.
  const on = await followDanmaku(path, signal)
  const all = await whole(path)
  let read = 0
  for await (const _ of on?.since((on.clock.lastAtMs ?? 0) - 5 * minute, signal) ?? []) read += 1
  expect(read).toBeLessThan(all.length / 2)
})

test('a file that shrinks, or is another one under the same name, is begun again', async () => {
  const path = join(dir, 'anew.jsonl')
  await writeFile(path, jsonl)
  await followDanmaku(path, signal)
  await truncate(path, 400_000)
  expect((await followDanmaku(path, signal))?.clock).toEqual(
    (await readDanmakuClock(path, signal))?.clock,
  )
  await writeFile(path, jsonl.replaceAll('"u1"', '"v1"').replaceAll('177322', '177323'))
  expect((await followDanmaku(path, signal))?.clock).toEqual(
    (await readDanmakuClock(path, signal))?.clock,
  )
})

test('what is no danmaku is none', async () => {
  const noise = join(dir, 'noise.xml')
  await writeFile(noise, Buffer.alloc(300_000))
  expect(await followDanmaku(noise, signal)).toBeNull()
  expect(await followDanmaku(join(dir, 'none.xml'), signal)).toBeNull()
})

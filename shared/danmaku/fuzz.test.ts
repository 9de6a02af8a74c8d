import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Comment } from '#shared/domain/comment.ts'
import { AppError } from '#shared/errors.ts'
import { mutate, random } from '#shared/testing/mutate.ts'
import { openDialect } from './open.ts'
import { summariseDanmaku } from './read.ts'
import { headBytes, sniffText } from './sniff.ts'
import { samples } from './testing/samples.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'danmaku-fuzz-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('mutated files', () => {
  const perSample = Math.ceil(2400 / samples.length)

  it.each(samples.map((sample, at) => [at, sample] as const))(
    `${perSample} of sample %i are read or refused`,
    async (seed, sample) => {
      const pick = random(seed + 1)
      const path = join(folder, sample.name)
      const original = Buffer.from(sample.text)
      for (let round = 0; round < perSample; round++) {
        const mutated = mutate(original, pick)
        await writeFile(path, mutated)
        try {
          const found = await summariseDanmaku(path)
          expect(found.chat).toBeLessThanOrEqual(mutated.length / 4)
          expect(found.errors).toBeLessThanOrEqual(mutated.length)
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          expect(error.code).toBe('invalid')
        }
      }
    },
  )
})

function parse(text: string, name: string, pieces: Iterable<string>): Comment[] {
  const dialect = sniffText(text, name)
  if (!dialect) return []
  const { parser } = openDialect(dialect, text.replace(/^\ufeff/, ''), name, {
    unreadable: 0,
    repaired: 0,
    empty: 0,
  })
  const comments: Comment[] = []
  for (const piece of pieces) comments.push(...parser.push(piece))
  return [...comments, ...parser.end()]
}

describe('where a piece ends', () => {
  it.each(samples)('makes no difference to $name', ({ text, name }) => {
    const whole = parse(text, name, [text])
    expect(whole.length).toBeGreaterThan(0)
    expect(parse(text, name, text.match(/[\s\S]/g) ?? [])).toEqual(whole)
    const pick = random(text.length)
    for (let round = 0; round < 20; round++) {
      const pieces: string[] = []
      for (let at = 0; at < text.length; ) {
        const end = at + 1 + pick(90)
        pieces.push(text.slice(at, end))
        at = end
      }
      expect(parse(text, name, pieces)).toEqual(whole)
    }
  })
})

describe('files made to be slow', () => {
  const xml = '<i><d p="0,1,25,1,1296965347,0,a,1">x</d>'
  const lines = '{"event_ts_ms":1773227401001,"user_id":1,"content":"x"}\n'
  const array = '[{"id":"7615953695730488064","method":"WebcastChatMessage","content":"x"},'
  const table = '时间,用户,内容\n00:00:01,甲,x\n'
  const size = 2_000_000
  const attacks: readonly [string, string, string][] = [
    ['elements without an end', xml, '<d p="0,1,25,1,1,0,a,1">x'],
    ['start tags without an end', xml, '<d p="0,1,25" '],
    ['start tags with one quote', xml, '<d p="'],
    ['comments without an end', xml, '<!--'],
    ['less-than signs', xml, '<'],
    ['greater-than signs in a tag', `${xml}<d p="1" `, '>'],
    ['less-than signs in a text', `${xml}<d p="1,1,25,1,1,0,a,1">`, '< '],
    ['quotes', xml, '"'],
    ['ampersands', `${xml}<d p="1,1,25,1,1,0,a,1">`, '&#1'],
    ['one line without an end', lines, 'x'],
    ['braces', array, '{'],
    ['braces and commas', array, '{},{'],
    ['nested arrays', array, '['],
    ['open strings', array, '{"'],
    ['backslashes', `${array}{"`, '\\'],
    ['quoted cells without an end', table, '"'],
    ['odd quoted cells', table, '"a,\n'],
    ['cells', table, ','],
    [
      'an override without an end',
      `${samples.find(({ dialect }) => dialect === 'ass')?.text}\nDialogue: 0,0:00:01.00,0:00:02.00,R2L,,`,
      '{',
    ],
  ]
  it.each(attacks)('%s', async (_, head, piece) => {
    const path = join(folder, 'slow')
    await writeFile(path, head + piece.repeat(size / piece.length))
    const before = process.cpuUsage()
    const found = await summariseDanmaku(path)
    const { user } = process.cpuUsage(before)
    expect(found.chat).toBeGreaterThan(0)
    expect(user / 1000).toBeLessThan(6000)
  })

  it('a long file costs no more memory than a short one', async () => {
    const path = join(folder, 'long.jsonl')
    const line = (at: number) =>
      `{"event_ts_ms":${1773227401001 + at},"user_id":${at},"content":"一条不长不短的弹幕 ${at}"}\n`
    const part = (from: number) =>
      Array.from({ length: 50_000 }, (_, at) => line(from + at)).join('')
    await writeFile(path, '')
    for (let at = 0; at < 6; at++) await writeFile(path, part(at * 50_000), { flag: 'a' })
    const before = process.memoryUsage().rss
    const found = await summariseDanmaku(path)
    expect(found).toMatchObject({ chat: 300_000, errors: 0 })
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20)
    expect(headBytes).toBeLessThan(2 ** 20)
  })
})

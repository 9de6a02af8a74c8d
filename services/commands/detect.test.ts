import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, expect, test } from 'vitest'
import { detectCommand } from './detect.ts'

const lines = [
  { id: 1, text: '这个就是全网最低价', goods: 'seafood' },
  { id: 2, text: '我妈吃了半个月拐杖一扔自己下楼买菜去了老毛病再也没找过她', goods: 'food' },
  { id: 3, text: '这个虾皮是今天早上刚晒好的', goods: 'seafood' },
]

const dataDir = await mkdtemp(join(tmpdir(), 'detect-'))
afterAll(() => rm(dataDir, { recursive: true, force: true }))

interface Answer {
  readonly hits: readonly { readonly start: number; readonly end: number }[]
  readonly candidates?: readonly Record<string, unknown>[]
}

async function detected(...options: readonly string[]): Promise<Answer[]> {
  let out = ''
  const program = new Command('lvbo').exitOverride()
  detectCommand(program.command('detect'), {
    out: (text) => {
      out += text
    },
    ...{ err: () => undefined, env: { DATA_DIR: dataDir }, signal: new AbortController().signal },
    stdin: (async function* () {
      yield lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    })(),
  })
  await program.parseAsync(['detect', ...options], { from: 'user' })
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer)
}

test('detect lists candidates only when asked, apart from hits and never where a hit stands', async () => {
  const plain = await detected()
  expect(plain.map((line) => 'candidates' in line)).toEqual([false, false, false])
  // What the first run compiled the second one reads.
  expect(await readdir(join(dataDir, 'compiled'))).toHaveLength(2)
  const asked = await detected('--candidates')
  expect(asked.map(({ hits }) => hits)).toEqual(plain.map(({ hits }) => hits))
  expect(asked.every(({ candidates }) => Array.isArray(candidates))).toBe(true)
  for (const { hits, candidates = [] } of asked)
    for (const { start, end, ...rest } of candidates) {
      expect(hits.some((hit) => hit.start < Number(end) && Number(start) < hit.end)).toBe(false)
      expect(rest).toEqual({
        category: expect.any(String),
        text: expect.any(String),
        score: expect.any(Number),
        because: expect.arrayContaining([expect.any(String)]),
      })
    }
  expect(asked[2]?.candidates).toEqual([])
})

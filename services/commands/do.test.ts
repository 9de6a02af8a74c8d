import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newLiteUrl } from '#shared/testing/database.ts'
import { acts } from './acts.ts'
import { doCommand } from './do.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-do-'))
})
afterAll(() => rm(dir, { recursive: true }))

async function done(...args: readonly string[]): Promise<string> {
  let out = ''
  const program = new Command('lvbo').exitOverride()
  doCommand(program.command('do [act] [ids...]'), {
    out: (text) => {
      out += text
    },
    ...{ err: () => undefined, signal: new AbortController().signal },
    env: { DATABASE_URL: newLiteUrl(), DATA_DIR: dir },
    stdin: (async function* () {})(),
  })
  await program.parseAsync(['do', ...args], { from: 'user' })
  return out
}

test('without a name, every act with how it is asked for', async () => {
  const lines = (await done()).trim().split('\n')
  for (const name of Object.keys(acts))
    expect(
      lines.some((line) => line.includes(`lvbo do ${name}`)),
      name,
    ).toBe(true)
})

test.each([
  [['lead.stop'], /lead\.step/],
  [['application.submit'], /lvbo do application\.submit <编号>/],
  [['training.hold'], /--data/],
  [['training.hold', '--data', '{不是'], /JSON/],
  [['training.hold', '--data', '{"title":""}'], /title/],
] as const)('%j says what to do', async (args, words) => {
  await expect(done(...args)).rejects.toMatchObject({ message: expect.stringMatching(words) })
})

test('an act is done as the API does it', async () => {
  const form = { region: 'zhoushan/putuo', title: '年度培训', heldOn: '2026-03-01', hours: 2 }
  const answer = await done('training.hold', '--by', '周', '--json', '--data', JSON.stringify(form))
  expect(JSON.parse(answer)).toMatchObject({ ...form, createdBy: '周' })
})

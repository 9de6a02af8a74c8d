import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDb } from '#shared/db/client.ts'
import { listRecordings } from '#shared/db/recordings.ts'
import { cutShort, makeClip } from '#shared/testing/media.ts'
import { ingestCommand } from './house.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-ingest-'))
})
afterAll(() => rm(dir, { recursive: true }))

async function ingest(...args: readonly string[]): Promise<string> {
  let out = ''
  const program = new Command('lvbo').exitOverride()
  ingestCommand(program.command('ingest <files...>'), {
    out: (text) => {
      out += text
    },
    ...{ err: () => undefined, signal: new AbortController().signal },
    env: { DATABASE_URL: `pglite:${join(dir, 'db')}`, DATA_DIR: dir },
    stdin: (async function* () {})(),
  })
  await program.parseAsync(['ingest', ...args], { from: 'user' })
  return out
}

test('a recording that went on is read again, one that did not is left alone, and both are said', async () => {
  const whole = await makeClip(join(dir, 'whole.ts'), { seconds: 12 })
  const path = await cutShort(whole, join(dir, 'a.ts'), 0.4)
  expect(await ingest(path, '--room', '渔嫂')).toBe(`已登记:${path}(渔嫂)\n`)
  expect(await ingest(path)).toBe(`已登记过,内容没有变化,未重复登记:${path}(渔嫂)\n`)
  await copyFile(whole, path)
  // The file tells the room it was registered for.
  expect(await ingest(path)).toBe(`登记之后录像又有写入,已按现在的内容重新读取:${path}(渔嫂)\n`)
  expect(JSON.parse(await ingest(path, '--json'))).toMatchObject([
    { created: false, wentOn: false },
  ])
  const { db, close } = await openDb(`pglite:${join(dir, 'db')}`)
  const [only, ...others] = await listRecordings(db, { region: 'zhoushan' }, 10)
  await close()
  expect(others).toEqual([])
  expect(only).toMatchObject({ room: '渔嫂', ingestState: 'done' })
  expect(Math.abs((only?.durationMs ?? 0) - 12_000)).toBeLessThan(100)
})

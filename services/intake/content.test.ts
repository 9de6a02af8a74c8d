import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contentHash } from './content.ts'

const run = promisify(execFile)
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-content-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test('of a playlist only plain files count: no pipe without an end, no folder, no link to elsewhere', async () => {
  const list = join(dir, 'list.m3u8')
  const names = ['a.ts', 'pipe.ts', 'folder.ts', 'link.ts', 'gone.ts']
  await writeFile(list, ['#EXTM3U', ...names].join('\n'))
  await writeFile(join(dir, 'a.ts'), 'picture')
  const plain = await contentHash(list)
  await run('mkfifo', [join(dir, 'pipe.ts')])
  await mkdir(join(dir, 'folder.ts'))
  await symlink('/etc/hostname', join(dir, 'link.ts'))
  expect(await contentHash(list)).toBe(plain)
  await writeFile(join(dir, 'gone.ts'), 'sound')
  expect(await contentHash(list)).not.toBe(plain)
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { adjudicationsOf } from '#shared/db/adjudications.ts'
import { createLog } from '#shared/log.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { startFakeLlm } from '#shared/testing/fake-llm.ts'
import { adjudicateStage } from './adjudicate/stage.ts'
import { adviserAt, aTalk } from './adjudicate/testing.ts'
import { openHouse } from './house.ts'

const key = 'sk-the-key-of-the-model-server'
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-advice-'))
})
afterAll(() => rm(dir, { recursive: true }))

const settings = (url: string) =>
  loadConfig({
    DATABASE_URL: newLiteUrl(),
    DATA_DIR: dir,
    LLM_URL: url,
    LLM_KEY: key,
    LLM_MODEL: 'qwen',
  })

test('a running house asks about what rows imply, talk included, and logs no key', async () => {
  const answer = ({ instructions }: { instructions: string }) =>
    instructions.includes('proposals') ? '{"proposals":[]}' : '不是 JSON'
  await using server = await startFakeLlm({ key, answer })
  const lines: string[] = []
  const to = new PassThrough().on('data', (line: Buffer) => lines.push(line.toString()))
  const house = await openHouse(settings(server.url), { log: createLog({ level: 'info', to }) })
  try {
    const { recording } = await aTalk(house.deps, '值守', ['全网最低价', '点点关注'])
    house.start()
    await vi.waitUntil(() => server.requests.length >= 2, { timeout: 30_000 })
    const rows = await vi.waitUntil(
      async () => {
        const all = await adjudicationsOf(house.deps.db, recording.id)
        return all.length === 2 && all
      },
      { timeout: 30_000 },
    )
    expect(rows.map(({ kind, parsed }) => [kind, parsed !== null]).sort()).toEqual([
      ['flag', false],
      ['window', true],
    ])
    expect(server.requests[0]?.authorization).toBe(`Bearer ${key}`)
    await vi.waitUntil(() => lines.join('').includes('不是所要的 JSON'), { timeout: 30_000 })
    expect(lines.join('')).not.toContain(key)
  } finally {
    await house.close()
  }
})

test('without an address there is nobody to ask and nothing is looked for', async () => {
  const house = await openHouse(settings(''), { log: createLog({ level: 'silent' }) })
  try {
    const { flagId } = await aTalk(house.deps, '无模型', ['全网最低价'])
    expect(house.deps.adviser).toBeNull()
    expect(await adjudicateStage.pending(house.deps, 10)).toEqual([])
    const asking = { ...house.deps, adviser: adviserAt('http://127.0.0.1:9/v1') }
    expect(await adjudicateStage.pending(asking, 10)).toContainEqual({ flagId })
  } finally {
    await house.close()
  }
})

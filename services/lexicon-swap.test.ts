import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { findLexicon } from '#shared/db/lexicons.ts'
import { flags } from '#shared/db/schema/index.ts'
import { versionOf } from '#shared/lexicon/load.ts'
import { silentLog } from '#shared/log.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aRecording, aRoom } from '#shared/testing/factories.ts'
import { type House, openHouse } from './house.ts'
import { draftLexicon, publishLexicon } from './lexicon/act.ts'
import { putInForce, say, wordsLexicon } from './lexicon/testing.ts'

const now = new Date('2026-03-12T08:00:00+08:00')
const owner = { name: '李四', roles: ['rule_manager' as const] }
let dir: string
let house: House

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-swap-'))
  const config = loadConfig({ DATABASE_URL: newLiteUrl(), DATA_DIR: dir })
  const options = { log: silentLog, now: () => now, reconcileEveryMs: 100 }
  house = await openHouse(config, options)
})
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true })
})

const found = async () => (await house.deps.db.select().from(flags)).map(({ phrase }) => phrase)

/** The worker looks by itself; there is nothing to await. */
async function until(phrase: string) {
  const deadline = Date.now() + 60_000
  while (!(await found()).includes(phrase)) {
    if (Date.now() > deadline) throw new Error(`not found within a minute: ${phrase}`)
    await pause(50)
  }
}

test('a running worker takes a published version within a minute, without a restart', async () => {
  const { db } = house.deps
  await putInForce(db, wordsLexicon(['全网最低价']), now)
  const room = await aRoom(db, '东海渔嫂')
  const recording = await aRecording(db, room.id, new Date(now.getTime() - 3_600_000))
  await say(db, recording.id, '这个是全网最低价', '全国第一的紫菜')
  house.start()
  await until('全网最低价')
  expect(await found()).toEqual(['全网最低价'])

  const source = wordsLexicon(['全网最低价', '全国第一'])
  const { lexicon } = await draftLexicon(house.deps, source, '补一个词', owner)
  const { report } = await publishLexicon(house.deps, lexicon.version, {}, owner)
  expect(report.lost.count).toBe(0)
  await until('全国第一')
  expect((await found()).sort()).toEqual(['全国第一', '全网最低价'])
  expect((await findLexicon(db, versionOf(source))).state).toBe('published')
})

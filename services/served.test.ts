import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { type Db, type OpenDb, openDb } from '#shared/db/client.ts'
import { rowsOf } from '#shared/db/rows.ts'
import { silentLog } from '#shared/log.ts'
import { newLiteUrl, newPostgresUrl } from '#shared/testing/database.ts'
import { type Service, startRedis } from '#shared/testing/services.ts'
import { openHouse } from './house.ts'
import { registerRecording } from './intake/register.ts'

const truth = JSON.parse(await readFile('samples/truth.json', 'utf8')) as {
  recordings: { file: string }[]
}
const files = truth.recordings.map(({ file }) => join('samples', file))
const children: ChildProcess[] = []
let dir: string
let env: NodeJS.ProcessEnv
let redis: Service
let seen: OpenDb

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-served-'))
  redis = await startRedis()
  const { PATH, HOME } = process.env
  env = {
    ...{ PATH, HOME },
    DATABASE_URL: await newPostgresUrl(),
    QUEUE_URL: redis.url,
    DATA_DIR: dir,
    LOG_LEVEL: 'warn',
    PORT: '0',
  }
  seen = await openDb(env.DATABASE_URL ?? '')
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await seen.close()
  await redis.stop()
  await rm(dir, { recursive: true, force: true })
})

const start = (roles: string) => {
  const child = spawn('node', ['--import', 'tsx', 'services/main.ts'], {
    env: { ...env, ROLES: roles },
    stdio: 'inherit',
  })
  children.push(child)
  return child
}
const ended = (child: ChildProcess) =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise<void>((resolve) => child.once('exit', () => resolve()))

/** Looks again until it is so; another process does the work, so there is nothing to await. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 480_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`never came: ${what}`)
    await pause(40)
  }
}

const one = async (db: Db, query: ReturnType<typeof sql>) => (await rowsOf(db, query))[0] ?? {}

/** What the pipeline made, by natural keys: equal for any two runs over the same files. */
async function made(db: Db) {
  return one(
    db,
    sql`select
      (select json_agg(json_build_array(path, ingest_state, transcript_state, duration_ms) order by path) from recordings) as recordings,
      (select count(*)::int from broadcasts) as broadcasts,
      (select count(*)::int from comments) as comments,
      (select count(*)::int from sentences) as sentences,
      (select json_agg(json_build_array(category, rule, channel, start_ms, quote_start, suppressed ->> 'by') order by category, rule, channel, start_ms, quote_start) from hits) as hits,
      (select json_agg(json_build_array(category, phrase, hit_count, start_ms, state) order by category, phrase) from flags) as flags,
      (select json_agg(json_build_array(f.category, c.from_ms, c.to_ms, json_array_length(c.files::json)) order by f.category) from clips c join flags f on f.id = c.flag_id) as clips,
      (select json_agg(json_build_array(kind, from_ms, to_ms, gap) order by recording_id, kind, from_ms) from coverage) is not null as covered`,
  )
}

test('a worker killed in mid-stage and a lost Redis change nothing in the rows', async () => {
  const embedded = await openHouse(
    loadConfig({ DATABASE_URL: newLiteUrl(), DATA_DIR: join(dir, 'embedded') }),
    { log: silentLog },
  )
  embedded.start()
  for (const file of files)
    await registerRecording(embedded.deps.db, file, { region: 'zhoushan' }, new Date())
  await embedded.settle()
  const undisturbed = await made(embedded.deps.db)
  await embedded.close()

  const first = start('ingest,transcribe,detect')
  const second = start('api,evidence,pool,report')
  for (const file of files)
    await registerRecording(seen.db, file, { region: 'zhoushan' }, new Date())
  await until('the first clip, with others still to cut', async () => {
    const { clips, flags } = await one(
      seen.db,
      sql`select (select count(*)::int from clips) as clips, (select count(*)::int from flags) as flags`,
    )
    return Number(clips) > 0 && Number(clips) < Number(flags)
  })
  second.kill('SIGKILL')
  await redis.kill()
  await ended(second)
  redis = await startRedis({ port: Number(new URL(redis.url).port) })
  start('api,evidence,pool,report')
  await until('all clips', async () => {
    const { left } = await one(
      seen.db,
      sql`select count(*)::int as left from flags f left join clips c on c.flag_id = f.id where c.id is null`,
    )
    return left === 0
  })
  expect(await made(seen.db)).toEqual(undisturbed)
  const blobs = await readdir(join(dir, 'evidence', 'clips'), { recursive: true })
  const unfinished = blobs.filter((name) => name.includes('.tmp-'))
  expect(unfinished).toEqual([])

  first.kill('SIGTERM')
  await ended(first)
  expect(first.exitCode).toBe(0)
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBlobs } from '#shared/blob/store.ts'
import { recordAttempt } from '#shared/db/adjudications.ts'
import { addCandidates, candidatesOf } from '#shared/db/candidates.ts'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { loadLexicon } from '#shared/lexicon/load.ts'
import { silentLog } from '#shared/log.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import { smallLexicon } from '#shared/testing/lexicons.ts'
import { loadCasePolicies } from '../case-policies.ts'
import { openShelf } from '../detect/shelf.ts'
import { openRegistry } from '../registry/open.ts'
import { shippedRules } from '../report/testing.ts'
import { createApi } from './app.ts'
import { anAccess, noSignIn, noSystem } from './testing/access.ts'

const startedAt = new Date('2026-03-11T19:00:00+08:00')
/** Words that stand in no answer but those that carry a model's opinion. */
const secret = '这是模型的想法'
let dir: string
let house: OpenDb
let app: ReturnType<typeof createApi>
let flagId: string
let recordingId: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lvbo-advice-'))
  house = await openDb(newLiteUrl())
  const { db } = house
  const { versions } = await loadPolicy('policies/pool.yaml', policyFile(PoolPolicy))
  const shelf = await openShelf(db, smallLexicon(), new Date())
  const registry = { ...(await openRegistry(Buffer.alloc(32))), ...(await loadCasePolicies()) }
  app = createApi({
    db,
    blobs: await openBlobs(dir),
    // The clock stands still: nobody could look for as long as a grave lead asks.
    policies: versions.map((one) => ({ ...one, exposure: { ...one.exposure, seconds: 0 } })),
    now: () => new Date('2026-03-12T08:00:00+08:00'),
    rulebook: await loadLexicon('lexicons'),
    names: { category: (id) => id, region: (path) => path },
    ...registry,
    access: anAccess,
    auth: noSignIn,
    system: noSystem,
    queueAlive: async () => {},
    tokenizer: (text) => [text],
    shelf,
    termHealth: [],
    worklist: [],
    reporting: await shippedRules(),
    links: [],
    roomChanged: async () => {},
    log: silentLog,
  })
  const recording = await aRecording(db, (await aRoom(db, '意见')).id, startedAt)
  recordingId = recording.id
  flagId = await aFlag(db, recording)
  await recordAttempt(
    db,
    { kind: 'flag', flagId, recordingId },
    {
      fromMs: 0,
      toMs: 1,
      model: 'qwen',
      promptHash: 'h',
      prompt: secret,
      rawAnswer: secret,
      parsed: { opinion: 'likely', reason: secret, quotedMs: 60_000 },
      failure: null,
      settled: true,
      promptTokens: 1,
      completionTokens: 1,
      ms: 1,
      at: startedAt,
    },
  )
})
afterAll(async () => {
  await house.close()
  await rm(dir, { recursive: true })
})

const as = (name: string) => ({
  'x-lvbo-actor': encodeURIComponent(name),
  'content-type': 'application/json',
})
const post = (name: string, path: string, body: unknown = {}) =>
  app.request(path, { method: 'POST', headers: as(name), body: JSON.stringify(body) })
const textOf = async (name: string, path: string) =>
  (await app.request(path, { headers: as(name) })).text()
const view = (name: string, id = flagId) => textOf(name, `/api/flags/${id}`)

test('no answer of the API carries an opinion before the reader’s own verdict', async () => {
  const paths = [
    `/api/flags/${flagId}`,
    '/api/flags',
    '/api/flags/counts',
    '/api/rooms',
    '/api/recordings',
    '/api/candidates',
    '/api/proposals',
    '/api/reports/2026-03-11',
    '/api/reports/2026-03-11/figures/flags.all/page',
  ]
  for (const path of paths) expect(await textOf('张三', path), path).not.toContain(secret)
  expect(JSON.parse(await view('张三'))).toMatchObject({ advice: null })
})

test('it is shown after one’s own verdict, to nobody else, and not after taking it back', async () => {
  const given = await post('张三', `/api/flags/${flagId}/verdict`, {
    verdict: 'dismissed',
    seen: null,
  })
  expect(await given.text()).not.toContain(secret)
  expect(JSON.parse(await view('张三'))).toMatchObject({
    state: 'dismissed',
    advice: { opinion: 'likely', reason: secret, quotedMs: 60_000, model: 'qwen' },
  })
  expect(await view('李四')).not.toContain(secret)
  await post('李四', `/api/flags/${flagId}/verdict`, { verdict: 'confirmed', reason: '再看' })
  expect(await view('李四')).toContain(secret)
  expect(await view('张三')).toContain(secret)
  expect(await view('王五')).not.toContain(secret)
  await post('李四', `/api/flags/${flagId}/undo`)
  expect(await view('李四')).not.toContain(secret)
})

test('a candidate says why; made a flag, it says so again only after one’s own verdict', async () => {
  const words = {
    category: 'food-medical-claim',
    channel: 'speech' as const,
    audience: false,
    sourceSeq: 0,
    quote: '我妈喝了就不用去医院了',
    quoteStart: 0,
    quoteEnd: 11,
    startMs: 5000,
    endMs: 8000,
    saidAt: startedAt,
    reason: secret,
    score: 0.7,
    model: 'tagger-1',
    promptHash: null,
  }
  await addCandidates(house.db, recordingId, 'tagger', [words], startedAt)
  const [candidate] = await candidatesOf(house.db, recordingId, 'tagger')
  expect(await textOf('张三', '/api/candidates?state=open')).toContain(secret)
  const act = `/api/candidates/${candidate?.id}/promote`
  const made = await post('张三', act, { reason: '看看' })
  expect(made.status).toBe(200)
  const { flagId: id } = (await made.json()) as { flagId: string }
  expect(await textOf('李四', '/api/candidates')).not.toContain(secret)
  expect(JSON.parse(await view('李四', id))).toMatchObject({
    promotedFrom: [{ source: 'tagger', by: '张三', note: '看看', reason: null }],
  })
  await post('李四', `/api/flags/${id}/open`, {})
  await post('李四', `/api/flags/${id}/verdict`, { verdict: 'confirmed', seen: null })
  expect(await view('李四', id)).toContain(secret)
})

test.each([
  ['/api/candidates?state=guilty', 400],
  ['/api/candidates?limit=0', 400],
  ['/api/candidates?source=tagger', 200],
])('%s is answered %i', async (path, status) => {
  expect((await app.request(path)).status).toBe(status)
})

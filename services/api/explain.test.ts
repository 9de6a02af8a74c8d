import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { replaceHits } from '#shared/db/hits.ts'
import { updateRecording } from '#shared/db/recordings.ts'
import { getRoom } from '#shared/db/rooms.ts'
import { saveTranscript } from '#shared/db/transcripts.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { TermHealthPolicy } from '#shared/domain/term-health.ts'
import { AppError } from '#shared/errors.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aRecording, aRoom } from '#shared/testing/factories.ts'
import { smallLexicon } from '#shared/testing/lexicons.ts'
import { openTokenizer } from '#shared/tokenizer.ts'
import { detectRecording } from '../detect/broadcast.ts'
import { openShelf } from '../detect/shelf.ts'
import { hitRows, spokenOf } from '../detect/spoken.ts'
import { type ActorEnv, identify } from './actor.ts'
import { explainRoutes } from './explain.ts'
import { termHealthRoutes } from './term-health.ts'
import { anAccess } from './testing/access.ts'

const startedAt = new Date('2026-05-20T19:00:00+08:00')
let house: OpenDb
let recordingId: string
let city: Hono<ActorEnv>
let dinghai: Hono<ActorEnv>

beforeAll(async () => {
  house = await openDb(newLiteUrl())
  const { db } = house
  const { versions } = await loadPolicy('policies/term-health.yaml', policyFile(TermHealthPolicy))
  const tokenizer = openTokenizer()
  const shelf = await openShelf(db, smallLexicon(), startedAt)
  const rulebook = { categories: [], laws: [] }
  const now = () => new Date('2026-05-21T08:00:00+08:00')
  const deps = { db, shelf, tokenizer, rulebook, now, termHealth: versions, links: [] }
  const serve = (region: string) =>
    new Hono<ActorEnv>()
      .use(identify({ db, now, access: { ...anAccess, region } }))
      .route('/explain', explainRoutes(deps))
      .route('/term-health', termHealthRoutes(deps))
      .onError((error, c) => c.text(error instanceof AppError ? error.code : 'bug', 500))
  city = serve('zhoushan')
  dinghai = serve('zhoushan/dinghai')
  const room = await getRoom(db, (await aRoom(db, '接口', { region: 'zhoushan/putuo' })).id)
  if (!room) throw new Error('no room')
  const made = await aRecording(db, room.id, startedAt)
  recordingId = made.id
  const said = { startMs: 0, endMs: 4000, text: '这是全网最低价', timing: 'segment' as const }
  const transcriptId = await saveTranscript(db, recordingId, 'test', [said])
  await updateRecording(db, recordingId, { transcriptId })
  const spoken = await spokenOf(db, { ...made, transcriptId }, room)
  const lexicon = await shelf.latest()
  const found = detectRecording(lexicon, spoken, tokenizer)
  const rows = hitRows(found, lexicon.version, room.type, rulebook.categories)
  await replaceHits(db, recordingId, rows, lexicon.version)
})
afterAll(() => house.close())

const json = async (response: Response) => (await response.json()) as Record<string, unknown>

test('a sentence asked by address and by body is told the same', async () => {
  const text = '全啊网最亻氐价'
  const asked = await city.request(
    `http://localhost/explain?text=${encodeURIComponent(text)}&at=2026-03-11T12:00:00Z`,
  )
  const posted = await city.request('http://localhost/explain', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text, at: '2026-03-11T12:00:00Z' }),
  })
  const told = await json(asked)
  expect(told).toEqual(await json(posted))
  expect(told).toMatchObject({ text, hits: [{ rule: 'lowest', stage: 'parts' }] })
  const views = told.views as { folded: string; starts: number[] }[]
  for (const { folded, starts } of views) expect(starts).toHaveLength(folded.length)
})

test.each([
  ['text=', 400],
  ['text=a&channel=radio', 400],
  [`text=${'a'.repeat(2001)}`, 400],
])('%s is refused', async (query, status) => {
  expect((await city.request(`http://localhost/explain?${query}`)).status).toBe(status)
})

test('a stored hit is derived again, for those who may see it', async () => {
  const path = `http://localhost/explain/hits/${recordingId}/0`
  expect(await json(await city.request(path))).toMatchObject({
    differs: [],
    stored: { rule: 'lowest' },
    derived: { rule: 'lowest' },
  })
  expect(await (await dinghai.request(path)).text()).toBe('not_found')
})

test('term health counts the rooms of the region alone', async () => {
  const hitsOf = async (app: Hono<ActorEnv>) => {
    const { rules } = await json(await app.request('http://localhost/term-health?days=7'))
    return (rules as { rule: string; hits: number }[]).find(({ rule }) => rule === 'lowest')?.hits
  }
  expect(await hitsOf(city)).toBe(1)
  expect(await hitsOf(dinghai)).toBe(0)
  expect((await city.request('http://localhost/term-health?days=0')).status).toBe(400)
})

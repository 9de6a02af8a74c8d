import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asc } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '#shared/config/env.ts'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { addComments } from '#shared/db/comments.ts'
import { bringLexicon } from '#shared/db/lexicons.ts'
import { updateRecording } from '#shared/db/recordings.ts'
import { hits } from '#shared/db/schema/index.ts'
import { saveTranscript } from '#shared/db/transcripts.ts'
import { DetectionPolicy } from '#shared/domain/detection-policy.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { versionOf } from '#shared/lexicon/load.ts'
import { silentLog } from '#shared/log.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aRecording, aRoom } from '#shared/testing/factories.ts'
import { smallLexicon } from '#shared/testing/lexicons.ts'
import { openTokenizer } from '#shared/tokenizer.ts'
import { explainedHitText, explainedText } from '../commands/explain-words.ts'
import { openShelf } from '../detect/shelf.ts'
import { detectStage } from '../detect/stage.ts'
import { type House, openHouse } from '../house.ts'
import { ingestStage } from '../ingest/stage.ts'
import { registerRecording } from '../intake/register.ts'
import { transcribeStage } from '../transcribe/stage.ts'
import { explainHit, explainText, placeOfFlag } from './explain.ts'
import { openVersions } from './versions.ts'

const city = { region: 'zhoushan' }
const now = new Date('2026-03-12T08:00:00+08:00')
const { signal } = new AbortController()

describe('the sample broadcast', () => {
  let dir: string
  let house: House
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'lvbo-explain-'))
    const config = loadConfig({ DATABASE_URL: `pglite:${dir}/db`, DATA_DIR: dir })
    house = await openHouse(config, { log: silentLog, now: () => now })
    const path = join('samples', '东海渔嫂海鲜_2026-03-11_19-09-52.mp4')
    const { recording } = await registerRecording(house.deps.db, path, city, now)
    const job = { recordingId: recording.id }
    await ingestStage.run(job, house.deps, signal)
    await transcribeStage.run(job, house.deps, signal)
    await detectStage.run(job, house.deps, signal)
  })
  afterAll(async () => {
    await house.close()
    await rm(dir, { recursive: true })
  })

  test('every stored hit, suppressed ones too, is derived again field by field', async () => {
    const { deps } = house
    const versions = openVersions(deps.db, deps.shelf)
    const lexicon = (name: string) => versions.named(name)
    const stored = await deps.db.select().from(hits).orderBy(asc(hits.seq))
    expect(stored.length).toBeGreaterThan(5)
    expect(stored.some(({ suppressed }) => suppressed !== null)).toBe(true)
    for (const hit of stored) {
      const {
        differs,
        derived,
        laws,
        hits: found,
      } = await explainHit({ ...deps, lexicon }, city, hit)
      expect(differs, `${hit.rule} ${hit.quote}`).toEqual([])
      expect(derived).toMatchObject({ rule: hit.rule, phrase: hit.phrase, articles: hit.articles })
      expect(found.map(({ rule }) => rule)).toContain(hit.rule)
      // The law is that of the evening of the broadcast.
      const law = laws.find(({ category }) => category === hit.category)
      expect(law?.duties.map(({ law: of, article }) => `${of}/${article}`).sort()).toEqual(
        hit.articles.map(({ law: of, article }) => `${of}/${article}`).sort(),
      )
    }
  })

  test('another county cannot ask', async () => {
    const { deps } = house
    const [hit] = await deps.db.select().from(hits)
    if (!hit) throw new Error('no hit')
    const lexicon = () => deps.shelf.latest()
    await expect(explainHit({ ...deps, lexicon }, { region: 'ningbo' }, hit)).rejects.toMatchObject(
      { code: 'not_found' },
    )
  })

  test('the articles are those in force on the day, not today’s', async () => {
    const { deps } = house
    const lexicon = await deps.shelf.latest()
    const on = (at: Date) =>
      explainText(lexicon, { text: '今天全网最低价', channel: 'speech', at }, { ...deps, now })
    const [law] = on(now).laws
    expect(law?.duties.length).toBeGreaterThan(0)
    expect(on(new Date('1980-01-01')).laws[0]?.duties).toEqual([])
    expect(explainedText(on(now))).toContain('疑似')
  })
})

describe('neighbours, corrections, seasons, goods', () => {
  let house: OpenDb
  let recordingId: string
  const source = smallLexicon()
  const tokenizer = openTokenizer()
  const rulebook = { categories: [], laws: [] }
  const startedAt = new Date('2026-05-20T19:00:00+08:00')

  beforeAll(async () => {
    house = await openDb(newLiteUrl())
    const { db } = house
    const room = await aRoom(db, '解释')
    const recording = await aRecording(db, room.id, startedAt)
    recordingId = recording.id
    await updateRecording(db, recordingId, { goods: 'food', title: '全网最低价专场' })
    const said = [
      '野生大黄鱼到了',
      '进口虾看一下',
      '我们有检疫证明',
      '全国第一',
      '前面说错了',
      '降高血压吗',
      '没有说全网最低价',
    ]
    await saveTranscript(
      db,
      recordingId,
      'test',
      said.map((text, i) => ({
        text,
        startMs: i * 15_000,
        endMs: i * 15_000 + 4000,
        timing: 'segment' as const,
      })),
    )
    await addComments(db, recordingId, [
      { seq: 3, tMs: 30_000, kind: 'chat', text: '喝了就好', sender: null, staff: false },
    ])
    const { versions: detection } = await loadPolicy(
      'policies/detection.yaml',
      policyFile(DetectionPolicy),
    )
    const shelf = await openShelf(db, source, startedAt)
    const tagger = () => Promise.reject(new Error('not asked for'))
    const audience: never[] = []
    const deps = {
      db,
      shelf,
      tokenizer,
      links: [],
      rulebook,
      detection,
      audience,
      tagger,
      now: () => startedAt,
    }
    await detectStage.run({ recordingId }, deps, signal)
  })
  afterAll(() => house.close())

  const deps = async () => {
    const shelf = await openShelf(house.db, source, startedAt)
    const versions = openVersions(house.db, shelf)
    const lexicon = (name: string) => versions.named(name)
    return { db: house.db, rulebook, tokenizer, links: [], now: () => now, lexicon }
  }

  test('are all part of what is derived again, with the version of then', async () => {
    const other = smallLexicon(({ price }) => Object.assign(price[0] ?? {}, { match: ['别的'] }))
    await bringLexicon(
      house.db,
      { version: versionOf(other), source: other, author: '系统自带', reason: '换了一版' },
      new Date('2026-06-01'),
    )
    const stored = await house.db.select().from(hits).orderBy(asc(hits.seq))
    const rules = stored.map(({ rule }) => rule)
    expect(rules).toEqual(expect.arrayContaining(['closed', 'first', 'cure', 'lowest', 'guest']))
    // 检疫证明 stands 11 seconds later.
    expect(rules).not.toContain('paper')
    expect(stored.find(({ rule }) => rule === 'first')?.corrected).toMatchObject({ atMs: 60_000 })
    const ask = await deps()
    for (const hit of stored) {
      const found = await explainHit(ask, city, hit)
      expect(found.differs, hit.quote).toEqual([])
      expect(found.version).toBe(versionOf(source))
      expect(explainedHitText(found)).toContain('逐项一致')
    }
    const flagged = stored.find(({ flagId }) => flagId !== null)
    const place = await placeOfFlag(house.db, flagged?.flagId ?? '')
    expect(place.recordingId).toBe(recordingId)
  })

  test('say so when they have changed since', async () => {
    const stored = await house.db.select().from(hits)
    const first = stored.find(({ rule }) => rule === 'first')
    if (!first) throw new Error('no hit')
    expect(first.severity).toBe(4)
    await updateRecording(house.db, recordingId, { goods: 'tea' })
    const found = await explainHit(await deps(), city, first)
    expect(found.differs).toEqual(['severity'])
    await updateRecording(house.db, recordingId, { goods: 'food' })
  })

  test('a rule that looked around and kept silent is told with the words around', async () => {
    const stored = await house.db.select().from(hits)
    const [any] = stored
    if (!any) throw new Error('no hit')
    const suppressed = stored.find(({ quote }) => quote.startsWith('没有说'))
    const found = await explainHit(await deps(), city, suppressed ?? any)
    expect(found.rules.find(({ rule }) => rule === 'lowest')).toMatchObject({
      outcome: 'suppressed',
      because: expect.stringContaining('没有说'),
    })
  })
})

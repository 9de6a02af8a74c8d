import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OpenDb } from '#shared/db/client.ts'
import { actOnLexicon, addDraft, findLexicon } from '#shared/db/lexicons.ts'
import { getRecording } from '#shared/db/recordings.ts'
import {
  flags,
  hits,
  lexiconVersions,
  recordings,
  shadowHits,
  shadowRuns,
} from '#shared/db/schema/index.ts'
import { shadowReport } from '#shared/db/shadow.ts'
import { versionOf } from '#shared/lexicon/load.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { aRecording, aRoom } from '#shared/testing/factories.ts'
import { compileLexicon } from '#shared/text/compile.ts'
import { judgeAs, putInForce, say, wordsLexicon } from '../lexicon/testing.ts'
import { openShelf } from './shelf.ts'
import { type DetectDeps, detectStage } from './stage.ts'

const now = new Date('2026-03-12T08:00:00+08:00')
const day = 86_400_000
const first = wordsLexicon(['全网最低价', '史上最低'])
const second = wordsLexicon(['史上最低', '全国第一'])
const { signal } = new AbortController()

onBothDatabases('detection by versions', (open) => {
  let house: OpenDb
  let deps: DetectDeps
  let compiled: string[]
  let roomId: string
  beforeAll(async () => {
    house = await open()
    roomId = (await aRoom(house.db, '东海渔嫂')).id
  })
  afterAll(() => house.close())
  beforeEach(async () => {
    const { db } = house
    compiled = []
    await db.execute('truncate lexicon_versions, broadcasts, audit_events cascade')
    const compile = async (json: string, version: string) => {
      compiled.push(version)
      return compileLexicon(JSON.parse(json), version)
    }
    deps = {
      db,
      links: [],
      shelf: await openShelf(db, first, now, compile),
      tokenizer: (text) => [...text],
      rulebook: { categories: [] },
      tagger: () => Promise.reject(new Error('not asked for')),
      audience: [],
      detection: [
        {
          version: '试',
          effectiveFrom: '2024-07-01',
          note: '试',
          redetectDays: 7,
          candidates: false,
        },
      ],
      now: () => now,
    }
  })

  const recorded = async (daysAgo: number, ...said: readonly string[]) => {
    const startedAt = new Date(now.getTime() - daysAgo * day)
    const recording = await aRecording(house.db, roomId, startedAt)
    await say(house.db, recording.id, ...said)
    return recording.id
  }
  const pending = async () =>
    (await detectStage.pending(deps, 100)).map(({ recordingId }) => recordingId)
  const settle = async () => {
    for (const recordingId of await pending()) await detectStage.run({ recordingId }, deps, signal)
  }
  const phrases = async () =>
    (await house.db.select().from(flags).orderBy(flags.phrase)).map(
      ({ phrase, state, hitCount }) => `${phrase} ${state} ${hitCount}`,
    )
  const tryOut = async (source: typeof first) => {
    const draft = { version: versionOf(source), source, author: '甲', reason: '试' }
    const { lexicon } = await addDraft(house.db, draft, now)
    await actOnLexicon(house.db, lexicon, { act: 'shadow', by: '甲', reason: '试' }, now)
    return draft.version
  }

  test('a new version judges recent recordings again and leaves older ones as they were', async () => {
    const recent = await recorded(2, '这个是全网最低价')
    const old = await recorded(30, '这也是全网最低价')
    await settle()
    expect(await pending()).toEqual([])
    await putInForce(house.db, second, now)
    expect(await pending()).toEqual([recent])
    await detectStage.run({ recordingId: old }, deps, signal)
    await settle()
    expect((await getRecording(house.db, old))?.detectedKey).toContain(versionOf(first))
    expect((await getRecording(house.db, recent))?.detectedKey).toContain(versionOf(second))
    expect(await phrases()).toEqual(['全网最低价 open 1'])

    await say(house.db, old, '全国第一')
    const never = await recorded(60, '全国第一')
    expect((await pending()).sort()).toEqual([old, never].sort())
    await settle()
    expect(await phrases()).toEqual(['全国第一 open 1', '全国第一 open 1'])
  })

  test('a verdict keeps its flag and the hits it rests on; they go when the words are found again', async () => {
    const id = await recorded(2, '这个是全网最低价', '还是全网最低价', '史上最低')
    await settle()
    const all = await house.db.select().from(flags)
    const flagId = all.find(({ phrase }) => phrase === '全网最低价')?.id ?? ''
    await judgeAs(house.db, flagId, 'confirmed', now)
    await putInForce(house.db, second, now)
    await settle()
    expect(await phrases()).toEqual(['全网最低价 confirmed 2', '史上最低 open 1'])
    const kept = await house.db.select().from(hits).where(eq(hits.flagId, flagId))
    expect(kept).toHaveLength(2)
    for (const hit of kept)
      expect(hit).toMatchObject({
        lexiconVersion: versionOf(first),
        supersededBy: versionOf(second),
      })

    await putInForce(house.db, wordsLexicon(['全网最低价']), now)
    await settle()
    expect(await phrases()).toEqual(['全网最低价 confirmed 2'])
    const again = await house.db.select().from(hits).where(eq(hits.recordingId, id))
    expect(again.map(({ supersededBy }) => supersededBy)).toEqual([null, null])
  })

  test('a shadow is compared apart, once, and makes no flag; without one nothing is written', async () => {
    const id = await recorded(2, '这个是全网最低价', '史上最低', '全国第一')
    await recorded(30, '全国第一')
    await settle()
    expect(await house.db.select().from(shadowRuns)).toEqual([])
    const before = await phrases()
    const version = await tryOut(second)
    expect(await pending()).toEqual([id])
    await settle()
    await detectStage.run({ recordingId: id }, deps, signal)
    expect(await pending()).toEqual([])
    expect(await phrases()).toEqual(before)
    const scope = { region: 'zhoushan' }
    const report = await shadowReport(house.db, scope, version, { limit: 10, offset: 0 })
    expect(report).toMatchObject({ recordings: 1, same: 1, found: 1, lost: 1 })
    expect(report.rows.map(({ differs, phrase, room }) => [differs, phrase, room])).toEqual([
      ['lost', '全网最低价', '东海渔嫂'],
      ['new', '全国第一', '东海渔嫂'],
    ])
    expect(
      (await shadowReport(house.db, { region: 'other' }, version, { limit: 10, offset: 0 })).rows,
    ).toEqual([])

    await say(house.db, id, '全国第一')
    await settle()
    const rows = await house.db.select().from(shadowHits).where(eq(shadowHits.recordingId, id))
    expect(rows.map(({ differs, phrase }) => [differs, phrase])).toEqual([['new', '全国第一']])
  })

  test('each version is compiled once, when it is first wanted, and one in shadow not again when published', async () => {
    expect(compiled).toEqual([])
    await Promise.all([deps.shelf.latest(), deps.shelf.latest()])
    expect(await deps.shelf.shadow()).toBeNull()
    const version = await tryOut(second)
    await deps.shelf.shadow()
    const lexicon = await findLexicon(house.db, version)
    const publish = { act: 'publish', by: '甲', reason: '试', instead: versionOf(first) } as const
    await actOnLexicon(house.db, lexicon, publish, now)
    expect((await deps.shelf.latest()).version).toBe(version)
    expect(compiled).toEqual([versionOf(first), version])
    expect(await house.db.select().from(lexiconVersions)).toHaveLength(2)
    expect(await house.db.select().from(recordings)).toEqual([])
  })
})

import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OpenDb } from '#shared/db/client.ts'
import { coverageOf, saveCoverage } from '#shared/db/coverage.ts'
import { flags, hits } from '#shared/db/schema/index.ts'
import { saveTranscript, transcriptVersions } from '#shared/db/transcripts.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { aRecording, aRoom } from '#shared/testing/factories.ts'
import { compileLexicon } from '#shared/text/compile.ts'
import { judgeAs, wordsLexicon } from '../lexicon/testing.ts'
import { openShelf } from './shelf.ts'
import { type DetectDeps, detectStage } from './stage.ts'

const now = new Date('2026-03-12T08:00:00+08:00')
const { signal } = new AbortController()
const lexicon = wordsLexicon(['全网最低价', '史上最低'])

onBothDatabases('detection when a recording is heard anew', (open) => {
  let house: OpenDb
  let deps: DetectDeps
  let roomId: string
  beforeAll(async () => {
    house = await open()
    roomId = (await aRoom(house.db, '东海渔嫂')).id
  })
  afterAll(() => house.close())
  beforeEach(async () => {
    const { db } = house
    await db.execute('truncate lexicon_versions, broadcasts, audit_events cascade')
    const compile = async (json: string, version: string) =>
      compileLexicon(JSON.parse(json), version)
    deps = {
      db,
      shelf: await openShelf(db, lexicon, now, compile),
      tokenizer: (text) => [...text],
      rulebook: { categories: [] },
      tagger: () => Promise.reject(new Error('not asked for')),
      audience: [],
      links: [],
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

  let recordingId = ''
  /** Another transcript version: what was said, by second. */
  const hear = async (engine: string, said: Readonly<Record<number, string>>) => {
    const sentences = Object.entries(said).map(([second, text]) => ({
      ...{ text, timing: 'word' as const, startMs: Number(second) * 1000 },
      endMs: Number(second) * 1000 + 200 * text.length,
      charMs: [...text].map((_, i) => Number(second) * 1000 + 200 * i),
    }))
    await saveTranscript(house.db, recordingId, engine, sentences)
    for (const payload of await detectStage.pending(deps, 100))
      await detectStage.run(payload, deps, signal)
  }
  const standing = async () =>
    (await house.db.select().from(flags).orderBy(asc(flags.phrase))).map(
      ({ phrase, state, hitCount }) => `${phrase} ${state} ${hitCount}`,
    )
  const flagOf = async (phrase: string) =>
    (await house.db.select().from(flags).where(eq(flags.phrase, phrase)))[0]
  const hitsOf = (flagId: string) =>
    house.db.select().from(hits).where(eq(hits.flagId, flagId)).orderBy(asc(hits.seq))

  beforeEach(async () => {
    recordingId = (await aRecording(house.db, roomId, new Date(now.getTime() - 86_400_000))).id
  })

  test('a verdict stays with its words when they are found again within two seconds', async () => {
    await hear('a', { 10: '这个是全网最低价', 60: '史上最低' })
    const flag = await flagOf('全网最低价')
    await judgeAs(house.db, flag?.id ?? '', 'confirmed', now)
    await hear('b', { 11: '这个事全网最低价吗', 61: '史上最低了' })
    expect(await standing()).toEqual(['全网最低价 confirmed 1', '史上最低 open 1'])
    const [hit, ...more] = await hitsOf(flag?.id ?? '')
    expect(more).toEqual([])
    expect(hit).toMatchObject({ quote: '这个事全网最低价吗', supersededBy: null })
    // What the person saw is not rewritten.
    expect((await flagOf('全网最低价'))?.quote).toBe('这个是全网最低价')
    expect((await flagOf('史上最低'))?.quote).toBe('史上最低了')
  })

  test('a verdict stays with the words it was given on when they are no longer heard', async () => {
    await hear('a', { 10: '这个是全网最低价', 60: '史上最低' })
    const flag = await flagOf('全网最低价')
    await judgeAs(house.db, flag?.id ?? '', 'dismissed', now)
    await hear('b', { 10: '这个是全国最低价' })
    expect(await standing()).toEqual(['全网最低价 dismissed 1'])
    const [first] = await transcriptVersions(house.db, recordingId)
    expect(await hitsOf(flag?.id ?? '')).toMatchObject([
      { quote: '这个是全网最低价', transcriptId: first?.id },
    ])
  })

  test('the same words elsewhere are another place of the flag, and the judged place is kept', async () => {
    await hear('a', { 10: '这个是全网最低价' })
    const flag = await flagOf('全网最低价')
    await judgeAs(house.db, flag?.id ?? '', 'confirmed', now)
    await hear('b', { 10: '这个价格很便宜', 90: '全网最低价' })
    const places = await hitsOf(flag?.id ?? '')
    expect(places.map(({ startMs, supersededBy }) => [startMs, supersededBy !== null])).toEqual([
      [90_000, false],
      [10_600, true],
    ])
  })

  test('heard a third time nothing doubles, and every version is still there', async () => {
    await hear('a', { 10: '这个是全网最低价' })
    await judgeAs(house.db, (await flagOf('全网最低价'))?.id ?? '', 'confirmed', now)
    await hear('b', { 11: '全网最低价' })
    await hear('a', { 10: '这个是全网最低价' })
    expect(await standing()).toEqual(['全网最低价 confirmed 1'])
    const versions = await transcriptVersions(house.db, recordingId)
    expect(versions.map(({ version, engine }) => `${version} ${engine}`)).toEqual([
      '1 a',
      '2 b',
      '3 a',
    ])
  })

  test('only what was heard counts as searched', async () => {
    await saveCoverage(
      house.db,
      recordingId,
      ['transcribed'],
      [
        { kind: 'transcribed', fromMs: 0, toMs: 1000, gap: null },
        { kind: 'transcribed', fromMs: 1000, toMs: 5000, gap: '转写失败' },
      ],
    )
    await hear('a', { 0: '好' })
    expect(await coverageOf(house.db, recordingId, 'scanned')).toEqual([
      { kind: 'scanned', fromMs: 0, toMs: 1000, gap: null },
      { kind: 'scanned', fromMs: 1000, toMs: 5000, gap: '转写失败' },
    ])
  })
})

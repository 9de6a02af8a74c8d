import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDb } from '#shared/db/client.ts'
import { replaceFlags, setFlagState } from '#shared/db/flags.ts'
import { type NewHit, replaceHits } from '#shared/db/hits.ts'
import { flags } from '#shared/db/schema/index.ts'
import { saveTranscript } from '#shared/db/transcripts.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { TermHealthPolicy } from '#shared/domain/term-health.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { aFound, aRecording, aRoom } from '#shared/testing/factories.ts'
import { smallLexicon } from '#shared/testing/lexicons.ts'
import { compileLexicon } from '#shared/text/compile.ts'
import { lexiconHealth } from './health.ts'

const { versions } = await loadPolicy('policies/term-health.yaml', policyFile(TermHealthPolicy))
const lexicon = compileLexicon(smallLexicon(), 'small')
const now = new Date('2026-05-30T12:00:00+08:00')
const city = { region: 'zhoushan' }
const day = 86_400_000

const aHit = (change: Partial<NewHit>): NewHit => ({
  lexiconVersion: 'small',
  channel: 'speech',
  sourceSeq: 0,
  quote: '全网第一的最低价治好高血压',
  quoteStart: 0,
  quoteEnd: 4,
  startMs: 1000,
  endMs: 3000,
  category: 'price',
  rule: 'first',
  phrase: '全网第一',
  audience: false,
  severity: 3,
  mode: 'assert',
  stage: 'exact',
  articles: [],
  ...change,
})

onBothDatabases('term health', (open) => {
  let house: OpenDb
  const health = async (scope = city, days = 30) => {
    const query = { db: house.db, now: () => now, lexicon, policies: versions }
    return lexiconHealth(query, scope, days)
  }
  const record = async (
    name: string,
    region: string,
    daysAgo: number,
    found: readonly NewHit[],
  ) => {
    const room = await aRoom(house.db, name, { region })
    const recording = await aRecording(house.db, room.id, new Date(now.getTime() - daysAgo * day))
    await saveTranscript(house.db, recording.id, 'test', [
      { startMs: 0, endMs: 1000, text: '字'.repeat(10_000), timing: 'segment' },
    ])
    await replaceHits(house.db, recording.id, found, 'small')
    const kept = found.flatMap((hit, seq) => (hit.suppressed ? [] : [{ hit, seq }]))
    const groups = new Map<string, typeof kept>()
    for (const one of kept) groups.set(one.hit.phrase, [...(groups.get(one.hit.phrase) ?? []), one])
    const flagsFound = [...groups].map(([phrase, places]) =>
      aFound(recording, {
        phrase,
        category: places[0]?.hit.category ?? '',
        rule: places[0]?.hit.rule ?? '',
        hits: places.map(({ seq }) => ({ recordingId: recording.id, seq })),
      }),
    )
    await replaceFlags(house.db, recording.broadcastId, flagsFound, now)
    return house.db.select().from(flags).where(eq(flags.broadcastId, recording.broadcastId))
  }

  beforeAll(async () => {
    house = await open()
    const found = [
      aHit({}),
      aHit({ startMs: 9000 }),
      // The same place under another category's rule, and one of another sentence.
      aHit({
        rule: 'cure',
        category: 'health',
        phrase: '治好…高血压',
        quoteStart: 2,
        quoteEnd: 13,
      }),
      aHit({ rule: 'cure', category: 'health', phrase: '治好…高血压', sourceSeq: 5 }),
      aHit({
        rule: 'cure',
        category: 'health',
        phrase: '降…失眠',
        suppressed: { by: 'ask', reason: '' },
      }),
      aHit({
        rule: 'guest',
        category: 'health',
        phrase: '喝了就好',
        channel: 'danmaku',
        audience: true,
      }),
    ]
    const one = await record('一', 'zhoushan/putuo', 2, found)
    const decide = async (phrase: string, state: 'confirmed' | 'dismissed') =>
      setFlagState(house.db, one.find((flag) => flag.phrase === phrase)?.id ?? '', state)
    await decide('全网第一', 'confirmed')
    await decide('治好…高血压', 'dismissed')
    const [third] = await record('二', 'zhoushan/dinghai', 3, [aHit({})])
    await setFlagState(house.db, third?.id ?? '', 'doubtful')
    await record('旧', 'zhoushan/putuo', 40, [aHit({})])
  })
  afterAll(() => house.close())

  test('counts hits, flags and verdicts of every rule in the time asked for', async () => {
    const { rules, chars } = await health()
    expect(chars).toBe(20_000)
    expect(rules).toHaveLength(lexicon.rules.length)
    const of = (id: string) => rules.find(({ rule }) => rule === id)
    expect(of('first')).toMatchObject({
      hits: 3,
      flags: 2,
      confirmed: 1,
      dismissed: 0,
      doubtful: 1,
      suppressed: 0,
      per10k: 1.5,
      precision: { share: 1 },
      lastSeenAt: new Date(now.getTime() - 2 * day + 9000),
    })
    expect(of('cure')).toMatchObject({
      hits: 2,
      suppressed: 1,
      flags: 1,
      confirmed: 0,
      dismissed: 1,
    })
    expect(of('guest')).toMatchObject({ hits: 1, per10k: 0 })
    expect(of('lowest')).toMatchObject({ hits: 0, lastSeenAt: null, precision: null })
    expect((await health(city, 60)).rules.find(({ rule }) => rule === 'first')?.hits).toBe(4)
  })

  test('places that two rules share are counted once for each hit', async () => {
    const { rules } = await health()
    const overlap = (id: string) => rules.find(({ rule }) => rule === id)?.overlap
    expect(overlap('first')).toEqual({ rule: 'cure', share: 2 / 3 })
    expect(overlap('cure')).toEqual({ rule: 'first', share: 0.5 })
    expect(overlap('guest')).toBeNull()
  })

  test('a county sees its own rooms', async () => {
    const { rules, chars } = await health({ region: 'zhoushan/dinghai' })
    expect(chars).toBe(10_000)
    expect(rules.find(({ rule }) => rule === 'first')).toMatchObject({
      hits: 1,
      confirmed: 0,
      doubtful: 1,
    })
    expect(rules.find(({ rule }) => rule === 'cure')?.hits).toBe(0)
  })
})

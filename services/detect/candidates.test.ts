import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { candidatesOf } from '#shared/db/candidates.ts'
import type { OpenDb } from '#shared/db/client.ts'
import { updateRecording } from '#shared/db/recordings.ts'
import { flags } from '#shared/db/schema/index.ts'
import { judgedQuotes } from '#shared/db/verdicts.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { aRecording, aRoom } from '#shared/testing/factories.ts'
import { compileLexicon } from '#shared/text/compile.ts'
import { makeGround } from '#shared/text/learned/features.ts'
import { learn } from '#shared/text/learned/learn.ts'
import { lessonsOf, type Taught } from '#shared/text/learned/lessons.ts'
import { markOf } from '#shared/text/learned/second-reading.ts'
import { judgeAs, putInForce, say, wordsLexicon } from '../lexicon/testing.ts'
import { openShelf } from './shelf.ts'
import { type DetectDeps, detectStage } from './stage.ts'
import { makeTagger, readTwice } from './tagger.ts'

const now = new Date('2026-03-12T08:00:00+08:00')
const source = wordsLexicon(['全网最低价'])
const lexicon = compileLexicon(source, 'test')
const tokenizer = (text: string) => [...text]
const kindsOf = { 'false-lowest-price': ['lowest-price'] }
const kinds = ['none', 'lowest-price']

const said = (text: string, words?: string): Taught => {
  const start = words ? text.indexOf(words) : 0
  const spans = words ? [{ start, end: start + words.length, kind: 'lowest-price' }] : []
  return { text, channel: 'speech', goods: 'seafood', spans, weight: 1 }
}
const taught = [
  ...['这个虾', '这条鱼', '这包紫菜'].map((goods) =>
    said(`${goods}别处找不到更便宜`, '找不到更便宜'),
  ),
  ...['今天到的货', '这个虾新鲜', '别处也有卖', '便宜的在二号链接'].map((text) => said(text)),
]
const ground = makeGround(lexicon, kindsOf, tokenizer)
const told = { kinds, kindsOf, threshold: 0.5, rules: {} }
const model = learn(lessonsOf(ground, kinds, taught), told)

onBothDatabases('candidates of the learned tagger', (open) => {
  let house: OpenDb
  let recordingId: string
  beforeAll(async () => {
    house = await open()
    const room = await aRoom(house.db, '东海渔嫂')
    recordingId = (await aRecording(house.db, room.id, now)).id
    await say(
      house.db,
      recordingId,
      '大家好今天到的货',
      '这箱蟹找不到更便宜',
      '全网最低价找不到更便宜',
    )
  })
  afterAll(() => house.close())

  const run = async (candidates: boolean) => {
    const deps: DetectDeps = {
      ...{ db: house.db, tokenizer, rulebook: { categories: [] }, now: () => now },
      shelf: await openShelf(house.db, source, now),
      audience: [],
      links: [],
      detection: [
        { version: '试', effectiveFrom: '2024-07-01', note: '试', redetectDays: 7, candidates },
      ],
      tagger: async () => makeTagger({ model, id: 'tagger-test' }, tokenizer),
    }
    await updateRecording(house.db, recordingId, { detectedKey: null })
    await detectStage.run({ recordingId }, deps, new AbortController().signal)
    return candidatesOf(house.db, recordingId, 'tagger')
  }

  test('are filed only while the policy wants them, apart from flags, once however often judged', async () => {
    expect(await run(false)).toEqual([])
    const [first, ...others] = await run(true)
    expect(others).toEqual([])
    expect(first).toMatchObject({
      ...{ category: 'false-lowest-price', sourceSeq: 1, quote: '这箱蟹找不到更便宜' },
      ...{ channel: 'speech', audience: false, model: 'tagger-test', state: 'open' },
    })
    expect(first?.phrase).toContain('找不到更便宜')
    expect(first?.reason).toMatch(/“.+”/)
    expect(await run(true)).toEqual([first])
    const all = await house.db.select().from(flags)
    expect(all.map(({ phrase }) => phrase)).toEqual(['全网最低价'])
  })

  test('people’s verdicts are read back as something to learn from', async () => {
    expect(await judgedQuotes(house.db)).toEqual([])
    const [flag] = await house.db.select().from(flags)
    await judgeAs(house.db, flag?.id ?? '', 'dismissed', now)
    expect(await judgedQuotes(house.db)).toEqual([
      {
        ...{ text: '全网最低价找不到更便宜', channel: 'speech', goods: null, start: 0, end: 5 },
        ...{ category: 'false-lowest-price', verdict: 'dismissed' },
      },
    ])
  })

  test('a hit that does not stand the second reading is no lead, and filed for whoever wants to look', async () => {
    const parts = wordsLexicon(['全网…最低'])
    const wide = compileLexicon(parts, 'wide')
    const own = makeGround(wide, kindsOf, tokenizer)
    const rules = Object.fromEntries(wide.rules.map(({ rule }) => [rule.id, markOf(rule)]))
    const lawful = ['合同里写着', '海报上印着', '招牌上画着'].flatMap((where) =>
      ['这几个字违法', '是那个账号的名字'].map((end) => said(`${where}全网都最低${end}`)),
    )
    const claims = ['今天就是', '我们家'].map((who) => said(`${who}全网都最低`, '全网都最低'))
    const taughtMore = learn(lessonsOf(own, kinds, [...lawful, ...claims]), { ...told, rules })
    const tagger = makeTagger({ model: taughtMore, id: 'tagger-more' }, tokenizer)
    await putInForce(house.db, parts, now)
    const shelf = await openShelf(house.db, source, now, async (json, version) =>
      readTwice(compileLexicon(JSON.parse(json), version), tagger),
    )
    const room = await aRoom(house.db, '守法渔家')
    const { id } = await aRecording(house.db, room.id, now)
    await say(house.db, id, '海报上印着全网都最低这几个字违法', '今天就是全网都最低')
    const deps: DetectDeps = {
      ...{ db: house.db, tokenizer, rulebook: { categories: [] }, now: () => now, shelf },
      ...{ audience: [], links: [], tagger: async () => tagger },
      detection: [
        {
          version: '试',
          effectiveFrom: '2024-07-01',
          note: '试',
          redetectDays: 7,
          candidates: false,
        },
      ],
    }
    await detectStage.run({ recordingId: id }, deps, new AbortController().signal)
    const led = await house.db.select().from(flags).where(eq(flags.recordingId, id))
    expect(led.map(({ quote, hitCount }) => ({ quote, hitCount }))).toEqual([
      { quote: '今天就是全网都最低', hitCount: 1 },
    ])
    const [doubtful, ...others] = await candidatesOf(house.db, id, 'doubtful')
    expect(others).toEqual([])
    expect(doubtful).toMatchObject({
      ...{ quote: '海报上印着全网都最低这几个字违法', phrase: '全网都最低', state: 'open' },
      ...{ model: 'tagger-more', score: null },
    })
    expect(doubtful?.reason).toContain('整句再读')
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { candidatesOf } from '#shared/db/candidates.ts'
import type { OpenDb } from '#shared/db/client.ts'
import { updateRecording } from '#shared/db/recordings.ts'
import { flags } from '#shared/db/schema/index.ts'
import { judgedQuotes } from '#shared/db/verdicts.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { aRecording, aRoom } from '#shared/testing/factories.ts'
import { compileLexicon } from '#shared/text/compile.ts'
import { learn } from '#shared/text/learned/learn.ts'
import { lessonsOf, type Taught } from '#shared/text/learned/lessons.ts'
import { vocabularyOf } from '#shared/text/learned/vocabulary.ts'
import { judgeAs, say, wordsLexicon } from '../lexicon/testing.ts'
import { makeTagger } from './candidates.ts'
import { openShelf } from './shelf.ts'
import { type DetectDeps, detectStage } from './stage.ts'

const now = new Date('2026-03-12T08:00:00+08:00')
const source = wordsLexicon(['全网最低价'])
const lexicon = compileLexicon(source, 'test')
const tokenizer = (text: string) => [...text]
const kindOf = { 'false-lowest-price': 'lowest-price' }
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
const ground = { lexicon, kindOf, vocabulary: vocabularyOf(lexicon, kindOf), tokenizer }
const model = learn(lessonsOf(ground, kinds, taught), { kinds, kindOf, threshold: 0.5 })

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
})

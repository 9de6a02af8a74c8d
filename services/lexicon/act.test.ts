import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { findLexicon, versionsInUse } from '#shared/db/lexicons.ts'
import { judgedTexts } from '#shared/db/regression.ts'
import { auditEvents, broadcasts, flags } from '#shared/db/schema/index.ts'
import { versionOf } from '#shared/lexicon/load.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aFlag, aFound, aRecording, aRoom } from '#shared/testing/factories.ts'
import { compileLexicon } from '#shared/text/compile.ts'
import { draftLexicon, type LexiconDeps, publishLexicon, rollbackLexicon } from './act.ts'
import { checkLexicon } from './check.ts'
import { refusalOf } from './gate.ts'
import { judgeAs, putInForce, say, wordsLexicon } from './testing.ts'

const at = new Date('2026-03-11T19:00:00+08:00')
const owner = { name: '李四', roles: ['rule_manager' as const] }
const tokenizer = (text: string) => [...text]
const whole = wordsLexicon(['全网最低价', '史上最低'])
const narrow = wordsLexicon(['史上最低'])
let house: OpenDb
let deps: LexiconDeps
let flagId: string
let recording: Awaited<ReturnType<typeof aRecording>>

beforeAll(async () => {
  house = await openDb(newLiteUrl())
})
afterAll(() => house.close())
beforeEach(async () => {
  await house.db.execute('truncate lexicon_versions, broadcasts, audit_events cascade')
  const rulebook = { categories: [{ id: 'false-lowest-price' }] }
  deps = { db: house.db, tokenizer, now: () => at, rulebook }
  const room = await aRoom(house.db, '东海渔嫂')
  recording = await aRecording(house.db, room.id, at)
  flagId = await aFlag(house.db, recording)
  await putInForce(house.db, whole, at)
})

const draft = async (source: typeof whole) =>
  (await draftLexicon(deps, source, '改词', owner)).lexicon
const check = (source: typeof whole) =>
  checkLexicon(deps, compileLexicon(source, versionOf(source)))

test('a version that loses what a person confirmed is refused, and passes with a reason that is kept', async () => {
  await judgeAs(house.db, flagId, 'confirmed', at)
  const { version } = await draft(narrow)
  const refused = publishLexicon(deps, version, {}, owner)
  await expect(refused).rejects.toMatchObject({ code: 'conflict' })
  await expect(refused).rejects.toThrow(
    `线索 ${flagId.slice(0, 8)} false-lowest-price 东海渔嫂:这个是【全网最低价】`,
  )
  expect((await versionsInUse(house.db)).published).toBe(versionOf(whole))

  const override = { overrideReason: '法务意见:该词不再监测' }
  const { lexicon, report } = await publishLexicon(deps, version, override, owner)
  expect(report.lost.count).toBe(1)
  expect(lexicon).toMatchObject({ state: 'published', publishedBy: '李四', ...override })
  const lines = await house.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.action, 'lexicon.publish'))
  expect(lines.at(-1)?.detail).toMatchObject({ ...override, lost: 1, lostFlags: [flagId] })
})

test('a version that finds it by another rule or a longer phrase passes, and a needless reason is not kept', async () => {
  await judgeAs(house.db, flagId, 'confirmed', at)
  const { version } = await draft(wordsLexicon(['是全网最低价', '史上最低']))
  const { lexicon } = await publishLexicon(deps, version, { overrideReason: '以防万一' }, owner)
  expect(lexicon).toMatchObject({ state: 'published', overrideReason: null })
})

test('an exception that now covers a confirmed sentence is a loss; one that covers a dismissed one is not', async () => {
  const excused = {
    ...wordsLexicon(['全网最低价']),
    exceptions: wordsLexicon(['无']).exceptions.map((one) => ({
      ...one,
      ...{ always: true, where: 'before' as const, patterns: ['这个是'] },
    })),
  }
  await judgeAs(house.db, flagId, 'dismissed', at)
  expect(await check(excused)).toMatchObject({ stillFlagged: { count: 0 }, lost: { count: 0 } })
  expect((await check(whole)).comesBack.count).toBe(1)
  await house.db.update(flags).set({ state: 'confirmed' })
  expect(refusalOf(await check(excused))).toContain('将不再命中')
})

test('an open flag counts for nothing; a rule whose own sentence fails is refused', async () => {
  expect(await check(narrow)).toMatchObject({ texts: 0, confirmedFlags: 0 })
  const broken = wordsLexicon(['全网最低价'], {
    examples: { match: ['甲', '全网最低价', '就是全网最低价'], clean: ['乙', '丙', '丁'] },
  })
  const report = await check(broken)
  expect(report.examples.count).toBe(1)
  expect(refusalOf(report)).toContain('“甲”应当命中而没有')
})

test('words around a confirmed sentence count as they did when it was found', async () => {
  await judgeAs(house.db, flagId, 'confirmed', at)
  const near = wordsLexicon(['全网最低价'], {
    ...{ with: ['大黄鱼'], within: '30s' },
    examples: {
      match: ['大黄鱼全网最低价', '全网最低价大黄鱼', '大黄鱼就是全网最低价'],
      clean: ['全网最低价', '大黄鱼', '欢迎'],
    },
  })
  expect((await check(near)).lost.count).toBe(1)
  const heard = Array.from({ length: 7 }, (_, i) => (i === 5 ? '东海的大黄鱼' : '欢迎欢迎'))
  const transcriptId = await say(house.db, recording.id, ...heard)
  expect(transcriptId).toBeTruthy()
  expect((await check(near)).lost.count).toBe(0)
})

test('pages cover every judged flag once, whatever their number', async () => {
  const found = Array.from({ length: 23 }, (_, i) => aFound(recording, { phrase: `词${i}` }))
  await house.db.insert(flags).values(
    found.map(({ hits: _, ...flag }) => ({
      ...flag,
      state: 'confirmed' as const,
      createdAt: at,
    })),
  )
  const seen: string[] = []
  for (let after: string | null = null; ; ) {
    const { texts, last } = await judgedTexts(house.db, after, 10)
    seen.push(...texts.map((text) => text.flagId))
    if (last === null) break
    after = last
  }
  expect(new Set(seen).size).toBe(23)
  expect(seen).toHaveLength(23)
  expect(await house.db.select().from(broadcasts)).toHaveLength(1)
})

test('only the owner acts; a rollback needs a reason; an unknown category is refused', async () => {
  const { version } = await draft(narrow)
  const reviewer = { name: '王五', roles: ['reviewer' as const] }
  await expect(publishLexicon(deps, version, {}, reviewer)).rejects.toMatchObject({
    code: 'forbidden',
  })
  await publishLexicon(deps, version, {}, owner)
  await expect(rollbackLexicon(deps, versionOf(whole), ' ', owner)).rejects.toMatchObject({
    code: 'invalid',
  })
  const back = await rollbackLexicon(deps, versionOf(whole).slice(0, 8), '误报太多', owner)
  expect(back).toMatchObject({ state: 'published', publishReason: '误报太多' })
  expect((await findLexicon(house.db, version)).state).toBe('retired')
  const [file] = narrow.rules
  const strange = { ...narrow, rules: [{ ...file, category: 'no-such' }] }
  await expect(draftLexicon(deps, strange, '试', owner)).rejects.toThrow('no-such')
})

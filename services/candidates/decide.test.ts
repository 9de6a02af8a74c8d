import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstBrokenLine } from '#shared/db/audit.ts'
import {
  addCandidates,
  candidatesOf,
  listCandidates,
  type NewCandidate,
  replaceCandidates,
} from '#shared/db/candidates.ts'
import type { OpenDb } from '#shared/db/client.ts'
import { measureAll } from '#shared/db/figures/measure.ts'
import { getFlag, pendingClips, replaceFlags } from '#shared/db/flags.ts'
import { countFlags } from '#shared/db/pulse.ts'
import { roomStanding } from '#shared/db/rooms.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { loadLexicon } from '#shared/lexicon/load.ts'
import { onPostgres } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import { dismissCandidate, promoteCandidate } from './decide.ts'

const rulebook = await loadLexicon('lexicons')
const startedAt = new Date('2026-03-11T19:00:00+08:00')
const at = new Date('2026-03-12T08:00:00+08:00')
const city = { region: 'zhoushan' }
const zhang: Actor = { name: '张', roles: ['reviewer'], region: 'zhoushan' }
const whole = {
  from: new Date('2026-03-11T00:00:00+08:00'),
  to: new Date('2026-03-12T00:00:00+08:00'),
  scope: city,
  knownAt: new Date('2027-01-01T00:00:00+08:00'),
  reviewDue: new Date(0),
  noticeDue: new Date(0),
  seasonCategories: [],
  lowCoverage: 0.9,
}

const words: NewCandidate = {
  category: 'food-medical-claim',
  channel: 'speech',
  audience: false,
  sourceSeq: 3,
  quote: '我妈喝了就不用去医院了哈',
  quoteStart: 0,
  quoteEnd: 11,
  startMs: 30_000,
  endMs: 33_000,
  saidAt: new Date(startedAt.getTime() + 30_000),
  reason: '暗示疗效。',
  score: 0.8,
  model: 'tagger-1',
  promptHash: null,
}

onPostgres('candidates', (open) => {
  let house: OpenDb
  let n = 0
  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())

  const deps = () => ({ db: house.db, rulebook, now: () => at })
  async function proposed(found: readonly NewCandidate[] = [words]) {
    const room = await aRoom(house.db, `候选${n++}`)
    const recording = await aRecording(house.db, room.id, startedAt)
    const made = await addCandidates(house.db, recording.id, 'tagger', found, at)
    const all = () => candidatesOf(house.db, recording.id, 'tagger')
    const [first] = await all()
    return { room, recording, made, all, id: first?.id ?? '' }
  }

  test('the same words again are the same row, brought up to date', async () => {
    const { recording, made, all, id } = await proposed([words, { ...words, score: 0.3 }])
    expect(made).toBe(1)
    const again = { ...words, score: 0.9, model: 'tagger-2' }
    expect(await addCandidates(house.db, recording.id, 'tagger', [again], at)).toBe(0)
    expect(await all()).toMatchObject([{ id, score: 0.9, model: 'tagger-2' }])
  })

  test('a source that read everything again takes back what it no longer proposes, but no decision', async () => {
    const others = [1, 2].map((i) => ({ ...words, startMs: i * 100_000 }))
    const { recording, all, id } = await proposed([words, ...others])
    const decided = (await all()).find(({ startMs }) => startMs === words.startMs)?.id ?? id
    await dismissCandidate(deps(), decided, '', zhang)
    await replaceCandidates(house.db, recording.id, 'tagger', others.slice(1), at)
    expect((await all()).map(({ startMs, state }) => [startMs, state]).sort()).toEqual([
      [200_000, 'open'],
      [30_000, 'dismissed'],
    ])
  })

  test('open or dismissed, it counts nowhere', async () => {
    const { room, recording } = await proposed([])
    const flags = await countFlags(house.db, city)
    const figures = await measureAll(house.db, whole)
    await addCandidates(house.db, recording.id, 'tagger', [words], at)
    const [{ id = '' } = {}] = await candidatesOf(house.db, recording.id, 'tagger')
    expect(await measureAll(house.db, whole)).toEqual(figures)
    const standing = await roomStanding(house.db, city, room.id)
    await dismissCandidate(deps(), id, '只是转述', zhang)
    expect(await countFlags(house.db, city)).toEqual(flags)
    expect(await measureAll(house.db, whole)).toEqual(figures)
    expect(await roomStanding(house.db, city, room.id)).toEqual(standing)
    await expect(promoteCandidate(deps(), id, '', zhang)).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('taken up by a person it is an open flag with its law, and the act is in the audit', async () => {
    const { id, room } = await proposed()
    const { flagId } = await promoteCandidate(deps(), id, '值得一看', zhang)
    const again = await promoteCandidate(deps(), id, '再点一次', zhang)
    expect(again.flagId).toBe(flagId)
    const flag = await getFlag(house.db, flagId ?? '')
    expect(flag).toMatchObject({
      roomId: room.id,
      category: 'food-medical-claim',
      state: 'open',
      rule: 'candidate.tagger',
      lexiconVersion: 'model:tagger-1',
      quote: words.quote,
      startMs: 30_000,
      hitCount: 1,
    })
    expect(flag?.articles.length).toBeGreaterThan(0)
    expect(await pendingClips(house.db, 100)).toContainEqual({ flagId })
    expect(await firstBrokenLine(house.db)).toBeNull()
    const { rows } = await listCandidates(house.db, city, {
      state: 'promoted',
      limit: 50,
      offset: 0,
    })
    expect(rows.find((row) => row.id === id)).toMatchObject({
      flagId,
      decidedBy: '张',
      decidedAt: at,
      decisionReason: '值得一看',
    })
    await expect(dismissCandidate(deps(), id, '', zhang)).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('detection that runs again leaves the flag a person asked for', async () => {
    const { id, recording } = await proposed()
    const { flagId } = await promoteCandidate(deps(), id, '', zhang)
    await replaceFlags(house.db, recording.broadcastId, [], at)
    expect(await getFlag(house.db, flagId ?? '')).toMatchObject({ state: 'open', hitCount: 1 })
  })

  test('words that are a flag already join it', async () => {
    const { id, recording } = await proposed()
    const known = await aFlag(house.db, recording, {
      category: words.category,
      phrase: words.quote.slice(0, 11),
    })
    expect((await promoteCandidate(deps(), id, '', zhang)).flagId).toBe(known)
    await replaceFlags(house.db, recording.broadcastId, [], at)
    expect(await getFlag(house.db, known)).toBeDefined()
  })

  test('another county does not see it; another role may not decide; a lost category is said', async () => {
    const { id } = await proposed()
    const dinghai = { ...zhang, region: 'zhoushan/dinghai' }
    const { total } = await listCandidates(house.db, dinghai, { limit: 1, offset: 0 })
    expect(total).toBe(0)
    const code = (code: string) => ({ code })
    await expect(promoteCandidate(deps(), id, '', dinghai)).rejects.toMatchObject(code('not_found'))
    const leader: Actor = { ...zhang, roles: ['leader'] }
    await expect(dismissCandidate(deps(), id, '', leader)).rejects.toMatchObject(code('forbidden'))
    const bare = { ...deps(), rulebook: { categories: [] } }
    await expect(promoteCandidate(bare, id, '', zhang)).rejects.toMatchObject(code('invalid'))
  })
})

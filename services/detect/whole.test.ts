import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { OpenDb } from '#shared/db/client.ts'
import { addComments, clearComments } from '#shared/db/comments.ts'
import { updateRecording } from '#shared/db/recordings.ts'
import { judgedTexts } from '#shared/db/regression.ts'
import { flags, recordings, signals } from '#shared/db/schema/index.ts'
import { listSignals } from '#shared/db/signals.ts'
import { AbsenceRule } from '#shared/domain/absence.ts'
import { AudiencePolicy } from '#shared/domain/audience-policy.ts'
import { policyFile } from '#shared/domain/policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { aRecording, aRoom } from '#shared/testing/factories.ts'
import { smallLexicon } from '#shared/testing/lexicons.ts'
import { compileLexicon } from '#shared/text/compile.ts'
import { explainAbsentFlag, explainBroadcast } from '../explain/absences.ts'
import { judgeAs, say } from '../lexicon/testing.ts'
import { openShelf } from './shelf.ts'
import { type DetectDeps, detectStage } from './stage.ts'

const now = new Date('2026-03-12T08:00:00+08:00')
const startedAt = new Date('2026-03-11T19:00:00+08:00')
const { signal } = new AbortController()
const { versions: audience } = await loadPolicy(
  'policies/audience.yaml',
  policyFile(AudiencePolicy),
)

const one = [{ minutes: 1, said: ['一'] }]
const absent = AbsenceRule.parse({
  ...{ id: 'price.absent', name: '没有报价', needs: ['speech'], minutes: 10, whenCount: 3 },
  ...{ when: ['链接'], expects: ['#块'], in: ['speech', 'title', 'screen'] },
  examples: { missing: one, said: one, unclear: one },
})
const small = smallLexicon()
const source = {
  ...small,
  rules: small.rules.map((file) =>
    file.category === 'price' ? { ...file, absent: [absent] } : file,
  ),
}
const selling = Array.from({ length: 80 }, (_, i) => `看${i % 2 ? '这个' : '那个'}链接`)

onBothDatabases('a broadcast as a whole', (open) => {
  let house: OpenDb
  let deps: DetectDeps
  let roomId: string
  const zhoushan = { region: 'zhoushan' }
  const all = { limit: 50, offset: 0 }
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
      ...{ db, audience, links: [], tokenizer: (text: string) => [...text], now: () => now },
      shelf: await openShelf(db, source, now, compile),
      rulebook: { categories: [] },
      tagger: () => Promise.reject(new Error('not asked for')),
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
  })
  const recorded = async (minutes: number, ...said: readonly string[]) => {
    const recording = await aRecording(
      house.db,
      roomId,
      new Date(startedAt.getTime() + minutes * 60_000),
    )
    await say(house.db, recording.id, ...said)
    return recording
  }
  const detect = (recordingId: string) => detectStage.run({ recordingId }, deps, signal)
  const again = async (recordingId: string) => {
    await updateRecording(house.db, recordingId, { detectedKey: null })
    await detect(recordingId)
  }
  const absentFlags = async () =>
    (await house.db.select().from(flags).where(eq(flags.mode, 'absence'))).map(
      ({ phrase, rule, state, hitCount }) => `${phrase} ${rule} ${state} ${hitCount}`,
    )
  const write = (recordingId: string, texts: readonly string[]) =>
    addComments(
      house.db,
      recordingId,
      texts.map((text, seq) => ({
        ...({
          seq,
          tMs: seq * 10_000,
          kind: 'chat',
          text,
          sender: `u${seq % 6}`,
          staff: false,
        } as const),
      })),
    )

  test('what is missing is a flag without hits, until another recording of the broadcast says it', async () => {
    const { id, broadcastId } = await recorded(0, ...selling)
    await detect(id)
    expect(await absentFlags()).toEqual(['没有报价 price.absent open 1'])
    const [flag] = await house.db.select().from(flags)
    expect(flag).toMatchObject({ recordingId: id, channel: 'speech', startMs: 0, endMs: 60_000 })
    expect(flag?.quote).toBe('看那个链接 …… 看这个链接')
    await again(id)
    expect((await house.db.select().from(flags)).map((row) => row.id)).toEqual([flag?.id])

    const other = await recorded(60, '到手三十九块')
    expect(other.broadcastId).toBe(broadcastId)
    await detect(other.id)
    expect(await absentFlags()).toEqual([])
  })

  test('a verdict keeps the flag; it is no text that a new version must find', async () => {
    const { id } = await recorded(0, ...selling)
    await detect(id)
    const [flag] = await house.db.select().from(flags)
    await judgeAs(house.db, flag?.id ?? '', 'confirmed', now)
    expect((await judgedTexts(house.db, null, 10)).texts).toEqual([])
    await detect((await recorded(60, '到手三十九块')).id)
    expect(await absentFlags()).toEqual(['没有报价 price.absent confirmed 0'])
  })

  test('what nobody can tell is no flag, and says why', async () => {
    const { id, broadcastId } = await recorded(0, ...selling.slice(0, 20))
    await detect(id)
    expect(await absentFlags()).toEqual([])
    const lexicon = await deps.shelf.latest()
    const found = await explainBroadcast(deps, zhoushan, lexicon, broadcastId)
    expect(found.absent).toMatchObject([
      { outcome: 'cannot_tell', recordingId: null, unchecked: ['screen'] },
    ])
    expect(found.absent[0]?.reason).toBe('不能判断:只听到 3 分钟口播,不足 10 分钟。')
    const dinghai = { region: 'zhoushan/dinghai' }
    await expect(explainBroadcast(deps, dinghai, lexicon, broadcastId)).rejects.toThrow(
      '没有这个场次',
    )
  })

  test('a flag for what is missing is explained from the stored words', async () => {
    const { id } = await recorded(0, ...selling)
    await detect(id)
    const [flag] = await house.db.select().from(flags)
    if (!flag) throw new Error('no flag')
    const lexicon = () => deps.shelf.latest()
    const found = await explainAbsentFlag({ ...deps, lexicon }, zhoushan, flag)
    expect(found.absent).toMatchObject([{ outcome: 'missing', recordingId: id, talkCount: 80 }])
  })

  test('signals are rows of their own, the same after a second run, gone with their comments', async () => {
    const { id, broadcastId } = await recorded(0, '看链接')
    await write(id, ['客服不理', '不给退款', '退货被拒了', '把我拉黑了', '售后不回', '不退款'])
    await detect(id)
    const first = await listSignals(house.db, zhoushan, { ...all, broadcastId })
    expect(first).toMatchObject({
      total: 1,
      rows: [
        {
          kind: 'complaints',
          key: 'refund',
          count: 6,
          senders: 6,
          room: '东海渔嫂',
          fromAt: startedAt,
        },
      ],
    })
    expect(first.rows[0]?.samples[0]).toEqual({ seq: 0, tMs: 0, text: '客服不理' })
    expect((await house.db.select().from(flags)).length).toBe(0)
    await again(id)
    expect(await listSignals(house.db, zhoushan, all)).toEqual(first)
    expect((await listSignals(house.db, { region: 'zhoushan/dinghai' }, all)).total).toBe(0)
    expect((await listSignals(house.db, zhoushan, { ...all, kind: 'paid' })).total).toBe(0)
    await clearComments(house.db, id)
    await again(id)
    expect(await house.db.select().from(signals)).toEqual([])
    await write(id, ['不给退款'])
    await again(id)
    expect(await house.db.select().from(signals)).toEqual([])
    await house.db.delete(recordings).where(eq(recordings.id, id))
  })

  test("staff's words are the room's, by the file's mark or by their name; a viewer's question is nothing", async () => {
    const { id } = await recorded(0, '看链接')
    const text = '喝了就能治好高血压'
    await addComments(house.db, id, [
      { seq: 0, tMs: 0, kind: 'chat', text, sender: 'a', staff: true },
      { seq: 1, tMs: 1, kind: 'chat', text: `小助理:${text}`, sender: 'b', staff: false },
      { seq: 2, tMs: 2, kind: 'chat', text: `${text}吗`, sender: 'c', staff: false },
      { seq: 3, tMs: 3, kind: 'chat', text: '喝了就好', sender: 'd', staff: false },
    ])
    await detect(id)
    const rows = await house.db.select().from(flags).orderBy(flags.audience)
    expect(rows.map(({ audience: theirs, hitCount, rule }) => [theirs, hitCount, rule])).toEqual([
      [false, 2, 'cure'],
      [true, 1, 'guest'],
    ])
  })
})

import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db, OpenDb } from '#shared/db/client.ts'
import { addComments } from '#shared/db/comments.ts'
import { saveCoverage } from '#shared/db/coverage.ts'
import { replaceLinks } from '#shared/db/links.ts'
import { recordings, transcriptPairs } from '#shared/db/schema/index.ts'
import { replaceScreens } from '#shared/db/screens.ts'
import { saveTranscript } from '#shared/db/transcripts.ts'
import type { MediaInfo } from '#shared/domain/recording.ts'
import type { Sentence } from '#shared/domain/sentence.ts'
import { onBothDatabases } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import type { ActorEnv } from './actor.ts'
import { broadcastRoutes } from './broadcasts.ts'

const startedAt = new Date('2026-03-11T19:00:00+08:00')
const dayBefore = new Date(startedAt.getTime() - 86_400_000)

const said = (...texts: string[]): Sentence[] =>
  texts.map((text, i) => ({
    ...{ text, startMs: i * 60_000, endMs: i * 60_000 + 3_000, timing: 'segment' as const },
  }))

const box = { x: 0.1, y: 0.8, width: 0.5, height: 0.05 }

/** A recording that showed a cover, writing, a link in it, and whose title was changed to what it was, then to another. */
async function showIn(db: Db, id: string) {
  const media = { video: { width: 720, height: 1280 } } as MediaInfo
  await db.update(recordings).set({ title: '开渔季', media }).where(eq(recordings.id, id))
  const stood = { fromMs: 90_000, toMs: 95_000, box }
  const cover = { ...stood, source: 'cover' as const, fromMs: 0, toMs: 0, text: '全场五折' }
  const picture = { ...stood, source: 'picture' as const, text: '加微信领券' }
  const texts = [cover, picture].map((text) => ({ ...text, confidence: 0.9 }))
  await replaceScreens(db, id, { texts, codes: [] })
  await replaceLinks(db, id, [
    {
      ...{ ...stood, source: 'screen', sourceSeq: 1, text: 't.cn/a', host: 't.cn', kind: 'short' },
      ...{ name: null, tricks: [], audience: false, judgement: 'open', reason: '短链接' },
    },
  ])
  const said = { kind: 'title', staff: false, sender: null } as const
  await addComments(db, id, [
    { ...said, seq: 0, tMs: 300_000, atMs: null, text: '开渔季' },
    { ...said, seq: 1, tMs: 600_000, atMs: null, text: '清仓' },
  ])
}

onBothDatabases('/api/broadcasts', (open) => {
  let house: OpenDb
  let broadcastId: string
  beforeAll(async () => {
    house = await open()
    const room = await aRoom(house.db, '东海渔嫂')
    const newer = await aRecording(house.db, room.id, startedAt)
    broadcastId = newer.broadcastId
    await saveTranscript(house.db, newer.id, 'a', said('旧转写里的全网最低价'))
    await saveTranscript(
      house.db,
      newer.id,
      'b',
      said('大黄鱼', '全网最低价 iPhone', '打五折_100%'),
    )
    await aFlag(house.db, newer)
    await showIn(house.db, newer.id)
    const covered = { kind: 'transcribed', fromMs: 0, toMs: 1_800_000, gap: null } as const
    await saveCoverage(house.db, newer.id, ['transcribed'], [covered])
    const older = await aRecording(house.db, room.id, dayBefore)
    const unfiled = await saveTranscript(house.db, older.id, 'a', said('也是全网最低价'))
    await house.db.delete(transcriptPairs).where(eq(transcriptPairs.transcriptId, unfiled))
    const far = await aRoom(house.db, '岱山渔家', { region: 'zhoushan/daishan' })
    const elsewhere = await aRecording(house.db, far.id, startedAt)
    await saveTranscript(house.db, elsewhere.id, 'a', said('最低价全网'))
  })
  afterAll(() => house.close())

  const ask = async (path: string, region = 'zhoushan') => {
    const api = new Hono<ActorEnv>()
      .use(async (c, next) => {
        c.set('actor', { name: '甲', region, roles: ['leader'] })
        await next()
      })
      .route('/broadcasts', broadcastRoutes({ db: house.db }))
    api.onError((error) => new Response(error.message, { status: 404 }))
    const answer = await api.request(`/broadcasts${path}`)
    return { status: answer.status, body: answer.ok ? await answer.json() : null }
  }
  const find = async (text: string, rest = '', region?: string) => {
    const query = `?text=${encodeURIComponent(text)}${rest}`
    const { body } = await ask(`/sentences${query}`, region)
    return body.rows.map((row: { text: string }) => row.text)
  }

  test('finds what the transcript in use says, newest first, also one that was filed without its pairs', async () => {
    expect(await find('全网最低价')).toEqual(['全网最低价 iPhone', '也是全网最低价'])
    expect(await find('最低价')).toHaveLength(3)
    expect(await find('全网最低价', '&to=2026-03-10')).toEqual(['也是全网最低价'])
    expect(await find('iphone')).toEqual(['全网最低价 iPhone'])
  })

  test('marks of a pattern are text, and one character is too little', async () => {
    expect(await find('_1')).toEqual(['打五折_100%'])
    expect(await find('0%')).toEqual(['打五折_100%'])
    expect(await find('打_折')).toEqual([])
    expect((await ask('/sentences?text=a')).status).toBe(400)
  })

  test('a page goes on behind the one before, and each hit says when it was said', async () => {
    const first = await ask(`/sentences?limit=1&text=${encodeURIComponent('全网最低价')}`)
    expect(first.body.rows[0].saidMs).toBe(startedAt.getTime() + 60_000)
    expect(await find('全网最低价', `&limit=1&after=${first.body.next}`)).toEqual([
      '也是全网最低价',
    ])
  })

  test('lists broadcasts with what was heard and found, and shows one on its axis', async () => {
    const { body } = await ask('')
    expect(body.total).toBe(3)
    const listed = body.rows.find(({ id }: { id: string }) => id === broadcastId)
    expect(listed).toMatchObject({ coveredMs: { transcribed: 1_800_000 }, flags: 1, open: 1 })
    const one = await ask(`/${broadcastId}`)
    expect(one.body.flags).toHaveLength(1)
    expect(one.body.ledger.kinds.transcribed.gaps).toHaveLength(1)
    const words = await ask(`/${broadcastId}/transcript`)
    expect(words.body.rows.map((row: { text: string }) => row.text)).toEqual([
      ...['大黄鱼', '全网最低价 iPhone', '打五折_100%'],
    ])
  })

  test('shows what stood on the picture and the cover, where links led, and each title once with when it began', async () => {
    const { body } = await ask(`/${broadcastId}/shown`)
    const at = (ms: number) => startedAt.getTime() + ms
    expect(body.titles.map((row: { atMs: number; text: string }) => [row.atMs, row.text])).toEqual([
      [at(0), '开渔季'],
      [at(600_000), '清仓'],
    ])
    expect(body.texts).toMatchObject([
      { source: 'cover', atMs: at(0), text: '全场五折' },
      { source: 'picture', atMs: at(90_000), text: '加微信领券', box, shape: 0.5625 },
    ])
    expect(body.links).toMatchObject([
      { source: 'screen', atMs: at(90_000), host: 't.cn', judgement: 'open', box },
    ])
  })

  test('another county sees neither list nor words nor axis', async () => {
    expect(await find('最低价', '', 'zhoushan/dinghai')).toEqual([])
    expect((await ask('', 'zhoushan/dinghai')).body.total).toBe(0)
    expect((await ask(`/${broadcastId}`, 'zhoushan/dinghai')).status).toBe(404)
    expect((await ask(`/${broadcastId}/transcript`, 'zhoushan/dinghai')).status).toBe(404)
    expect((await ask(`/${broadcastId}/shown`, 'zhoushan/dinghai')).status).toBe(404)
  })
})

import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenDb } from '#shared/db/client.ts'
import { openDb } from '#shared/db/client.ts'
import { coverageOf } from '#shared/db/coverage.ts'
import { linksOf } from '#shared/db/links.ts'
import { getRecording, updateRecording } from '#shared/db/recordings.ts'
import { flags, hits } from '#shared/db/schema/index.ts'
import { screenTextsOf } from '#shared/db/screens.ts'
import { LinkPolicy } from '#shared/domain/link-policy.ts'
import { policyFile, policyOn } from '#shared/domain/policy.ts'
import { ScreenPolicy } from '#shared/domain/screen-policy.ts'
import { inspectMedia } from '#shared/media/inspect.ts'
import type { ScreenReader } from '#shared/ocr/read-screen.ts'
import { openTesseract } from '#shared/ocr/tesseract.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aRecording, aRoom } from '#shared/testing/factories.ts'
import { chineseFont, codePicture, makeScreen, savePgm } from '#shared/testing/screen.ts'
import { compileLexicon } from '#shared/text/compile.ts'
import { openShelf } from '../detect/shelf.ts'
import { type DetectDeps, detectStage } from '../detect/stage.ts'
import { cutEvidence } from '../evidence/cut.ts'
import { explainHit, placeOfFlag } from '../explain/explain.ts'
import { wordsLexicon } from '../lexicon/testing.ts'
import { readScreens } from './read.ts'
import { screenStage } from './stage.ts'

const { signal } = new AbortController()
const now = new Date('2026-03-12T08:00:00+08:00')
const { versions: links } = await loadPolicy('policies/links.yaml', policyFile(LinkPolicy))
const { versions: screen } = await loadPolicy('policies/screen.yaml', policyFile(ScreenPolicy))
const policy = policyOn(screen, now.getTime())
const [reader, font] = await Promise.all([openTesseract(), chineseFont()])
const lexicon = wordsLexicon(['全网最低价'])

// Skipped, not passed, where the engine or a Chinese font is not installed.
describe.skipIf(!reader || !font)('the picture of a recording', () => {
  let house: OpenDb
  let dir: string
  beforeAll(async () => {
    house = await openDb(newLiteUrl())
    dir = await mkdtemp(join(tmpdir(), 'lvbo-screen-'))
  })
  afterAll(async () => {
    await house.close()
    await rm(dir, { recursive: true, force: true })
  })

  const recorded = async (name: string, path: string, minutes: number) => {
    const room = await aRoom(house.db, name)
    const startedAt = new Date(Date.UTC(2026, 2, 11, 11, minutes))
    const recording = await aRecording(house.db, room.id, startedAt, path)
    const media = await inspectMedia(path)
    await updateRecording(house.db, recording.id, {
      media,
      durationMs: Math.round(media.durationMs),
    })
    return recording
  }
  const read = (recordingId: string, screenReader: ScreenReader | null = reader) =>
    screenStage.run(
      { recordingId },
      { db: house.db, screen, screenReader: async () => screenReader },
      signal,
    )
  const detectDeps = async (): Promise<DetectDeps> => ({
    ...{ db: house.db, links, audience: [], tokenizer: (text) => [...text], now: () => now },
    shelf: await openShelf(house.db, lexicon, now, async (json, version) =>
      compileLexicon(JSON.parse(json), version),
    ),
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
  })
  const detect = async (recordingId: string) =>
    detectStage.run({ recordingId }, await detectDeps(), signal)

  test('a price banner is a lead of the screen with its box and time, explained and cut like any other', async () => {
    const banner = { text: '全网最低价 只要99元', fromS: 10, toS: 20 }
    const path = await makeScreen(join(dir, 'banner.mp4'), font ?? '', {
      seconds: 26,
      fps: 5,
      banner,
    })
    const { id } = await recorded('画面', path, 0)
    await detect(id)
    expect((await house.db.select().from(flags)).length).toBe(0)
    expect((await read(id)).map(({ job }) => job.name)).toEqual(['detect'])
    const [text] = (await screenTextsOf(house.db, id)).filter((it) =>
      it.text.includes('全网最低价'),
    )
    if (!text) throw new Error('not read')
    expect(Math.abs(text.fromMs - 10_000)).toBeLessThanOrEqual(2000)
    expect(Math.abs(text.toMs - 20_000)).toBeLessThanOrEqual(2000)
    expect(text.box.y).toBeGreaterThan(0.13)
    expect(text.box.y + text.box.height).toBeLessThan(0.27)
    expect(await coverageOf(house.db, id, 'screen')).toContainEqual(
      expect.objectContaining({ kind: 'screen', gap: null }),
    )
    // The words have changed since the first run: nobody has to say so.
    const deps = await detectDeps()
    expect(await detectStage.pending(deps, 10)).toContainEqual({ recordingId: id })
    await detect(id)
    const [flag] = await house.db.select().from(flags)
    expect(flag).toMatchObject({ channel: 'screen', phrase: '全网最低价', audience: false })
    expect(Math.abs((flag?.startMs ?? 0) - 10_000)).toBeLessThanOrEqual(2000)
    if (!flag) throw new Error('no flag')
    const place = await placeOfFlag(house.db, flag.id)
    const explained = await explainHit(
      {
        ...{ db: house.db, links, rulebook: { categories: [], laws: [] }, now: () => now },
        tokenizer: (said) => [...said],
        lexicon: async (version) => compileLexicon(lexicon, version),
      },
      { region: 'zhoushan' },
      place,
    )
    expect(explained.differs).toEqual([])
    const media = (await getRecording(house.db, id))?.media
    if (!media) throw new Error('no media')
    const cut = await cutEvidence({ path, media }, flag, dir, signal)
    expect(cut.files.map(({ role }) => role)).toContain('preview')
    expect(await read(id)).toEqual([])
  })

  test('a code that leads to a WeChat contact is a lead of its own channel', async () => {
    const picture = await savePgm(
      await codePicture('https://u.wechat.com/kAbCdEf', 8),
      join(dir, 'code.pgm'),
    )
    const shape = { seconds: 20, still: true, picture: { path: picture, fromS: 6, toS: 14 } }
    const path = await makeScreen(join(dir, 'code.mp4'), font ?? '', shape)
    const { id } = await recorded('扫码', path, 200)
    await read(id)
    await detect(id)
    const [link] = await linksOf(house.db, id)
    expect(link).toMatchObject({
      ...{ source: 'code', host: 'u.wechat.com', kind: 'contact', judgement: 'diversion' },
      ...{ name: '微信', audience: false },
    })
    expect(Math.abs((link?.fromMs ?? 0) - 6000)).toBeLessThanOrEqual(2000)
    expect(Math.abs((link?.toMs ?? 0) - 14_000)).toBeLessThanOrEqual(2000)
    const [hit] = await house.db.select().from(hits).where(eq(hits.recordingId, id))
    expect(hit).toMatchObject({
      ...{ channel: 'link', rule: 'link.contact', category: 'off-platform-diversion' },
      ...{ phrase: 'u.wechat.com', sourceSeq: 0 },
    })
    await detect(id)
    expect((await linksOf(house.db, id)).length).toBe(1)
  })

  test('a banner that does not change for ten minutes is read a bounded number of times', async () => {
    const banner = { text: '开渔第一网 今晚八点', fromS: 0, toS: 600 }
    const path = await makeScreen(join(dir, 'long.mp4'), font ?? '', {
      seconds: 600,
      fps: 1,
      banner,
      still: true,
    })
    if (!reader) throw new Error('no reader')
    const found = await readScreens(path, await inspectMedia(path), { reader, policy, signal })
    expect(found.looks).toBe(300)
    expect(found.textReads).toBeLessThanOrEqual(3)
    expect(found.codeReads).toBeLessThanOrEqual(3)
    expect(found.texts.map(({ text }) => text).join()).toContain('第一网')
    for (const { fromMs, toMs } of found.texts) {
      expect(fromMs).toBe(0)
      expect(toMs).toBeGreaterThanOrEqual(598_000)
    }
  })

  test('writing on the cover beside a recording is read; a cover that is no picture is passed over', async () => {
    const banner = { text: '全网最低价', fromS: 0, toS: 9 }
    const cover = await makeScreen(join(dir, 'cover.png'), font ?? '', {
      seconds: 0.1,
      banner,
      still: true,
    })
    const path = await makeScreen(join(dir, 'covered.mp4'), font ?? '', { seconds: 3, still: true })
    const { id } = await recorded('封面', path, 400)
    await rename(cover, join(dir, 'covered.cover.png'))
    await read(id)
    expect(await screenTextsOf(house.db, id)).toMatchObject([
      { source: 'cover', text: '全网最低价', fromMs: 0 },
    ])
    await writeFile(join(dir, 'covered.cover.png'), '<html>not found</html>')
    await updateRecording(house.db, id, { screenState: 'wanted' })
    await read(id)
    expect(await screenTextsOf(house.db, id)).toEqual([])
  })

  test('without an engine the ledger says that nobody read, until there is one', async () => {
    const path = await makeScreen(join(dir, 'unread.mp4'), font ?? '', { seconds: 3, still: true })
    const { id } = await recorded('无引擎', path, 600)
    expect(await read(id, null)).toEqual([])
    expect(await coverageOf(house.db, id, 'screen')).toContainEqual(
      expect.objectContaining({ kind: 'screen', gap: '未读画面文字' }),
    )
    const none = { db: house.db, screen, screenReader: async () => null }
    expect(await screenStage.pending(none, 100)).not.toContainEqual({ recordingId: id })
    const some = { ...none, screenReader: async () => reader }
    expect(await screenStage.pending(some, 100)).toContainEqual({ recordingId: id })
  })
})

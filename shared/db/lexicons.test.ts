import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { onBothDatabases } from '#shared/testing/database.ts'
import { firstBrokenLine } from './audit.ts'
import type { OpenDb } from './client.ts'
import {
  type ActOnLexicon,
  actOnLexicon,
  addDraft,
  bringLexicon,
  findLexicon,
  lexiconJson,
  listLexicons,
  publishedLexicon,
  versionsInUse,
} from './lexicons.ts'
import { auditEvents, lexiconVersions } from './schema/index.ts'

const at = new Date('2026-03-11T19:00:00+08:00')
const name = (n: number) => n.toString(16).padStart(4, '0').repeat(16)
const draft = (n: number) => ({
  ...{ version: name(n), source: { n }, author: '甲', reason: `第 ${n} 版` },
})

onBothDatabases('lexicon versions', (open) => {
  let house: OpenDb
  beforeAll(async () => {
    house = await open()
  })
  afterAll(() => house.close())
  beforeEach(async () => {
    await house.db.update(lexiconVersions).set({ parent: null })
    await house.db.delete(lexiconVersions)
    await house.db.delete(auditEvents)
  })

  const act = async (n: number, what: ActOnLexicon['act'], instead?: number, by = '乙') => {
    const known = instead === undefined ? null : name(instead)
    const change = { act: what, by, reason: '试', instead: known }
    return actOnLexicon(house.db, await findLexicon(house.db, name(n)), change, at)
  }
  const file = (n: number) => addDraft(house.db, draft(n), at)
  const actions = async () => {
    const lines = await house.db.select().from(auditEvents).orderBy(auditEvents.seq)
    return lines.map(({ action, actor, subject }) => `${action} ${actor} ${subject.slice(0, 4)}`)
  }

  test('from draft through shadow to publication and back, every act with its line', async () => {
    expect((await file(1)).created).toBe(true)
    await act(1, 'publish')
    expect((await file(2)).lexicon.parent).toBe(name(1))
    await act(2, 'shadow')
    expect(await versionsInUse(house.db)).toEqual({ published: name(1), shadow: name(2) })
    await act(2, 'publish', 1)
    expect(await versionsInUse(house.db)).toEqual({ published: name(2), shadow: null })
    const back = await act(1, 'rollback', 2, '丙')
    expect(back).toMatchObject({ state: 'published', publishedBy: '丙', retiredAt: null })
    expect((await findLexicon(house.db, name(2))).state).toBe('retired')
    expect(await actions()).toEqual([
      'lexicon.draft 甲 0001',
      'lexicon.publish 乙 0001',
      'lexicon.draft 甲 0002',
      'lexicon.shadow 乙 0002',
      'lexicon.supersede 乙 0001',
      'lexicon.publish 乙 0002',
      'lexicon.supersede 丙 0002',
      'lexicon.rollback 丙 0001',
    ])
    expect(await firstBrokenLine(house.db)).toBeNull()
  })

  test('the same content again is the version there is; one given up is a draft again', async () => {
    await file(1)
    expect(await file(1)).toMatchObject({ created: false, lexicon: { state: 'draft' } })
    await act(1, 'retire')
    expect(await file(1)).toMatchObject({ created: false, lexicon: { state: 'draft' } })
    await act(1, 'publish')
    expect(await file(1)).toMatchObject({ created: false, lexicon: { state: 'published' } })
    expect(await listLexicons(house.db)).toHaveLength(1)
  })

  describe('two people at once', () => {
    const race = async (...acts: readonly Promise<unknown>[]) => {
      const ended = await Promise.allSettled(acts)
      const lost = ended.filter((one) => one.status === 'rejected').map(({ reason }) => reason)
      for (const error of lost) expect(error).toMatchObject({ code: 'conflict' })
      return lost.length
    }

    test('publish two versions: one wins, and its line is the only one', async () => {
      for (const n of [1, 2, 3]) await file(n)
      await act(1, 'publish')
      expect(await race(act(2, 'publish', 1, '乙'), act(3, 'publish', 1, '丙'))).toBe(1)
      const winner = (await publishedLexicon(house.db))?.version.slice(0, 4)
      const published = (await actions()).filter((line) => line.startsWith('lexicon.publish'))
      expect(published).toHaveLength(2)
      expect(published[1]).toMatch(new RegExp(`${winner}$`))
    })

    test('publish the first, the same, or put two in shadow: one wins', async () => {
      for (const n of [1, 2, 3, 4]) await file(n)
      expect(await race(act(1, 'publish'), act(2, 'publish'))).toBe(1)
      expect(await race(act(3, 'shadow'), act(4, 'shadow'))).toBe(1)
      const { published, shadow } = await versionsInUse(house.db)
      const [inForce, tried] = [published, shadow].map((it) =>
        Number.parseInt(it?.slice(0, 4) ?? '', 16),
      )
      expect(
        await race(act(tried ?? 0, 'publish', inForce), act(tried ?? 0, 'publish', inForce)),
      ).toBe(1)
    })
  })

  test('whoever knew of another version in force is told so, and nothing has changed', async () => {
    for (const n of [1, 2, 3]) await file(n)
    await act(1, 'publish')
    await act(2, 'publish', 1)
    await expect(act(3, 'publish', 1)).rejects.toMatchObject({ code: 'conflict' })
    expect(await versionsInUse(house.db)).toEqual({ published: name(2), shadow: null })
    await expect(act(2, 'retire')).rejects.toMatchObject({ code: 'conflict' })
    await expect(act(3, 'rollback', 2)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('a version never changes', async () => {
    await file(1)
    const change = house.db
      .update(lexiconVersions)
      .set({ source: { n: 2 } })
      .where(eq(lexiconVersions.version, name(1)))
    await expect(change).rejects.toThrow()
    expect(JSON.parse(await lexiconJson(house.db, name(1)))).toEqual({ n: 1 })
  })

  test('a beginning names a version when it is the only one', async () => {
    await file(0x1234)
    await file(0x1235)
    expect((await findLexicon(house.db, '12341')).version).toBe(name(0x1234))
    for (const wrong of ['123', 'ffff', '%%%%', "1234' or"])
      await expect(findLexicon(house.db, wrong)).rejects.toMatchObject({ code: 'not_found' })
    await addDraft(house.db, { ...draft(1), version: `1234${'f'.repeat(60)}` }, at)
    await expect(findLexicon(house.db, '1234')).rejects.toThrow('不止一个')
  })

  test('what the program brings replaces only what it brought, also from two processes at once', async () => {
    const brought = (n: number) => ({ ...draft(n), author: '系统自带' })
    await Promise.all([
      bringLexicon(house.db, brought(1), at),
      bringLexicon(house.db, brought(1), at),
    ])
    await bringLexicon(house.db, brought(2), at)
    expect((await versionsInUse(house.db)).published).toBe(name(2))
    await file(3)
    await act(3, 'publish', 2)
    await bringLexicon(house.db, brought(4), at)
    expect((await versionsInUse(house.db)).published).toBe(name(3))
    expect((await findLexicon(house.db, name(4))).state).toBe('draft')
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { addBacktest, countParts, finishPart, openParts, talliesOf } from '#shared/db/backtests.ts'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import { addComments } from '#shared/db/comments.ts'
import { getRecording, updateRecording } from '#shared/db/recordings.ts'
import { getRoom } from '#shared/db/rooms.ts'
import { textsOf, timesOf } from '#shared/db/spoken-texts.ts'
import { saveTranscript } from '#shared/db/transcripts.ts'
import {
  addTallies,
  differencesOf,
  emptyTally,
  ruleOf,
  samplesPerRule,
} from '#shared/domain/backtest.ts'
import { versionOf } from '#shared/lexicon/load.ts'
import { newLiteUrl, newPostgresUrl } from '#shared/testing/database.ts'
import { aRecording, aRoom } from '#shared/testing/factories.ts'
import { type SmallLexicon, smallLexicon } from '#shared/testing/lexicons.ts'
import { compileLexicon } from '#shared/text/compile.ts'
import { openTokenizer } from '#shared/tokenizer.ts'
import { detectRecording, type LocatedHit } from '../detect/broadcast.ts'
import { spokenOf } from '../detect/spoken.ts'
import { compareBroadcasts } from './compare.ts'
import { pairOf, type Version } from './pair.ts'
import { runBacktest } from './run.ts'

const pieces =
  '全网 全国 同行 quanwang 最低价 最亻氐价 最啊低价 罪低价 史低价 地板价 今天 第一 治好 根治 降 高血压 糖尿病 失眠 提高免疫力 提高免役力 喝了就好 野生大黄鱼 进口虾 检疫证明 不能说 没有说 你懂的 刚才说错了 但是 吗？ ， 。 这个 我们家 看一下 三号链接 小助理：'.split(
    ' ',
  )
const tokenizer = openTokenizer()
const city = { region: 'zhoushan' }
const began = Date.parse('2026-05-20T19:00:00+08:00')
const day = 86_400_000
const version = (change?: (written: SmallLexicon) => void): Version => {
  const source = smallLexicon(change)
  return { source, version: versionOf(source) }
}
const published = version()

/** Numbers in [0, 1), the same on every run. */
function seeded(a: number) {
  return () => {
    a = (Math.imul(a, 1_103_515_245) + 12_345) & 0x7fffffff
    return a / 0x7fffffff
  }
}

let url: string
let house: OpenDb
const recordingIds: string[] = []

async function fill(db: OpenDb['db']) {
  const random = seeded(5)
  const sentence = () =>
    Array.from(
      { length: 1 + Math.floor(random() * 4) },
      () => pieces[Math.floor(random() * pieces.length)],
    ).join('')
  for (let r = 0; r < 6; r++) {
    const room = await aRoom(db, `回测${r}`, {
      region: r < 4 ? 'zhoushan/putuo' : 'zhoushan/dinghai',
    })
    // Two recordings of one broadcast, and one of another day.
    for (const startMs of [began, began + 3_660_000, began + (r % 2 === 0 ? 3 : 200) * day]) {
      const recording = await aRecording(db, room.id, new Date(startMs + r))
      recordingIds.push(recording.id)
      await updateRecording(db, recording.id, {
        title: sentence(),
        goods: r % 2 === 0 ? 'food' : null,
      })
      const heard = Array.from({ length: 60 }, (_, i) => ({
        text: sentence(),
        startMs: i * 7000,
        endMs: i * 7000 + 6000,
        timing: 'segment' as const,
      }))
      await saveTranscript(db, recording.id, 'test', heard)
      const chat = Array.from({ length: 30 }, (_, i) => ({
        seq: i * 2,
        tMs: i * 11_000,
        kind: 'chat' as const,
        text: sentence(),
        sender: null,
        staff: i % 9 === 0,
      }))
      await addComments(db, recording.id, [
        ...chat,
        { seq: 1, tMs: 5, kind: 'gift', text: '全网最低价', sender: null, staff: false },
      ])
    }
  }
}

beforeAll(async () => {
  url = await newPostgresUrl()
  house = await openDb(url)
  await fill(house.db)
})
afterAll(() => house.close())

/** Both versions over every word, and the differences and flags counted without any short cut. */
async function fullRun(after: Version, from: number, to: number) {
  const lexicons = [published, after].map(({ source, version: name }) =>
    compileLexicon(source, name),
  )
  const counts = { new: 0, lost: 0, moved: 0, flagsAdded: 0, flagsGone: 0 }
  const flags: [Map<string, Set<string>>, Map<string, Set<string>>] = [new Map(), new Map()]
  for (const id of recordingIds) {
    const recording = await getRecording(house.db, id)
    const room = recording && (await getRoom(house.db, recording.roomId))
    if (!recording || !room) throw new Error('recording gone')
    const at = recording.startedAt.getTime()
    if (at < from || at >= to) continue
    const spoken = await spokenOf(house.db, recording, room)
    const [old = [], fresh = []] = lexicons.map((lexicon) =>
      detectRecording(lexicon, spoken, tokenizer).filter(({ suppressed }) => !suppressed),
    )
    const place = (hit: LocatedHit) => `${hit.channel} ${hit.sourceSeq}`
    for (const where of new Set([...old, ...fresh].map(place))) {
      const here = (list: readonly LocatedHit[]) => list.filter((hit) => place(hit) === where)
      for (const { change } of differencesOf(here(old), here(fresh))) counts[change]++
    }
    ;[old, fresh].forEach((list, i) => {
      const keys = flags[i === 0 ? 0 : 1].get(recording.broadcastId ?? '') ?? new Set<string>()
      for (const hit of list) keys.add(JSON.stringify([hit.category, hit.phrase, hit.audience]))
      flags[i === 0 ? 0 : 1].set(recording.broadcastId ?? '', keys)
    })
  }
  for (const [broadcast, keys] of flags[1])
    for (const key of keys) if (!flags[0].get(broadcast)?.has(key)) counts.flagsAdded++
  for (const [broadcast, keys] of flags[0])
    for (const key of keys) if (!flags[1].get(broadcast)?.has(key)) counts.flagsGone++
  return counts
}

const plan = (draft: Version, to = began + 30 * day) => ({
  draft: draft.version,
  against: published.version,
  draftSource: draft.source,
  fromAt: new Date(began - day),
  toAt: new Date(to),
  createdAt: new Date(began),
})
const options = (change: Partial<Parameters<typeof runBacktest>[3]> = {}) => ({
  db: house.db,
  databaseUrl: url,
  now: () => new Date(began),
  signal: new AbortController().signal,
  threads: 2,
  ...change,
})
const run = async (draft: Version, scope = city) => {
  const { id } = await addBacktest(house.db, scope, plan(draft), 2)
  const source = {
    texts: (ids: readonly string[]) => textsOf(house.db, ids),
    times: (ids: readonly string[]) => timesOf(house.db, ids),
  }
  const pair = pairOf(published, draft)
  let sum = emptyTally
  for (const { broadcastIds } of await openParts(house.db, id))
    for (const tally of await compareBroadcasts(pair, source, broadcastIds, tokenizer))
      sum = addTallies(sum, tally)
  return sum
}

const drafts: [string, (written: SmallLexicon) => void][] = [
  [
    'a rule with another pattern',
    ({ price }) => Object.assign(price[0] ?? {}, { match: ['{范围}…2最低价', '最低价'] }),
  ],
  [
    'a new rule that looks around',
    ({ fish }) =>
      fish.push({ id: 'new', match: ['三号链接'], with: ['(今天|第一)'], within: '30s' }),
  ],
  ['a rule gone', ({ health }) => health.shift()],
  ['a concept with another word', ({ concepts }) => concepts.范围?.push('我们家')],
  ['an exception narrowed', ({ exceptions }) => Object.assign(exceptions[0] ?? {}, { within: 0 })],
  ['a category graver', ({ categories }) => Object.assign(categories[0] ?? {}, { severity: 5 })],
  [
    'a longer hit over another category',
    ({ fish }) => fish.push({ id: 'over', match: ['(这个|我们家|看一下|今天)…4{范围}…8最低价'] }),
  ],
  ['other fillers', ({ variants }) => variants.fillers.shift()],
]

test.each(drafts)('%s: the same numbers as both detectors over everything', async (_, change) => {
  const draft = version(change)
  const tally = await run(draft)
  expect(tally.all).toEqual(await fullRun(draft, began - day, began + 30 * day))
  expect(tally.all.new + tally.all.lost + tally.all.moved).toBeGreaterThan(0)
  expect(tally.recordings).toBe(15)
  const sums = Object.values(tally.rules).reduce(
    (sum, one) => sum + one.new + one.lost + one.moved,
    0,
  )
  expect(sums).toBe(tally.all.new + tally.all.lost + tally.all.moved)
})

test('versions that differ in names and examples alone are told apart by nothing and judge nothing', async () => {
  const draft = version(({ price }) =>
    Object.assign(price[0] ?? {}, { name: '改了名字', note: '说明' }),
  )
  expect(draft.version).not.toBe(published.version)
  expect(await run(draft)).toMatchObject({ judged: 0, all: { new: 0, lost: 0, moved: 0 } })
})

test('a county sees what its own rooms would have', async () => {
  const draft = version(drafts[0]?.[1])
  const [all, putuo, dinghai] = [
    await run(draft),
    await run(draft, { region: 'zhoushan/putuo' }),
    await run(draft, { region: 'zhoushan/dinghai' }),
  ]
  expect(putuo.all.new + dinghai.all.new).toBe(all.all.new)
  expect(Object.keys(putuo.rooms).length).toBeLessThan(Object.keys(all.rooms).length)
})

test('a run cut short goes on where it stopped, and comes to the same', async () => {
  const draft = version(drafts[0]?.[1])
  const whole = await run(draft)
  const stop = new AbortController()
  const { id } = await addBacktest(house.db, city, plan(draft), 1)
  const cut = runBacktest(
    id,
    published,
    draft,
    options({
      threads: 1,
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done === 3) stop.abort()
      },
    }),
  )
  await expect(cut).rejects.toMatchObject({ code: 'unavailable' })
  const before = await countParts(house.db, id)
  expect(before.done).toBeGreaterThanOrEqual(3)
  expect(before.done).toBeLessThan(before.all)
  // What is done already is not done again: a marked part keeps its mark.
  const [first] = await talliesOf(house.db, id)
  await finishPart(house.db, id, 0, { ...(first ?? emptyTally), texts: 1_000_000 })
  const rest = await runBacktest(id, published, draft, options())
  expect(rest.all).toEqual(whole.all)
  expect(rest.rules).toEqual(whole.rules)
  expect(rest.texts).toBe(whole.texts - (first?.texts ?? 0) + 1_000_000)
  expect(await openParts(house.db, id)).toEqual([])
})

test('the embedded database gives the same, its words read by the first thread', async () => {
  const lite = await openDb(newLiteUrl())
  try {
    await fill(lite.db)
    const draft = version(drafts[1]?.[1])
    const { id } = await addBacktest(lite.db, city, plan(draft), 4)
    const tally = await runBacktest(id, published, draft, {
      ...options(),
      db: lite.db,
      databaseUrl: newLiteUrl(),
    })
    const { rooms: _, samples, ...numbers } = tally
    const { rooms: __, samples: same, ...others } = await run(draft)
    expect(numbers).toEqual(others)
    expect(samples.map(({ text, startMs, change }) => [text, startMs, change])).toEqual(
      same.map(({ text, startMs, change }) => [text, startMs, change]),
    )
  } finally {
    await lite.close()
  }
})

test('samples are bounded for every rule and stand where they say', async () => {
  const { samples } = await run(version(drafts[3]?.[1]))
  expect(samples.length).toBeGreaterThan(0)
  for (const { text, before, after } of samples)
    for (const hit of [before, after]) if (hit) expect(text.slice(hit.start, hit.end)).not.toBe('')
  const counts = new Map<string, number>()
  for (const sample of samples) {
    const key = `${ruleOf(sample).rule} ${sample.change}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  expect(Math.max(...counts.values())).toBe(samplesPerRule)
})

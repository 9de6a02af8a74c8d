import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flags, recordings } from '#shared/db/schema/index.ts'
import { registerRecording } from '../intake/register.ts'
import { wordsLexicon } from '../lexicon/testing.ts'
import { openWorld, type World } from './world.ts'

/** A new term's way from a sentence somebody heard to a lead on a reviewer's desk, in the system's Chromium. */

const term = '全岛没有更便宜的'
const category = 'false-lowest-price'
const rule = `id: lowest.island
name: 全岛最低
match:
  - ${term}
boundary: none
examples:
  match: [这条鱼${term}, ${term}你去问, 真的${term}了]
  clean: [全岛都在卖, 没有更新鲜的, 便宜的也有]
`

let world: World
beforeAll(async () => {
  // The picture holds no words that count here: it is looked at once.
  const quick = { reconcileEveryMs: 200, screenEverySeconds: 60, catchUpDays: 1 }
  world = await openWorld({ lexicon: wordsLexicon(['全网最低价']), ...quick })
  world.house.start()
})
afterAll(() => world?.close())

/** A recording of just now, with these words beside it. */
async function recorded(sample: string, ...said: readonly string[]): Promise<string> {
  const { db, now } = world.house.deps
  const path = join(world.dir, sample)
  await copyFile(join('samples', sample), path)
  const cues = said.map(
    (text, i) => `${i + 1}\n00:00:0${i * 4},000 --> 00:00:0${i * 4 + 3},000\n${text}`,
  )
  await writeFile(path.replace(/mp4$/, 'srt'), cues.join('\n\n'))
  const startedAt = new Date(now().getTime() - 3_600_000)
  const { recording } = await registerRecording(db, path, { region: 'zhoushan', startedAt }, now())
  return recording.id
}

const judged = async (id: string) => {
  const [row] = await world.house.deps.db.select().from(recordings).where(eq(recordings.id, id))
  return row?.transcriptState === 'done' && row.detectedKey !== null
}

test('a term drafted with its own sentences, tried on the past and published flags a new recording', async () => {
  const { db } = world.house.deps
  const past = await recorded('岱衢紫菜铺_2026-03-11_14-30-05.mp4', '大家下午好', `这条鱼${term}`)
  await expect.poll(() => judged(past), { timeout: 60_000 }).toBe(true)
  await world.person('词库辰', ['rule_manager'])
  const page = await world.enter('词库辰')

  await page.goto(`${world.url}/rules?category=${category}`)
  await page.getByTestId('rule-new').click()
  await page.getByTestId('rule-yaml').fill(rule)
  await page.getByTestId('try-text').fill(`这条鱼${term}`)
  await page.getByTestId('try').click()
  await page.getByText('本规则自带的例句全部符合').waitFor()
  await page.getByLabel('为什么改').fill('群众反映')
  await page.getByTestId('rule-draft').click()

  await page.getByTestId('backtest-start').click()
  await page.getByTestId('backtest').getByRole('progressbar').waitFor()
  const outcome = page.getByTestId('backtest-done')
  await outcome.waitFor({ timeout: 60_000 })
  expect(await outcome.textContent()).toContain('命中新增 1')
  await page.getByTestId('backtest').getByText(term).waitFor()

  await page.getByTestId('check').click()
  await page.getByText('可以发布').waitFor({ timeout: 60_000 })
  await page.getByLabel('为什么改').fill('回测只多出该有的')
  await page.getByTestId('act-publish').click()
  await page.getByText('使用中的版本只能由发布另一版来替换。').waitFor({ timeout: 60_000 })
  await page.context().close()

  const fresh = await recorded('东海渔嫂海鲜_2026-03-11_19-09-52.mp4', '欢迎大家', `说过了${term}`)
  const found = () =>
    db
      .select()
      .from(flags)
      .where(and(eq(flags.recordingId, fresh), eq(flags.rule, 'lowest.island')))
  await expect.poll(async () => (await found()).length, { timeout: 60_000 }).toBe(1)
  await world.person('初审巳', ['reviewer'])
  const desk = await world.enter('初审巳')
  await desk.goto(`${world.url}/review`)
  await desk
    .getByTestId('flag-row')
    .filter({ hasText: `说过了${term}` })
    .waitFor()
})

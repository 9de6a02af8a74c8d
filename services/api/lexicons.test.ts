import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenDb, openDb } from '#shared/db/client.ts'
import type { Role } from '#shared/domain/role.ts'
import { AppError } from '#shared/errors.ts'
import { type LoadedLexicon, loadLexicon, versionOf } from '#shared/lexicon/load.ts'
import { newLiteUrl } from '#shared/testing/database.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import { judgeAs, putInForce, wordsLexicon } from '../lexicon/testing.ts'
import type { ActorEnv } from './actor.ts'
import { lexiconMoveRoutes } from './lexicon-moves.ts'
import { lexiconRuleRoutes } from './lexicon-rules.ts'
import { lexiconRoutes } from './lexicons.ts'

const at = new Date('2026-03-11T19:00:00+08:00')
const whole = wordsLexicon(['全网最低价', '史上最低'])
const narrow = wordsLexicon(['史上最低'])
const [first, second] = [versionOf(whole), versionOf(narrow)]
let house: OpenDb
let flagId: string
let rulebook: LoadedLexicon

beforeAll(async () => {
  rulebook = await loadLexicon('lexicons')
  house = await openDb(newLiteUrl())
  const room = await aRoom(house.db, '东海渔嫂')
  flagId = await aFlag(house.db, await aRecording(house.db, room.id, at))
  await judgeAs(house.db, flagId, 'confirmed', at)
  await putInForce(house.db, whole, at)
})
afterAll(() => house.close())

/** The routes as somebody with these roles sees them. */
function as(...roles: readonly Role[]) {
  const deps = { db: house.db, tokenizer: (text: string) => [...text], now: () => at, rulebook }
  const app = new Hono<ActorEnv>()
    .use(async (c, next) => {
      c.set('actor', { name: '李四', roles, region: 'zhoushan' })
      await next()
    })
    .route('/', lexiconRoutes(deps))
    .route('/', lexiconRuleRoutes(deps))
    .route('/', lexiconMoveRoutes(deps))
  app.onError((error, c) => {
    if (error instanceof AppError)
      return c.json(
        { code: error.code, message: error.message },
        error.code === 'forbidden' ? 403 : 409,
      )
    throw error
  })
  return {
    get: (path: string) => app.request(path),
    post: (path: string, body: unknown) =>
      app.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
  }
}

test('everybody sees versions and differences; only the owner acts and sees the shadow', async () => {
  const anybody = as('reviewer')
  expect(await (await anybody.get('/')).json()).toMatchObject([
    { version: first, state: 'published' },
  ])
  const acts = [
    anybody.post('/', { source: narrow, reason: '试' }),
    anybody.post(`/${first}/rollback`, { reason: '试' }),
    anybody.post(`/${first}/publish`, {}),
    anybody.post(`/${first}/shadow`, {}),
    anybody.post(`/${first}/retire`, {}),
    anybody.get(`/${first}/check`),
    anybody.get(`/${first}/shadow-hits`),
  ]
  for (const answer of await Promise.all(acts)) expect(answer.status).toBe(403)
})

test('a draft from JSON goes the whole way: compared, checked, refused, overridden, rolled back', async () => {
  const owner = as('rule_manager')
  const drafted = await owner.post('/', { source: narrow, reason: '收窄' })
  expect(await drafted.json()).toMatchObject({
    created: true,
    lexicon: { version: second, parent: first },
  })
  const got = (await (await owner.get(`/${second.slice(0, 10)}`)).json()) as { source: unknown }
  expect(got).toMatchObject({ version: second, author: '李四', reason: '收窄' })
  expect((await owner.post('/', { source: got.source, reason: '再来' })).status).toBe(200)

  const diff = await (await owner.get(`/${first}/diff/${second}`)).json()
  expect(diff).toMatchObject({ before: first, after: second, diff: { rules: { added: [] } } })
  expect((diff as { text: string }).text).toContain('全网最低价')

  expect(await (await owner.get(`/${second}/check`)).json()).toMatchObject({
    ...{ version: second, confirmedFlags: 1, lost: { count: 1 } },
    refusal: expect.stringContaining(flagId.slice(0, 8)),
  })
  expect((await owner.post(`/${second}/shadow`, {})).status).toBe(200)
  expect(await (await owner.get(`/${second}/shadow-hits`)).json()).toMatchObject({
    recordings: 0,
    rows: [],
  })
  const refused = await owner.post(`/${second}/publish`, {})
  expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'conflict' }])
  const done = await owner.post(`/${second}/publish`, { overrideReason: '法务意见' })
  expect(await done.json()).toMatchObject({
    lexicon: { state: 'published', overrideReason: '法务意见' },
  })
  expect((await owner.post(`/${first}/rollback`, { reason: ' ' })).status).toBe(400)
  const back = await owner.post(`/${first}/rollback`, { reason: '误伤' })
  expect(await back.json()).toMatchObject({ version: first, state: 'published' })
})

test('one rule is read, tried and drafted as its owner writes it', async () => {
  const owner = as('rule_manager')
  const rules = (await (await owner.get(`/${first}/rules`)).json()) as { id: string }[]
  const [{ id } = { id: '' }] = rules
  const { category, yaml } = (await (await owner.get(`/${first}/rules/${id}`)).json()) as {
    category: string
    yaml: string
  }
  const wider = yaml.replace('- 全网最低价', '- 全网最低价\n  - 没有更低')
  const tried = await owner.post(`/${first}/try`, { category, yaml: wider, text: '哪里都没有更低' })
  expect(await tried.json()).toMatchObject({
    explained: { hits: [{ rule: id, text: '没有更低' }] },
    failed: [],
  })
  const wrong = wider.replace('今天天气好', '没有更低了')
  const failing = await owner.post(`/${first}/try`, { category, yaml: wrong, text: '今天' })
  expect(await failing.json()).toMatchObject({
    failed: [{ rule: id, wanted: 'clean', example: { text: '没有更低了' } }],
  })
  const broken = await owner.post(`/${first}/try`, { category, yaml: 'id: 甲', text: '今天' })
  expect(await broken.json()).toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('规则:1: id'),
  })
  const drafted = await owner.post(`/${first}/rules`, { category, yaml: wider, reason: '补说法' })
  const { lexicon } = (await drafted.json()) as { lexicon: { version: string } }
  const diff = await (await owner.get(`/${first}/diff/${lexicon.version}`)).json()
  expect((diff as { text: string }).text).toContain('没有更低')
  const twin = wider.replace(`id: ${id}`, `id: ${rules[1]?.id}`)
  const taken = await owner.post(`/${first}/try`, { category: 'minors', yaml: twin, text: '今天' })
  expect(await taken.json()).toMatchObject({ code: 'conflict' })
  expect((await as('reviewer').post(`/${first}/try`, {})).status).toBe(403)
})

test('a document at fault, a query at fault and an unknown version are refused', async () => {
  const owner = as('rule_manager')
  const bad = await owner.post('/', { source: { ...whole, rules: [] }, reason: '试' })
  expect(await bad.json()).toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('rules'),
  })
  expect((await owner.get(`/${first}/shadow-hits?differs=odd`)).status).toBe(400)
  expect(await (await owner.get('/ffffffff')).json()).toMatchObject({ code: 'not_found' })
})

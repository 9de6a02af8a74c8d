import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { rateLimiter } from 'hono-rate-limiter'
import { z } from 'zod'
import type { Db } from '#shared/db/client.ts'
import { asJson, asRss, asSheet } from '../public/feeds.ts'
import { lookUp, openPublicList } from '../public/list.ts'
import { type PublicWords, publicPage } from '../public/page.ts'
import { toCsv } from '../registry/sheet.ts'
import type { AccessConfig } from './actor.ts'
import { addressOf } from './visitor.ts'

export interface PublicRouteDeps {
  readonly db: Db
  readonly now: () => Date
  readonly city: string
  readonly words: PublicWords
  readonly access: Pick<AccessConfig, 'proxies'>
}

const Query = z.object({
  q: z.string().trim().max(100).default(''),
  large: z.stringbool().default(false),
  contrast: z.stringbool().default(false),
})

/** One reader's requests a minute; a page is one. */
const perMinute = 60

/** 公示: what anybody may see without an account: the rooms in the pool. Cached, rate-limited, without script. */
export function publicRoutes({ db, now, city, words, access }: PublicRouteDeps) {
  const list = openPublicList(db, city, now)
  const page = { 'cache-control': 'public, max-age=60' }
  return new Hono()
    .use(
      rateLimiter({
        windowMs: 60_000,
        limit: perMinute,
        keyGenerator: (c) => addressOf(c, access.proxies),
        message: '查询过于频繁,请一分钟后再试。',
      }),
    )
    .get('/', validator('query', Query), async (c) => {
      const known = await list()
      const wishes = c.req.valid('query')
      const found = lookUp(known.rooms, wishes.q)
      return c.html(publicPage(known, found, wishes, words), 200, page)
    })
    .get('/rooms.json', async (c) => c.json(asJson(await list(), words), 200, page))
    .get('/rooms.csv', async (c) =>
      c.body(new Uint8Array(toCsv(asSheet(await list(), words))), 200, {
        ...page,
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="green-live-rooms.csv"',
      }),
    )
    .get('/rooms.rss', async (c) =>
      c.body(String(await asRss(await list(), words, new URL(c.req.url).origin)), 200, {
        ...page,
        'content-type': 'application/rss+xml; charset=utf-8',
      }),
    )
}

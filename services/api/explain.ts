import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { Db } from '#shared/db/client.ts'
import { getFlag } from '#shared/db/flags.ts'
import { Channel, Goods, RoomType } from '#shared/domain/channel.ts'
import type { LinkPolicy } from '#shared/domain/link-policy.ts'
import type { Rulebook } from '#shared/domain/rulebook.ts'
import type { Tokenizer } from '#shared/text/edges.ts'
import type { Shelf } from '../detect/shelf.ts'
import { explainAbsentFlag, explainBroadcast } from '../explain/absences.ts'
import { explainHit, explainText, placeOfFlag } from '../explain/explain.ts'
import { openVersions } from '../explain/versions.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

export interface ExplainRouteDeps {
  readonly db: Db
  readonly rulebook: Rulebook
  readonly tokenizer: Tokenizer
  readonly shelf: Shelf
  readonly links: readonly LinkPolicy[]
  readonly now: () => Date
}

/** Longer than any sentence or comment; a whole transcript is what detection is for. */
const maxChars = 2000

const Question = z.object({
  text: z.string().min(1).max(maxChars),
  channel: Channel.default('speech'),
  goods: Goods.optional(),
  roomType: RoomType.optional(),
  at: z.coerce.date().optional(),
  lexicon: z.string().min(4).max(64).optional(),
})
const Place = z.object({ recordingId: z.uuid(), seq: z.coerce.number().int().min(0) })

/** 为什么: a sentence, a stored hit or a flag's first hit, with all that led to it. */
export function explainRoutes(deps: ExplainRouteDeps) {
  const versions = openVersions(deps.db, deps.shelf)
  const again = { ...deps, lexicon: (version: string) => versions.named(version) }
  const answer = async ({ lexicon: name, at, ...question }: z.infer<typeof Question>) => {
    const lexicon = await versions.named(name)
    const now = deps.now()
    return explainText(lexicon, { ...question, at: at ?? now }, { ...deps, now })
  }
  return new Hono<ActorEnv>()
    .get('/', may('explain.use'), validator('query', Question), async (c) =>
      c.json(await answer(c.req.valid('query')), 200),
    )
    .post('/', may('explain.use'), validator('json', Question), async (c) =>
      c.json(await answer(c.req.valid('json')), 200),
    )
    .get('/hits/:recordingId/:seq', may('flag.read'), validator('param', Place), async (c) =>
      c.json(await explainHit(again, c.var.actor, c.req.valid('param')), 200),
    )
    .get(
      '/broadcasts/:id',
      may('flag.read'),
      validator('param', z.object({ id: z.uuid() })),
      async (c) => {
        const lexicon = await versions.named()
        return c.json(
          await explainBroadcast(deps, c.var.actor, lexicon, c.req.valid('param').id),
          200,
        )
      },
    )
    .get(
      '/flags/:id',
      may('flag.read'),
      validator('param', z.object({ id: z.uuid() })),
      async (c) => {
        const { id } = c.req.valid('param')
        const flag = await getFlag(deps.db, id)
        if (flag?.mode === 'absence')
          return c.json(await explainAbsentFlag(again, c.var.actor, flag), 200)
        const place = await placeOfFlag(deps.db, id)
        return c.json(await explainHit(again, c.var.actor, place), 200)
      },
    )
}

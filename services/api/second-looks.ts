import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { Db } from '#shared/db/client.ts'
import { countLooks } from '#shared/db/second-looks.ts'
import { dayMs } from '#shared/domain/calendar.ts'
import { agreementOf } from '#shared/domain/second-look.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

const Query = z.object({ days: z.coerce.number().int().min(1).max(366).default(90) })

/**
 * 抽检: how often second looks agreed with the first, and how often a reader met the answer of leads that were settled
 * long ago. Of a single reader only to themselves; of the office to those who look after it.
 */
export function secondLookRoutes({ db, now }: { readonly db: Db; readonly now: () => Date }) {
  return new Hono<ActorEnv>().get(
    '/agreement',
    may('look.read'),
    validator('query', Query),
    async (c) => {
      const { actor } = c.var
      const since = new Date(now().getTime() - c.req.valid('query').days * dayMs)
      const share = async (kind: 'blind' | 'known', by?: string) => {
        const ask = by === undefined ? { kind, since } : { kind, since, by }
        const { looked, agreed } = await countLooks(db, actor, ask)
        return agreementOf(looked, agreed)
      }
      const mine = {
        blind: await share('blind', actor.name),
        known: await share('known', actor.name),
      }
      const isOffice = actor.roles.includes('second_reviewer')
      const office = isOffice ? { blind: await share('blind'), known: await share('known') } : null
      return c.json({ mine, office }, 200)
    },
  )
}

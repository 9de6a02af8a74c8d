import { setTimeout as wait } from 'node:timers/promises'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { Db } from '#shared/db/client.ts'
import { countFlags, openAlertCount, recordingSteps } from '#shared/db/pulse.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { mayUse, type Verb } from '#shared/domain/rights.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

/** How often rows are looked at for one listener. */
const everyMs = 5_000
/** A listener comes again by itself; until then nothing it may no longer see can reach it for longer than this. */
const Query = z.object({ seconds: z.coerce.number().int().min(0).max(600).default(600) })

/** What the frame listens to: told on arrival and whenever it has changed. Only what this person may read. */
const topics: readonly {
  readonly event: string
  readonly verb: Verb
  readonly read: (db: Db, actor: Actor) => Promise<unknown>
}[] = [
  {
    event: 'counts',
    verb: 'flag.read',
    // Groups come in no order of their own.
    read: async (db, actor) =>
      (await countFlags(db, actor)).sort((a, b) => (a.state < b.state ? -1 : 1)),
  },
  { event: 'recordings', verb: 'recording.read', read: recordingSteps },
  { event: 'alerts', verb: 'alert.read', read: openAlertCount },
]

/** 动态: one stream of counts and progress for each open console, as server-sent events. */
export function eventRoutes({ db }: { readonly db: Db }) {
  return new Hono<ActorEnv>().get('/', may('session.read'), validator('query', Query), (c) => {
    const { actor } = c.var
    const { seconds } = c.req.valid('query')
    const heard = topics.filter(({ verb }) => mayUse(actor.roles, verb))
    return streamSSE(c, async (stream) => {
      const gone = new AbortController()
      stream.onAbort(() => gone.abort())
      const told = new Map<string, string>()
      for (let leftMs = seconds * 1000; !gone.signal.aborted; leftMs -= everyMs) {
        for (const { event, read } of heard) {
          const data = JSON.stringify(await read(db, actor))
          if (told.get(event) === data) continue
          told.set(event, data)
          await stream.writeSSE({ event, data })
        }
        if (leftMs <= 0) return
        await wait(everyMs, undefined, { signal: gone.signal }).catch(() => {})
      }
    })
  })
}

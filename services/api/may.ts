import type { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { checkHouse, checkRight, type Verb } from '#shared/domain/rights.ts'
import type { ActorEnv } from './actor.ts'

const verbOfHandler = new WeakMap<object, Verb>()

/** The verb a route is for: its first handler, so that the wrong role learns nothing from what follows. */
export function may(verb: Verb) {
  const handler = createMiddleware<ActorEnv>(async (c, next) => {
    const { actor, house = actor.region.split('/', 1)[0] ?? '' } = c.var
    checkRight(actor, verb)
    checkHouse(actor.region, house, verb)
    await next()
  })
  verbOfHandler.set(handler, verb)
  return handler
}

export interface DeclaredRoute {
  readonly method: string
  readonly path: string
  readonly verb: Verb
}

/** Every route of the API with its verb. Throws for one that declares none: such an API does not start. */
export function declaredRoutes(api: Pick<Hono, 'routes'>): DeclaredRoute[] {
  const found = new Map<string, DeclaredRoute>()
  for (const { method, path, handler } of api.routes) {
    // `use` registers for all methods: identification, limits.
    if (method === 'ALL') continue
    const key = `${method} ${path}`
    const verb = verbOfHandler.get(handler)
    if (verb !== undefined) {
      if (!found.has(key)) found.set(key, { method, path, verb })
    } else if (!found.has(key))
      throw new Error(`${key} declares no verb: put may('…') first (shared/domain/rights.ts)`)
  }
  return [...found.values()]
}

import type { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { checkHouse, checkRight, type Verb } from '#shared/domain/rights.ts'
import type { ActorEnv } from './actor.ts'

const verbOfHandler = new WeakMap<object, Verb>()
const openBecause = new WeakMap<object, string>()

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

/** A route anybody may ask, and why that is right: like `may`, its first handler. */
export function open(because: string) {
  const handler = createMiddleware((_, next) => next())
  openBecause.set(handler, because)
  return handler
}

/** The routes anybody may ask, with the reasons: for the test that keeps the list. */
export function openRoutes({ routes }: Pick<Hono, 'routes'>): Map<string, string> {
  return new Map(
    routes.flatMap(({ method, path, handler }) => {
      const because = openBecause.get(handler)
      return because === undefined ? [] : [[`${method} ${path}`, because] as const]
    }),
  )
}

export interface DeclaredRoute {
  readonly method: string
  readonly path: string
  readonly verb: Verb
}

/** Every route of the API with its verb. Throws for one that declares none: such an API does not start. */
export function declaredRoutes(api: Pick<Hono, 'routes'>): DeclaredRoute[] {
  const found = new Map<string, DeclaredRoute>()
  const open = openRoutes(api)
  for (const { method, path, handler } of api.routes) {
    // `use` registers for all methods: identification, limits.
    if (method === 'ALL') continue
    const key = `${method} ${path}`
    if (open.has(`${method} ${path}`)) continue
    const verb = verbOfHandler.get(handler)
    if (verb !== undefined) {
      if (!found.has(key)) found.set(key, { method, path, verb })
    } else if (!found.has(key))
      throw new Error(`${key} declares no verb: put may('…') first (shared/domain/rights.ts)`)
  }
  return [...found.values()]
}

import { createMiddleware } from 'hono/factory'
import type { ActorEnv } from './actor.ts'

/** Under these keys rows keep who did something. */
const whoKeys = /(^by|By)$/

/**
 * What leaves the house for an operator's account names nobody of the bureau: the decision is the bureau's, and who made
 * it stands on the papers that have to say so. One place for all routes, so that a new one cannot forget it.
 */
export const hideStaff = createMiddleware<ActorEnv>(async (c, next) => {
  await next()
  const { actor } = c.var
  if (!actor?.operatorId || !c.res.headers.get('content-type')?.includes('json')) return
  const shown = JSON.stringify(await c.res.json(), (key, value: unknown) =>
    whoKeys.test(key) && typeof value === 'string' && value !== actor.name ? '' : value,
  )
  c.res = new Response(shown, c.res)
})

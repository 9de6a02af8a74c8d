import { type Context, Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { loginOf, type Sitting, sessionsOf } from '#shared/db/logins.ts'
import { AppError } from '#shared/errors.ts'
import { beginCode, confirmCode, endCode, endOwnSessions } from '../users/account.ts'
import type { ActorEnv } from './actor.ts'
import { type AuthDeps, carry, visitOf } from './auth.ts'
import { Id } from './forms.ts'
import { may } from './may.ts'

const Password = z.strictObject({ password: z.string().min(1).max(200) })
const Code = z.strictObject({ code: z.string().trim().min(1).max(40) })

/** 我的账号: one's own sessions and one-time code. Only for who signed in: an API token cannot make itself more. */
export function accountRoutes(deps: AuthDeps) {
  return new Hono<ActorEnv>()
    .get('/', may('account.own'), async (c) => {
      const { id, userId, actor } = sittingOf(c)
      const login = await loginOf(deps.db, userId)
      const sessions = await sessionsOf(deps.db, userId, deps.now())
      const rows = sessions.map((one) => ({ ...one, current: one.id === id }))
      return c.json({ name: actor.name, ...login, sessions: rows }, 200)
    })
    .delete('/sessions', may('account.own'), async (c) =>
      c.json({ ended: await endOwnSessions(deps, sittingOf(c), null) }, 200),
    )
    .delete('/sessions/:id', may('account.own'), validator('param', Id), async (c) => {
      const { id } = c.req.valid('param')
      return c.json({ ended: await endOwnSessions(deps, sittingOf(c), id) }, 200)
    })
    .post('/code', may('account.own'), validator('json', Password), async (c) => {
      const { password } = c.req.valid('json')
      c.header('cache-control', 'no-store')
      return c.json(await beginCode(deps, sittingOf(c), password, visitOf(c, deps)), 200)
    })
    .post('/code/confirm', may('account.own'), validator('json', Code), async (c) => {
      const { code } = c.req.valid('json')
      carry(c, deps, await confirmCode(deps, sittingOf(c), code, visitOf(c, deps)))
      return c.json({ ok: true }, 200)
    })
    .post('/code/end', may('account.own'), validator('json', Password), async (c) => {
      const { password } = c.req.valid('json')
      carry(c, deps, await endCode(deps, sittingOf(c), password, visitOf(c, deps)))
      return c.json({ ok: true }, 200)
    })
}

function sittingOf(c: Context<ActorEnv>): Sitting {
  const { sitting } = c.var
  if (!sitting) throw new AppError('forbidden', '请用账号和口令登录控制台后再办理。')
  return sitting
}

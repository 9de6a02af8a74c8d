import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { tokensOf } from '#shared/db/tokens.ts'
import { getUser, listUsers } from '#shared/db/users.ts'
import { FirstRunForm, GrantForm, PasswordForm, TokenForm, UserForm } from '#shared/domain/user.ts'
import { AppError } from '#shared/errors.ts'
import {
  createUser,
  endToken,
  grantUser,
  issueToken,
  setActive,
  type UserDeps,
} from '../users/act.ts'
import { openHouseAccounts } from '../users/first-run.ts'
import { setPassword } from '../users/passwords.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Page, Reason } from './forms.ts'
import { may } from './may.ts'

const Active = Reason.extend({ active: z.boolean() })
const Place = z.object({ id: z.uuid(), tokenId: z.uuid() })

/** 用户与授权: accounts by the system administrator, rights and tokens by the security administrator. */
export function userRoutes(deps: UserDeps) {
  const { db } = deps
  return new Hono<ActorEnv>()
    .get('/', may('user.read'), validator('query', Page), async (c) =>
      c.json(await listUsers(db, c.var.actor, c.req.valid('query')), 200),
    )
    .post('/', may('user.create'), validator('json', UserForm), async (c) =>
      c.json(await createUser(deps, c.var.actor, c.req.valid('json')), 201),
    )
    .post('/first-run', may('user.create'), validator('json', FirstRunForm), async (c) => {
      c.header('cache-control', 'no-store')
      return c.json(await openHouseAccounts(deps, c.var.actor, c.req.valid('json')), 201)
    })
    .post(
      '/:id/password',
      may('user.password'),
      validator('param', Id),
      validator('json', PasswordForm),
      async (c) => {
        const { id } = c.req.valid('param')
        c.header('cache-control', 'no-store')
        return c.json(await setPassword(deps, c.var.actor, id, c.req.valid('json')), 200)
      },
    )
    .post(
      '/:id/grant',
      may('user.grant'),
      validator('param', Id),
      validator('json', GrantForm),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await grantUser(deps, c.var.actor, id, c.req.valid('json')), 200)
      },
    )
    .post(
      '/:id/active',
      may('user.disable'),
      validator('param', Id),
      validator('json', Active),
      async (c) => {
        const { id } = c.req.valid('param')
        const { active, reason } = c.req.valid('json')
        return c.json(await setActive(deps, c.var.actor, id, active, reason), 200)
      },
    )
    .get('/:id/tokens', may('user.read'), validator('param', Id), async (c) => {
      const user = await getUser(db, c.var.actor, c.req.valid('param').id)
      if (!user) throw new AppError('not_found', '没有这个账号,或不在您的辖区。')
      return c.json({ rows: await tokensOf(db, user.id) }, 200)
    })
    .post(
      '/:id/tokens',
      may('user.token'),
      validator('param', Id),
      validator('json', TokenForm),
      async (c) => {
        const { id } = c.req.valid('param')
        c.header('cache-control', 'no-store')
        return c.json(await issueToken(deps, c.var.actor, id, c.req.valid('json')), 201)
      },
    )
    .delete('/:id/tokens/:tokenId', may('user.token'), validator('param', Place), async (c) =>
      c.json(await endToken(deps, c.var.actor, c.req.valid('param')), 200),
    )
}

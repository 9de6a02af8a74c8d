import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { registryTasks } from '#shared/db/registry-tasks.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { RegistryTaskKind } from '#shared/domain/registry-policy.ts'
import type { RegistryDeps } from '../registry/deps.ts'
import type { ActorEnv } from './actor.ts'
import { Page } from './forms.ts'
import { may } from './may.ts'

const Query = Page.extend({ kind: RegistryTaskKind.optional() })

/** 待办: what the registry asks for today. */
export function taskRoutes({ db, now, registry }: RegistryDeps) {
  return new Hono<ActorEnv>().get('/', may('task.read'), validator('query', Query), async (c) => {
    const nowMs = now().getTime()
    const policy = policyOn(registry, nowMs)
    return c.json(
      await registryTasks(db, c.var.actor, policy, dayOf(nowMs), c.req.valid('query')),
      200,
    )
  })
}

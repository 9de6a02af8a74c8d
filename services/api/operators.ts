import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { listOperators, operatorFile } from '#shared/db/operators.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { editOf } from '#shared/domain/edit.ts'
import { LicenceForm, validityOn } from '#shared/domain/licence.ts'
import { eligibility, isEligible, OperatorForm } from '#shared/domain/operator.ts'
import { policyOn } from '#shared/domain/policy.ts'
import { found, type RegistryDeps } from '../registry/deps.ts'
import { createOperator, dropLicence, editOperator, fileLicence } from '../registry/operators.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Reason, Search } from './forms.ts'
import { may } from './may.ts'

const Query = Search.extend({
  sort: z.enum(['name', 'updated']).default('name'),
  listed: z.stringbool().optional(),
})
const Place = z.object({ id: z.uuid(), licenceId: z.uuid() })

/** 经营主体: a region's files on operators, their licences, and whether they may apply. */
export function operatorRoutes(deps: RegistryDeps & { readonly city: string }) {
  const { db, now } = deps
  return new Hono<ActorEnv>()
    .get('/', may('operator.read'), validator('query', Query), async (c) =>
      c.json(await listOperators(db, c.var.actor, c.req.valid('query')), 200),
    )
    .post('/', may('operator.write'), validator('json', OperatorForm), async (c) =>
      c.json(await createOperator(deps, c.var.actor, c.req.valid('json')), 201),
    )
    .get('/:id', may('operator.read'), validator('param', Id), async (c) => {
      const file = found(await operatorFile(db, c.var.actor, c.req.valid('param').id), '经营主体')
      const nowMs = now().getTime()
      const today = dayOf(nowMs)
      const { lookupStaleDays, expiryWarnDays } = policyOn(deps.registry, nowMs)
      const places = { ...file, registeredPlace: file.registeredPlace || null }
      const facts = eligibility(places, deps.city, today, lookupStaleDays, deps.regions)
      const licences = file.licences.map((licence) => ({
        ...licence,
        validity: validityOn(licence.validUntil, today, expiryWarnDays),
      }))
      return c.json({ ...file, licences, eligible: isEligible(facts), facts }, 200)
    })
    .patch(
      '/:id',
      may('operator.write'),
      validator('param', Id),
      validator('json', editOf(OperatorForm)),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await editOperator(deps, c.var.actor, id, c.req.valid('json')), 200)
      },
    )
    .post(
      '/:id/licences',
      may('licence.write'),
      validator('param', Id),
      validator('json', LicenceForm),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await fileLicence(deps, c.var.actor, id, c.req.valid('json')), 201)
      },
    )
    .delete(
      '/:id/licences/:licenceId',
      may('licence.write'),
      validator('param', Place),
      validator('json', Reason),
      async (c) => {
        const { reason } = c.req.valid('json')
        return c.json(await dropLicence(deps, c.var.actor, c.req.valid('param'), reason), 200)
      },
    )
}

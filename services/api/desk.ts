import { Hono } from 'hono'
import { captureTroubles, flagDays, reportsToSign, setupSteps } from '#shared/db/desk.ts'
import { addDays, dayMs, dayOf } from '#shared/domain/calendar.ts'
import { mayUse } from '#shared/domain/rights.ts'
import { casesFor, pressing, tasksFor, type WaitingDeps } from '../desk/waiting.ts'
import { shippedBy } from '../detect/shelf.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

const soonMs = 3 * dayMs
const chartDays = 14

/** 工作台: what waits for this person by its deadline, the course of two weeks, and how far the house is set up. */
export function deskRoutes(deps: WaitingDeps) {
  const { db, now } = deps
  return new Hono<ActorEnv>()
    .get('/', may('task.read'), async (c) => {
      const { actor } = c.var
      const [cases, tasks, toSign, trouble] = await Promise.all([
        casesFor(deps, actor),
        tasksFor(deps, actor),
        mayUse(actor.roles, 'report.act') ? reportsToSign(db, actor) : 0,
        captureTroubles(db, actor),
      ])
      const { soon, toApprove } = pressing(cases, now().getTime(), soonMs)
      const counts = { soon, toApprove: toApprove + toSign, trouble }
      return c.json({ cases, tasks, counts }, 200)
    })
    .get('/days', may('report.read'), async (c) => {
      const today = dayOf(now().getTime())
      const first = addDays(today, 1 - chartDays)
      const found = await flagDays(db, c.var.actor, first, addDays(today, 1))
      const rows = Array.from({ length: chartDays }, (_, i) => {
        const day = addDays(first, i)
        return found.find((row) => row.day === day) ?? { day, found: 0, open: 0, confirmed: 0 }
      })
      return c.json({ rows }, 200)
    })
    .get('/setup', may('task.read'), async (c) =>
      c.json(await setupSteps(db, c.var.actor, shippedBy), 200),
    )
}

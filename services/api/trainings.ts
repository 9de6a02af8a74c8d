import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { listTrainings, trainingFile } from '#shared/db/trainings.ts'
import { AttendanceForm, TrainingForm } from '#shared/domain/training.ts'
import { found, type RegistryDeps } from '../registry/deps.ts'
import { fileAttendance, holdTraining } from '../registry/trainings.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Page } from './forms.ts'
import { may } from './may.ts'

const Lines = z.strictObject({ lines: z.array(AttendanceForm).min(1).max(500) })

/** 合规培训: sessions, and who was there with what test result. */
export function trainingRoutes(deps: RegistryDeps) {
  const { db } = deps
  return new Hono<ActorEnv>()
    .get('/', may('training.read'), validator('query', Page), async (c) =>
      c.json(await listTrainings(db, c.var.actor, c.req.valid('query')), 200),
    )
    .post('/', may('training.write'), validator('json', TrainingForm), async (c) =>
      c.json(await holdTraining(deps, c.var.actor, c.req.valid('json')), 201),
    )
    .get('/:id', may('training.read'), validator('param', Id), async (c) =>
      c.json(found(await trainingFile(db, c.var.actor, c.req.valid('param').id), '培训'), 200),
    )
    .put(
      '/:id/attendance',
      may('training.write'),
      validator('param', Id),
      validator('json', Lines),
      async (c) => {
        const { id } = c.req.valid('param')
        const { lines } = c.req.valid('json')
        return c.json(await fileAttendance(deps, c.var.actor, id, lines), 200)
      },
    )
}

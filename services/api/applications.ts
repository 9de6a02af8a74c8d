import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import {
  applicationFor,
  listApplications,
  materialsOf,
  objectionsOf,
} from '#shared/db/applications.ts'
import { documentsOf } from '#shared/db/case-documents.ts'
import { ApplicationState, MaterialKind } from '#shared/domain/application.ts'
import { MembershipState } from '#shared/domain/membership.ts'
import { isEligible } from '#shared/domain/operator.ts'
import { AppError } from '#shared/errors.ts'
import type { CaseDeps } from '../applications/deps.ts'
import {
  eligibilityNow,
  saveFields,
  startApplication,
  submitApplication,
} from '../applications/draft.ts'
import { dropMaterial, fileMaterial } from '../applications/materials.ts'
import type { ActorEnv } from './actor.ts'
import { Id, Page } from './forms.ts'
import { may } from './may.ts'
import { sendFile } from './send-file.ts'
import { FileName, uploadLimit, uploadOf } from './upload.ts'

const Query = Page.extend({
  batchId: z.uuid().optional(),
  roomId: z.uuid().optional(),
  state: ApplicationState.optional(),
  place: MembershipState.optional(),
})
const Start = z.strictObject({ batchId: z.uuid(), roomId: z.uuid() })
const Upload = FileName.extend({ kind: MaterialKind })
const MaterialId = z.object({ id: z.uuid(), materialId: z.uuid() })

/** 申报: draft field by field, materials, hand-in. */
export function applicationRoutes(deps: CaseDeps) {
  const { db } = deps
  return new Hono<ActorEnv>()
    .get('/', may('application.read'), validator('query', Query), async (c) =>
      c.json(await listApplications(db, c.var.actor, c.req.valid('query')), 200),
    )
    .post('/', may('application.write'), validator('json', Start), async (c) =>
      c.json(await startApplication(deps, c.var.actor, c.req.valid('json')), 201),
    )
    .get('/:id', may('application.read'), validator('param', Id), async (c) => {
      const { id } = c.req.valid('param')
      const found = await applicationFor(db, c.var.actor, id)
      const { operatorId } = found.application
      const facts = await eligibilityNow(deps, db, operatorId, deps.now())
      const materials = await materialsOf(db, id)
      const shown = c.var.actor.operatorId ? [] : await objectionsOf(db, id)
      const eligible = isEligible(facts)
      const documents = await documentsOf(db, c.var.actor, id)
      return c.json({ ...found, eligible, facts, materials, objections: shown, documents }, 200)
    })
    .patch(
      '/:id/fields',
      may('application.write'),
      validator('param', Id),
      validator('json', z.record(z.string().max(60), z.unknown())),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(await saveFields(deps, c.var.actor, id, c.req.valid('json')), 200)
      },
    )
    .post(
      '/:id/materials',
      may('application.write'),
      validator('param', Id),
      validator('query', Upload),
      uploadLimit,
      async (c) => {
        const { kind, fileName } = c.req.valid('query')
        const upload = await uploadOf(c, fileName)
        const { id } = c.req.valid('param')
        return c.json(await fileMaterial(deps, c.var.actor, id, kind, upload), 201)
      },
    )
    .get(
      '/:id/materials/:materialId',
      may('application.read'),
      validator('param', MaterialId),
      async (c) => {
        const { id, materialId } = c.req.valid('param')
        await applicationFor(db, c.var.actor, id)
        const material = (await materialsOf(db, id)).find((m) => m.id === materialId)
        if (!material) throw new AppError('not_found', '没有这份材料。')
        return sendFile(c, deps.blobs.path(material.key), material.mime)
      },
    )
    .delete(
      '/:id/materials/:materialId',
      may('application.write'),
      validator('param', MaterialId),
      async (c) => c.json(await dropMaterial(deps, c.var.actor, c.req.valid('param')), 200),
    )
    .post('/:id/submit', may('application.write'), validator('param', Id), async (c) =>
      c.json(await submitApplication(deps, c.var.actor, c.req.valid('param').id), 200),
    )
}

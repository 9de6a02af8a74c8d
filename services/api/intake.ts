import { Hono } from 'hono'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import type { Db } from '#shared/db/client.ts'
import { updateIntake } from '#shared/db/intake.ts'
import { countIntake, intakeForPerson, listIntake } from '#shared/db/intake-list.ts'
import { IntakeState } from '#shared/domain/intake.ts'
import { AppError } from '#shared/errors.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

export interface IntakeRouteDeps {
  readonly db: Db
  readonly now: () => Date
  readonly arrived: (intakeId: string) => Promise<void>
}

/** 接收: what is announced, still written, waiting or refused, with the reason; a person's retry. */
export function intakeRoutes({ db, now, arrived }: IntakeRouteDeps) {
  return new Hono<ActorEnv>()
    .get(
      '/',
      may('recording.read'),
      validator('query', z.object({ state: IntakeState.optional() })),
      async (c) => {
        const { state } = c.req.valid('query')
        const filter = { limit: 200, ...(state && { states: [state] }) }
        const [rows, counts] = await Promise.all([
          listIntake(db, c.var.actor, filter),
          countIntake(db, c.var.actor),
        ])
        // Where files lie on the server is no business of a page.
        const plain = rows.map(({ path, objectKey, ...row }) => ({
          ...row,
          file: path.split(/[\\/]/).at(-1) ?? '',
        }))
        return c.json({ rows: plain, counts }, 200)
      },
    )
    .post(
      '/:id/retry',
      may('recording.manage'),
      validator('param', z.object({ id: z.uuid() })),
      async (c) => {
        const row = await intakeForPerson(db, c.var.actor, c.req.valid('param').id)
        if (!row) throw new AppError('not_found', '没有这个文件,可能不在您的辖区。')
        if (row.state !== 'refused' || row.reason === 'checksum')
          throw new AppError('conflict', '只有未接收的文件可以重试。')
        const change = { state: 'settling', reason: null, note: null, dueAt: now() } as const
        await updateIntake(db, row.id, change, now())
        await arrived(row.id)
        return c.json({ ok: true }, 200)
      },
    )
}

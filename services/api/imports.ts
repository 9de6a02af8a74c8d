import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { importFile, listImports } from '#shared/db/imports.ts'
import { found } from '../registry/deps.ts'
import { errorSheet } from '../registry/export.ts'
import { type ImportDeps, importRooms } from '../registry/import/run.ts'
import { maxBytes } from '../registry/import/table.ts'
import { toXlsx } from '../registry/sheet.ts'
import type { ActorEnv } from './actor.ts'
import { attach } from './attach.ts'
import { Id, Page } from './forms.ts'
import { may } from './may.ts'

const Query = z.object({
  fileName: z.string().trim().min(1).max(200),
  dryRun: z.stringbool().default(false),
})

/** The first of them; the rest are in the file of refused lines. */
const shownErrors = 200

const tooLarge = (c: Context) =>
  c.json({ code: 'invalid', message: '文件超过 20 MB，请拆成几个文件分别导入。' }, 413)

/** 导入: a ledger of rooms as the body of the request, .xlsx or CSV; what became of each; the lines that were refused. */
export function importRoutes(deps: ImportDeps) {
  const { db } = deps
  return new Hono<ActorEnv>()
    .post(
      '/rooms',
      may('room.import'),
      validator('query', Query),
      bodyLimit({ maxSize: maxBytes, onError: tooLarge }),
      async (c) => {
        const { fileName: name, dryRun } = c.req.valid('query')
        const file = { name, bytes: Buffer.from(await c.req.arrayBuffer()) }
        const { errors, ...result } = await importRooms(deps, c.var.actor, file, { dryRun })
        return c.json({ ...result, errors: errors.slice(0, shownErrors) }, 200)
      },
    )
    .get('/', may('import.read'), validator('query', Page), async (c) =>
      c.json(await listImports(db, c.var.actor, c.req.valid('query')), 200),
    )
    .get('/:id/errors', may('import.read'), validator('param', Id), async (c) => {
      const { id } = c.req.valid('param')
      const { record, errors } = found(await importFile(db, c.var.actor, id), '导入记录')
      const name = `${record.fileName.replace(/\.\w+$/, '')}-未导入的行.xlsx` as const
      return attach(c, await toXlsx(errorSheet(record.header, errors)), name)
    })
}

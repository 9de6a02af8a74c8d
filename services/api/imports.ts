import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { importFile, listImports } from '#shared/db/imports.ts'
import { inScope, type RegionPath } from '#shared/domain/region.ts'
import { found } from '../registry/deps.ts'
import { errorSheet } from '../registry/export.ts'
import { type ImportDeps, type ImportProgress, importRooms } from '../registry/import/run.ts'
import { maxBytes } from '../registry/import/table.ts'
import { toXlsx } from '../registry/sheet.ts'
import type { ActorEnv } from './actor.ts'
import { attach } from './attach.ts'
import { Id, Page } from './forms.ts'
import { may } from './may.ts'

const Query = z.object({
  fileName: z.string().trim().min(1).max(200),
  dryRun: z.stringbool().default(false),
  /** Made by the caller, who asks under it how far the import has come. */
  run: z.uuid().optional(),
})

/** An import that this process is at work on. */
interface Running extends ImportProgress {
  readonly run: string
  readonly fileName: string
  readonly dryRun: boolean
  readonly by: string
  readonly region: RegionPath
}

/** The first of them; the rest are in the file of refused lines. */
const shownErrors = 200

const tooLarge = (c: Context) =>
  c.json({ code: 'invalid', message: '文件超过 20 MB，请拆成几个文件分别导入。' }, 413)

/** 导入: a ledger of rooms as the body of the request, .xlsx or CSV; how far it is, what became of it, the lines refused. */
export function importRoutes(deps: ImportDeps) {
  const { db } = deps
  const running = new Map<string, Running>()
  return new Hono<ActorEnv>()
    .post(
      '/rooms',
      may('room.import'),
      validator('query', Query),
      bodyLimit({ maxSize: maxBytes, onError: tooLarge }),
      async (c) => {
        const { fileName: name, dryRun, run = randomUUID() } = c.req.valid('query')
        const { actor } = c.var
        const file = { name, bytes: Buffer.from(await c.req.arrayBuffer()) }
        const mine = { run, fileName: name, dryRun, by: actor.name, region: actor.region }
        const progress = (now: ImportProgress) => running.set(run, { ...mine, ...now })
        try {
          const { errors, ...result } = await importRooms(deps, actor, file, { dryRun, progress })
          return c.json({ ...result, errors: errors.slice(0, shownErrors) }, 200)
        } finally {
          running.delete(run)
        }
      },
    )
    .get('/running', may('import.read'), (c) => {
      const rows = [...running.values()].filter((it) => inScope(c.var.actor.region, it.region))
      return c.json({ rows }, 200)
    })
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

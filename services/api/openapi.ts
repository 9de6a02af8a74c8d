import { Hono } from 'hono'
import { generateSpecs } from 'hono-openapi'
import type { ActorEnv } from './actor.ts'
import { declaredRoutes, may } from './may.ts'

/** The description of the whole API (OpenAPI 3.1), made from its routes and validators, each with its verb. */
export function openApiRoutes(api: Pick<Hono, 'routes'>) {
  let made: Promise<unknown> | undefined
  return new Hono<ActorEnv>().get('/', may('session.read'), async (c) => {
    made ??= describe(api as Hono)
    return c.json((await made) as object, 200)
  })
}

async function describe(api: Hono) {
  const specs = await generateSpecs(api, {
    documentation: {
      info: {
        title: '绿播 lvbo',
        version: '1',
        description:
          '直播带货合规监测。每个操作写明所需的权限动词 x-verb;辖区之外的记录一律视为不存在。',
      },
      servers: [{ url: '/api' }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
    },
    excludeStaticFile: false,
    includeEmptyPaths: true,
  })
  const paths: Record<string, Record<string, unknown> | undefined> = specs.paths ?? {}
  for (const { method, path, verb } of declaredRoutes(api)) {
    const operation = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    if (typeof operation === 'object' && operation !== null)
      Object.assign(operation, { 'x-verb': verb })
  }
  return specs
}

import { Hono } from 'hono'
import { inScope, type RegionPath } from '#shared/domain/region.ts'
import { verbsOf } from '#shared/domain/rights.ts'
import type { Rulebook } from '#shared/domain/rulebook.ts'
import type { ActorEnv } from './actor.ts'
import { may } from './may.ts'

interface SessionDeps {
  readonly regions: ReadonlyMap<RegionPath, string>
  readonly rulebook: Rulebook
  readonly names: { readonly region: (path: RegionPath) => string }
}

/** Who is asking, what they may do, and the names of what is before them. */
export function sessionRoutes(deps: SessionDeps) {
  return new Hono<ActorEnv>().get('/', may('session.read'), (c) => {
    const { name, region, roles } = c.var.actor
    const signedIn = c.var.sitting !== undefined
    const regions = [...deps.regions].flatMap(([path, label]) =>
      inScope(region, path) ? [{ path, name: label }] : [],
    )
    const categories = deps.rulebook.categories.map(({ id, name: label }) => ({
      id,
      name: label,
    }))
    const regionName = deps.names.region(region)
    const verbs = verbsOf(roles)
    return c.json({ name, signedIn, roles, verbs, region, regionName, regions, categories }, 200)
  })
}

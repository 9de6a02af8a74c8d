import type { Actor } from '#shared/domain/actor.ts'
import { everyRole } from '#shared/domain/rights.ts'
import type { Role } from '#shared/domain/role.ts'
import { aSession } from '#shared/testing/factories.ts'
import type { House } from '../../house.ts'
import { countyCases } from '../../testing/county-cases.ts'
import { createUser, grantUser, issueToken } from '../../users/act.ts'
import { countyMonitoring } from './county-monitoring.ts'
import { countyRegistry } from './county-registry.ts'

/** One of everything a county can have; names carry `mark`. Gives back the ids by resource, as the routes' parameters. */
export async function aCounty(
  { deps }: House,
  {
    region,
    division,
    mark,
  }: { readonly region: string; readonly division: string; readonly mark: string },
) {
  const actor: Actor = { name: `${mark}经办`, roles: everyRole, region }
  const registry = await countyRegistry(deps, actor, { division, mark })
  const roomId = registry.rooms.id
  const monitoring = await countyMonitoring(deps, region, { roomId, mark })
  const user = await createUser(deps, actor, { name: `${mark}用户`, displayName: mark, region })
  const token = { label: mark, days: 30, roles: null }
  const issued = await issueToken(deps, actor, user.name, token)
  const cases = await countyCases({ deps }, actor, { roomId, mark })
  return {
    ...registry,
    ...monitoring,
    users: { id: user.id, tokenId: issued.id },
    sessions: { id: await aSession(deps.db, user.id, mark, deps.now()) },
    ...cases,
  }
}

/** Somebody of a region with these roles, by their token. */
export async function aPerson(
  { deps }: House,
  {
    name,
    region,
    roles,
    operatorId = null,
  }: {
    readonly name: string
    readonly region: string
    readonly roles: Role[]
    readonly operatorId?: string | null
  },
): Promise<string> {
  const admin: Actor = { name: '开户', roles: everyRole, region: 'zhoushan' }
  await createUser(deps, admin, { name, displayName: name, region })
  await grantUser(deps, admin, name, { roles, region, operatorId, reason: '试' })
  return (await issueToken(deps, admin, name, { label: '试', days: 30, roles: null })).token
}

import type { LeadDeps } from '../../leads/import.ts'
import type { UserDeps } from '../../users/act.ts'
import { fillPeople } from '../people.ts'
import { type ApplicationDeps, fillApplications } from './applications.ts'
import { fillLeads } from './leads.ts'
import { fillListings } from './listings.ts'
import { fillNotices } from './notices.ts'
import { fillPortal } from './portal.ts'
import { fillRegistry } from './registry.ts'
import { fillRemovals } from './removals.ts'

/**
 * What people did in the invented city, by the verbs people use: staff with accounts, applications, the registry, notices,
 * removal cases, leads, one at each stage. Needs a filled city (`fillCity`).
 */
export async function fillCases(deps: ApplicationDeps & LeadDeps & UserDeps): Promise<void> {
  await fillPeople(deps)
  await fillApplications(deps)
  await fillPortal(deps)
  await fillListings(deps)
  await fillRegistry(deps)
  await fillRemovals(deps)
  await fillNotices(deps)
  await fillLeads(deps)
}

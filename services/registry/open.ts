import { fileURLToPath } from 'node:url'
import { policyFile } from '#shared/domain/policy.ts'
import { RealNameSheet } from '#shared/domain/real-name-check.ts'
import { RegionFile, regionsOf } from '#shared/domain/region.ts'
import { RegistryPolicy } from '#shared/domain/registry-policy.ts'
import { loadPolicy } from '#shared/policy/load.ts'
import { keyFor } from '../secret.ts'
import { ImportColumns } from './import/columns.ts'

const policies = (name: string) =>
  fileURLToPath(new URL(`../../policies/${name}.yaml`, import.meta.url))

/** What the registry's verbs need besides the database: its policies, the regions, the key of identity numbers. */
export async function openRegistry(installationKey: Buffer) {
  const registry = await loadPolicy(policies('registry'), policyFile(RegistryPolicy))
  const realName = await loadPolicy(policies('real-name'), policyFile(RealNameSheet))
  const importColumns = await loadPolicy(policies('import-columns'), ImportColumns)
  const { city } = await loadPolicy(policies('regions'), RegionFile)
  const regions = regionsOf(city)
  return {
    registry: registry.versions,
    realName: realName.versions,
    importColumns,
    city: city.id,
    regionTree: regions,
    regions: new Map(regions.map(({ path, name }) => [path, name])),
    regionCodes: new Map(
      regions.flatMap(({ path, code }) => (code ? [[path, code] as const] : [])),
    ),
    identityKey: keyFor(installationKey, 'identity'),
  }
}

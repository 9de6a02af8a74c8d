import type { AccessConfig } from '../actor.ts'
import type { SystemDeps } from '../system.ts'

/** A house without a token, asked from its own machine. */
export const anAccess: AccessConfig = {
  token: '',
  region: 'zhoushan',
  secret: 'a-secret-of-more-than-32-characters',
  proxies: new Set(),
  demo: [],
}

/** For tests in which nobody signs in. */
export const noSignIn = () => Promise.reject(new Error('nobody signs in here'))

/** For tests that do not look at the system pages. */
export const noSystem: SystemDeps['system'] = {
  boardPath: null,
  works: async () => [],
  policyFiles: async () => [],
  poolFile: 'policies/pool.yaml',
  storage: () => Promise.reject(new Error('nobody looks at the storage here')),
  regions: [],
}

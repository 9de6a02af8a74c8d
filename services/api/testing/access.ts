import type { AccessConfig } from '../actor.ts'

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

import type { ActDeps } from '#shared/db/act.ts'
import type { Auth } from './auth.ts'

export interface SignInDeps extends ActDeps {
  /** Made when first asked for: it takes most of a second to load, which commands need not wait for. */
  readonly auth: () => Promise<Auth>
}

/** Where a request to sign in comes from. */
export interface Visit {
  /** Of the request: its cookies and browser. */
  readonly headers: Headers
  readonly address: string
}

/** The code of a refusal by better-auth, empty for one without; null for any other error. By its name, so as not to load it. */
export function refusalOf(error: unknown): string | null {
  if (!(error instanceof Error && error.name === 'APIError')) return null
  const body: unknown = 'body' in error ? error.body : null
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : ''
}

import type { RegionPath } from './region.ts'
import type { Role } from './role.ts'

/** Whose eyes a query has: everything of a person's region and below, or, for an operator's account, its own things there. */
export interface Scope {
  readonly region: RegionPath
  /** Set for an account of the operator portal: whatever is not this operator's does not exist for it. */
  readonly operatorId?: string | null
}

/** Who acts: a person with roles, and the region beyond which nothing exists for them. `name` is unique among accounts. */
export interface Actor extends Scope {
  readonly name: string
  readonly roles: readonly Role[]
}

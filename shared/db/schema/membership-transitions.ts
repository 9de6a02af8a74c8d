import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { MembershipState, MembershipVerb } from '#shared/domain/membership.ts'

/**
 * The steps of `shared/domain/membership.ts`, `back` written out, as the database knows them: a trigger refuses any
 * other change of `memberships.state`. A test compares both; a new step is a migration.
 */
export const membershipTransitions = pgTable(
  'membership_transitions',
  {
    fromState: text('from_state').$type<MembershipState>().notNull(),
    verb: text('verb').$type<MembershipVerb>().notNull(),
    toState: text('to_state').$type<MembershipState>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.fromState, t.verb, t.toState] })],
)

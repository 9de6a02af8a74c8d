import type { Verb } from '#shared/domain/rights.ts'
import { useSession } from './session.tsx'

/** Whether this person may do something; the house checks again, this only spares buttons that would be refused. */
export function useCan(): (verb: Verb) => boolean {
  const { verbs } = useSession()
  return (verb) => verbs.includes(verb)
}

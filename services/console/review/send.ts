import { api, read } from '../client.ts'
import { openingsOf, sendOpenings } from './openings.ts'
import type { Unsent } from './unsent.ts'

/**
 * Files one verdict, `agoMs` after it was given where it had to wait, and before it what the house has yet to hear of the
 * person's openings; throws what `read` throws.
 */
export async function send(one: Unsent, person: string, agoMs?: number) {
  if (openingsOf(person).get().length > 0) await sendOpenings(person)
  const { id, flagId, verdict, reason, seen, route } = one
  return read(
    api.flags[':id'][route].$post({
      param: { id: flagId },
      json: { id, verdict, reason, seen, ...(agoMs !== undefined && { agoMs }) },
    }),
  )
}

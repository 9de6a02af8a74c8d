import { api, read } from '../client.ts'
import { openingsOf, sendOpenings } from './openings.ts'
import type { Unsent } from './unsent.ts'

/** Files one verdict, and before it what the house has yet to hear of the person's openings; throws what `read` throws. */
export async function send(one: Unsent, person: string) {
  if (openingsOf(person).get().length > 0) await sendOpenings(person)
  const { id, flagId, verdict, reason, seen, route, givenAtMs } = one
  const agoMs = Math.max(0, Date.now() - givenAtMs)
  return read(
    api.flags[':id'][route].$post({
      param: { id: flagId },
      json: { id, verdict, reason, seen, agoMs },
    }),
  )
}

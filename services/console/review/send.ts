import { ApiFailure, api, read } from '../client.ts'
import type { Unsent } from './unsent.ts'

/** Files one verdict; throws what `read` throws. */
export async function send({ id, flagId, verdict, reason, seen, route }: Unsent) {
  return read(
    api.flags[':id'][route].$post({
      param: { id: flagId },
      json: { id, verdict, reason, seen },
    }),
  )
}

export function isOffline(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 0
}

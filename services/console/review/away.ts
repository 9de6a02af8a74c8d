import { ApiFailure } from '../client.ts'

/** Whether the network, the house behind its proxy, or the person's session is missing: no word on the matter itself. */
export function isAway(error: unknown): boolean {
  return error instanceof ApiFailure && [0, 401, 502, 503, 504].includes(error.status)
}

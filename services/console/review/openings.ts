import { api, read } from '../client.ts'
import { personal } from '../frame/stored.ts'
import { isAway } from './away.ts'

/** A grave lead that was opened while there was no network. */
export interface Opening {
  readonly flagId: string
  /** The house's own mark that it had handed the lead over. */
  readonly handed: string
  /** By this browser's clock. */
  readonly openedAtMs: number
}

/** What the house has yet to hear of, by person; without it no 成立 of these leads is taken. */
export const openingsOf = personal<readonly Opening[]>('openings', [])

/** Tells the house, oldest first; an opening it does not believe is not told again. Throws while there is no network. */
export async function sendOpenings(person: string): Promise<void> {
  const kept = openingsOf(person)
  for (const one of kept.get()) {
    const said = { agoMs: Math.max(0, Date.now() - one.openedAtMs), handed: one.handed }
    const sent = read(api.flags[':id'].open.$post({ param: { id: one.flagId }, json: { said } }))
    await sent.catch((error) => {
      if (isAway(error)) throw error
    })
    kept.set(kept.get().filter(({ flagId }) => flagId !== one.flagId))
  }
}

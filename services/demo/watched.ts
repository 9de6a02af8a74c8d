import { listFlags } from '#shared/db/flags.ts'
import { listProposals } from '#shared/db/pool.ts'
import { listRooms } from '#shared/db/room-list.ts'
import type { House } from '../house.ts'
import { demoRooms } from './city.ts'

const page = { limit: 200, offset: 0 }

/** The rooms whose broadcasts the demo really reads, found among the city's. */
export async function watchedRooms({ deps }: House) {
  const found = await Promise.all(
    demoRooms.map(({ name }) => listRooms(deps.db, deps, { ...page, text: name })),
  )
  return found.flatMap(({ rows }) => rows)
}

/** Their leads in the order they were said; `state` narrows them. */
export async function watchedFlags(house: House, state?: 'open') {
  const { deps } = house
  const found = await Promise.all(
    (await watchedRooms(house)).map(({ id }) =>
      listFlags(deps.db, deps, { ...page, roomId: id, state }),
    ),
  )
  return found
    .flatMap(({ rows }) => rows)
    .toSorted((a, b) => a.saidAt.getTime() - b.saidAt.getTime())
}

export async function watchedProposals({ deps }: House) {
  const watched = new Set(demoRooms.map(({ name }) => name))
  return (await listProposals(deps.db, deps, 200)).filter(({ room }) => watched.has(room))
}

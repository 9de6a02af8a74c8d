import { useQuery } from '@tanstack/react-query'
import { broadcastsQuery } from '../broadcasts/queries.ts'
import { BroadcastTable } from '../broadcasts/table.tsx'
import { Loaded } from '../frame/states.tsx'

/** What this room aired. */
export function RoomBroadcasts({ roomId }: { readonly roomId: string }) {
  const query = useQuery(broadcastsQuery({ roomId, limit: '200' }))
  return <Loaded query={query}>{({ rows }) => <BroadcastTable rows={rows} ofRoom />}</Loaded>
}

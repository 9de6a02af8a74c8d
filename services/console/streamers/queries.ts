import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

export const streamerQuery = (id: string) =>
  queryOptions({
    queryKey: ['streamer', id],
    queryFn: () => read(api.streamers[':id'].$get({ param: { id } })),
  })

export type StreamerView = Awaited<
  ReturnType<NonNullable<ReturnType<typeof streamerQuery>['queryFn']>>
>

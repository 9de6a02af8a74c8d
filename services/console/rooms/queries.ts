import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

/** A page of rooms; the pool is read to its end. */
const pageSize = 500

export type RoomFilter = Parameters<typeof api.rooms.$get>[0]['query']

/** All rooms of a filter, page after page: the table draws only what is in sight. */
export const poolQuery = (filter: RoomFilter) =>
  queryOptions({
    queryKey: ['rooms', 'pool', filter],
    queryFn: async () => {
      let page = await read(api.rooms.$get({ query: { ...filter, limit: String(pageSize) } }))
      const { total } = page
      const rows = [...page.rows]
      while (page.next) {
        const query = { ...filter, limit: String(pageSize), after: page.next }
        page = await read(api.rooms.$get({ query }))
        rows.push(...page.rows)
      }
      return { rows, total }
    },
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })

export const courseQuery = (id: string) =>
  queryOptions({
    queryKey: ['room-course', id],
    queryFn: () => read(api.memberships[':id'].course.$get({ param: { id } })),
    staleTime: 60_000,
  })

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['room-history', id],
    queryFn: () => read(api.memberships[':id'].history.$get({ param: { id } })),
  })

export const roomNoticesQuery = (roomId: string) =>
  queryOptions({
    queryKey: ['notices', 'room', roomId],
    queryFn: () => read(api.notices.$get({ query: { roomId, limit: '100' } })),
  })

export const roomRemovalsQuery = (roomId: string) =>
  queryOptions({
    queryKey: ['removals', 'room', roomId],
    queryFn: () => read(api.removals.$get({ query: { roomId, limit: '100' } })),
  })

export type CourseRow = Awaited<
  ReturnType<NonNullable<ReturnType<typeof courseQuery>['queryFn']>>
>['rows'][number]

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

export type BroadcastFilter = Parameters<typeof api.broadcasts.$get>[0]['query']

export const broadcastsQuery = (filter: BroadcastFilter) =>
  queryOptions({
    queryKey: ['broadcasts', filter],
    queryFn: () => read(api.broadcasts.$get({ query: filter })),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })

export const broadcastQuery = (id: string) =>
  queryOptions({
    queryKey: ['broadcast', id],
    queryFn: () => read(api.broadcasts[':id'].$get({ param: { id } })),
    staleTime: 60_000,
  })

export const transcriptQuery = (id: string) =>
  queryOptions({
    queryKey: ['broadcast-transcript', id],
    queryFn: () => read(api.broadcasts[':id'].transcript.$get({ param: { id } })),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const shownQuery = (id: string) =>
  queryOptions({
    queryKey: ['broadcast-shown', id],
    queryFn: () => read(api.broadcasts[':id'].shown.$get({ param: { id } })),
  })

type Search = Parameters<typeof api.broadcasts.sentences.$get>[0]['query']

export const sentencesQuery = (search: Search) =>
  infiniteQueryOptions({
    queryKey: ['sentences', search],
    queryFn: ({ pageParam }) =>
      read(
        api.broadcasts.sentences.$get({
          query: { ...search, ...(pageParam ? { after: pageParam } : {}) },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: search.text.length > 1,
    placeholderData: keepPreviousData,
  })

type Answer<T extends (...args: never[]) => { queryFn?: unknown }> = Awaited<
  ReturnType<Extract<NonNullable<ReturnType<T>['queryFn']>, (...args: never[]) => unknown>>
>
export type BroadcastRow = Answer<typeof broadcastsQuery>['rows'][number]
export type BroadcastView = Answer<typeof broadcastQuery>
export type ShownView = Answer<typeof shownQuery>
export type SpokenLine = Answer<typeof transcriptQuery>['rows'][number]

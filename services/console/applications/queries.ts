import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

type Filter = Omit<Parameters<typeof api.applications.$get>[0]['query'], 'limit' | 'after'>

export const applicationsQuery = (filter: Filter) =>
  queryOptions({
    queryKey: ['applications', filter],
    queryFn: () => read(api.applications.$get({ query: { ...filter, limit: '200' } })),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  })

export const applicationQuery = (id: string) =>
  queryOptions({
    queryKey: ['application', id],
    queryFn: () => read(api.applications[':id'].$get({ param: { id } })),
  })

export const batchesQuery = queryOptions({
  queryKey: ['batches'],
  queryFn: () => read(api.batches.$get()),
})

/** The scoring sheets; a version never changes. */
export const sheetsQuery = queryOptions({
  queryKey: ['sheets'],
  queryFn: () => read(api.batches.sheets.$get()),
  staleTime: Number.POSITIVE_INFINITY,
})

export const panelQuery = (id: string) =>
  queryOptions({
    queryKey: ['panel', id],
    queryFn: () => read(api.scorecards[':id'].$get({ param: { id } })),
  })

export const proposedQuery = (id: string) =>
  queryOptions({
    queryKey: ['proposed', id],
    queryFn: () => read(api.scorecards[':id'].proposed.$get({ param: { id } })),
  })

export const rankingQuery = (id: string) =>
  queryOptions({
    queryKey: ['ranking', id],
    queryFn: () => read(api.batches[':id'].ranking.$get({ param: { id } })),
  })

type Answer<T extends (...args: never[]) => { queryFn?: unknown }> = Awaited<
  ReturnType<Extract<NonNullable<ReturnType<T>['queryFn']>, (...args: never[]) => unknown>>
>
export type ApplicationRow = Answer<typeof applicationsQuery>['rows'][number]
export type ApplicationView = Answer<typeof applicationQuery>
export type Panel = Answer<typeof panelQuery>
export type ProposedPoints = Answer<typeof proposedQuery>
export type RankedRow = Answer<typeof rankingQuery>['rows'][number]
export type Sheet = Awaited<
  ReturnType<NonNullable<(typeof sheetsQuery)['queryFn']>>
>['rows'][number]

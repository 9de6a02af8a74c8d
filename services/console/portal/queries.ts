import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

/** Deadlines move by the day, papers come in between: often enough for a page that stays open. */
const papersMs = 60_000

export const ownQuery = queryOptions({
  queryKey: ['portal', 'own'],
  queryFn: () => read(api.portal.$get()),
})

export const batchesQuery = queryOptions({
  queryKey: ['portal', 'batches'],
  queryFn: () => read(api.batches.$get()),
})

export const applicationsQuery = queryOptions({
  queryKey: ['portal', 'applications'],
  queryFn: () => read(api.applications.$get({ query: { limit: '200' } })),
})

export const applicationQuery = (id: string) =>
  queryOptions({
    queryKey: ['portal', 'application', id],
    queryFn: () => read(api.applications[':id'].$get({ param: { id } })),
  })

export const historyQuery = (roomId: string) =>
  queryOptions({
    queryKey: ['portal', 'history', roomId],
    queryFn: () => read(api.memberships[':id'].history.$get({ param: { id: roomId } })),
  })

export const noticesQuery = queryOptions({
  queryKey: ['portal', 'notices'],
  queryFn: () => read(api.notices.$get({ query: { limit: '200' } })),
  refetchInterval: papersMs,
})

export const noticeQuery = (id: string) =>
  queryOptions({
    queryKey: ['portal', 'notice', id],
    queryFn: () => read(api.notices[':id'].$get({ param: { id } })),
  })

export const removalsQuery = queryOptions({
  queryKey: ['portal', 'removals'],
  queryFn: () => read(api.removals.$get({ query: { limit: '200' } })),
  refetchInterval: papersMs,
})

export const removalQuery = (id: string) =>
  queryOptions({
    queryKey: ['portal', 'removal', id],
    queryFn: () => read(api.removals[':id'].$get({ param: { id } })),
  })

export type Paper = 'notices' | 'removals'

export const factsQuery = (paper: Paper, id: string) =>
  queryOptions({
    queryKey: ['portal', 'facts', paper, id],
    queryFn: () => read(api.portal[paper][':id'].facts.$get({ param: { id } })),
  })

export const daysLeftQuery = (until: string) =>
  queryOptions({
    queryKey: ['portal', 'days-left', until],
    queryFn: () => read(api.portal['working-days'].$get({ query: { until } })),
    staleTime: papersMs,
  })

export const changesQuery = queryOptions({
  queryKey: ['portal', 'changes'],
  queryFn: () => read(api.changes.$get({ query: { limit: '200' } })),
})

export type ChangeRow = Awaited<
  ReturnType<NonNullable<(typeof changesQuery)['queryFn']>>
>['rows'][number]

/** A link to a clip, which lasts for minutes; asked again when it has run out. */
export const clipQuery = (paper: Paper, id: string, flagId: string) =>
  queryOptions({
    queryKey: ['portal', 'clip', paper, id, flagId],
    queryFn: () => read(api.portal[paper][':id'].clips[':flagId'].$post({ param: { id, flagId } })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })

export const guidesQuery = queryOptions({
  queryKey: ['portal', 'guides'],
  queryFn: () => read(api.guides.$get({ query: { limit: '200' } })),
})

export const guideQuery = (id: string) =>
  queryOptions({
    queryKey: ['portal', 'guide', id],
    queryFn: () => read(api.guides[':id'].$get({ param: { id } })),
  })

export const trainingsQuery = queryOptions({
  queryKey: ['portal', 'trainings'],
  queryFn: () => read(api.portal.trainings.$get()),
})

type Answer<T extends (...args: never[]) => { queryFn?: unknown }> = Awaited<
  ReturnType<Extract<NonNullable<ReturnType<T>['queryFn']>, (...args: never[]) => unknown>>
>
export type ApplicationView = Answer<typeof applicationQuery>
export type Fact = Answer<typeof factsQuery>['rows'][number]
export type NoticeView = Answer<typeof noticeQuery>
export type RemovalView = Answer<typeof removalQuery>

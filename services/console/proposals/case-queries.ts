import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['removal', id],
    queryFn: () => read(api.removals[':id'].$get({ param: { id } })),
    refetchInterval: 15_000,
  })

export const caseRulesQuery = queryOptions({
  queryKey: ['removal-rules'],
  queryFn: () => read(api.removals.rules.$get()),
  staleTime: Number.POSITIVE_INFINITY,
})

export type Case = Awaited<ReturnType<NonNullable<ReturnType<typeof caseQuery>['queryFn']>>>
export type CaseRules = Awaited<ReturnType<NonNullable<(typeof caseRulesQuery)['queryFn']>>>

import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

export const operatorQuery = (id: string) =>
  queryOptions({
    queryKey: ['operator', id],
    queryFn: () => read(api.operators[':id'].$get({ param: { id } })),
  })

export type OperatorView = Awaited<
  ReturnType<NonNullable<ReturnType<typeof operatorQuery>['queryFn']>>
>

/** What was offered to one operator and what came of it. */
export const operatorOffersQuery = (operatorId: string) =>
  queryOptions({
    queryKey: ['offers', operatorId],
    queryFn: () => read(api.support.offers.$get({ query: { operatorId, limit: '100' } })),
  })

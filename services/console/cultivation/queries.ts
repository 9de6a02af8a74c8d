import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

const whole = { limit: '500' } as const

export const trainingsQuery = queryOptions({
  queryKey: ['trainings'],
  queryFn: () => read(api.trainings.$get({ query: whole })),
})

export type TrainingRow = Awaited<
  ReturnType<NonNullable<(typeof trainingsQuery)['queryFn']>>
>['rows'][number]

export const trainingQuery = (id: string) =>
  queryOptions({
    queryKey: ['trainings', id],
    queryFn: () => read(api.trainings[':id'].$get({ param: { id } })),
  })

export type TrainingView = Awaited<
  ReturnType<NonNullable<ReturnType<typeof trainingQuery>['queryFn']>>
>

/** Every streamer these eyes may see, to be named on an attendance list. */
export const allStreamersQuery = queryOptions({
  queryKey: ['streamers', 'all'],
  queryFn: () => read(api.streamers.$get({ query: whole })),
})

/** Every operator these eyes may see, to be offered something. */
export const allOperatorsQuery = queryOptions({
  queryKey: ['operators', 'all'],
  queryFn: () => read(api.operators.$get({ query: whole })),
})

export const guidesQuery = queryOptions({
  queryKey: ['guides'],
  queryFn: () => read(api.guides.$get({ query: { ...whole, newest: 'false' } })),
})

export type GuideRow = Awaited<
  ReturnType<NonNullable<(typeof guidesQuery)['queryFn']>>
>['rows'][number]

export const guideQuery = (id: string) =>
  queryOptions({
    queryKey: ['guides', id],
    queryFn: () => read(api.guides[':id'].$get({ param: { id } })),
  })

export const receiptsQuery = (id: string) =>
  queryOptions({
    queryKey: ['guides', id, 'receipts'],
    queryFn: () => read(api.guides[':id'].receipts.$get({ param: { id } })),
  })

export const measuresQuery = queryOptions({
  queryKey: ['measures'],
  queryFn: () => read(api.support.$get({ query: whole })),
})

export type MeasureRow = Awaited<
  ReturnType<NonNullable<(typeof measuresQuery)['queryFn']>>
>['rows'][number]

export const offersQuery = (measureId: string) =>
  queryOptions({
    queryKey: ['offers', 'of', measureId],
    queryFn: () => read(api.support.offers.$get({ query: { ...whole, measureId } })),
  })

export type OfferRow = Awaited<
  ReturnType<NonNullable<ReturnType<typeof offersQuery>['queryFn']>>
>['rows'][number]

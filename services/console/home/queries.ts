import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

export const deskQuery = queryOptions({
  queryKey: ['desk'],
  queryFn: () => read(api.desk.$get()),
  refetchInterval: 30_000,
})

export const daysQuery = queryOptions({
  queryKey: ['desk-days'],
  queryFn: () => read(api.desk.days.$get()),
  staleTime: 60_000,
})

export const setupQuery = queryOptions({
  queryKey: ['desk-setup'],
  queryFn: () => read(api.desk.setup.$get()),
})

export const alertsQuery = queryOptions({
  queryKey: ['alerts'],
  queryFn: () => read(api.alerts.$get({ query: { limit: '20' } })),
  refetchInterval: 30_000,
})

export const reportListQuery = queryOptions({
  queryKey: ['reports'],
  queryFn: () => read(api.reports.$get()),
  staleTime: 60_000,
})

export type Desk = Awaited<ReturnType<NonNullable<(typeof deskQuery)['queryFn']>>>
export type DeskRow = Desk['rows'][number]
export type DayRow = Awaited<ReturnType<NonNullable<(typeof daysQuery)['queryFn']>>>['rows'][number]

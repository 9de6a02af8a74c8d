import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

export const deskQuery = queryOptions({
  queryKey: ['desk'],
  queryFn: () => read(api.desk.$get()),
  refetchInterval: 30_000,
})

export const tasksQuery = (kind: TaskGroup['kind']) =>
  queryOptions({
    queryKey: ['tasks', kind],
    queryFn: () => read(api.tasks.$get({ query: { kind, limit: '200' } })),
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
export type CaseRow = Desk['cases'][number]
export type TaskGroup = Desk['tasks'][number]
export type DayRow = Awaited<ReturnType<NonNullable<(typeof daysQuery)['queryFn']>>>['rows'][number]

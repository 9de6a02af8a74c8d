import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

const everyMs = 15_000

export const intakeQuery = queryOptions({
  queryKey: ['intake'],
  queryFn: () => read(api.intake.$get({ query: {} })),
  refetchInterval: everyMs,
})

export const capturesQuery = queryOptions({
  queryKey: ['captures'],
  queryFn: () => read(api.captures.$get()),
  refetchInterval: everyMs,
})

type Answer<T extends { queryFn?: unknown }> = Awaited<
  ReturnType<Extract<NonNullable<T['queryFn']>, (...args: never[]) => unknown>>
>
export type IntakeRow = Answer<typeof intakeQuery>['rows'][number]
export type CaptureRow = Answer<typeof capturesQuery>[number]

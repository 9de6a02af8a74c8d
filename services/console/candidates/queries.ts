import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { CandidateState } from '#shared/domain/candidate.ts'
import type { SignalKind } from '#shared/domain/signal.ts'
import { api, read } from '../client.ts'

export const pageSize = 20

interface Page<T> {
  readonly of: T | ''
  /** From 1. */
  readonly page: number
}

const window = (page: number) => ({
  limit: String(pageSize),
  offset: String((page - 1) * pageSize),
})

export const candidatesQuery = ({ of, page }: Page<CandidateState>) =>
  queryOptions({
    queryKey: ['candidates', of, page],
    queryFn: () =>
      read(api.candidates.$get({ query: { ...window(page), ...(of ? { state: of } : {}) } })),
    placeholderData: keepPreviousData,
  })

export const signalsQuery = ({ of, page }: Page<SignalKind>) =>
  queryOptions({
    queryKey: ['signals', of, page],
    queryFn: () =>
      read(api.signals.$get({ query: { ...window(page), ...(of ? { kind: of } : {}) } })),
    placeholderData: keepPreviousData,
  })

type Answer<T extends (...args: never[]) => { queryFn?: unknown }> = Awaited<
  ReturnType<Extract<NonNullable<ReturnType<T>['queryFn']>, (...args: never[]) => unknown>>
>
export type CandidateRow = Answer<typeof candidatesQuery>['rows'][number]
export type SignalRow = Answer<typeof signalsQuery>['rows'][number]

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { LeadState } from '#shared/domain/lead.ts'
import { api, read } from '../client.ts'

/** Empty strings filter nothing. */
export interface LeadFilter {
  readonly direction: 'in' | 'out' | ''
  readonly state: LeadState | ''
  readonly overdue: boolean
}

const given = ({ direction, state, overdue }: LeadFilter) => ({
  ...(direction && { direction }),
  ...(state && { state }),
  ...(overdue && { overdue: 'true' }),
})

export const leadsQuery = (filter: LeadFilter) =>
  queryOptions({
    queryKey: ['leads', filter],
    queryFn: () => read(api.leads.$get({ query: { ...given(filter), limit: '200' } })),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  })

/** What was handed out in the last 90 days and what came of it. */
export const leadFiguresQuery = queryOptions({
  queryKey: ['leads', 'figures'],
  queryFn: () => read(api.leads.figures.$get({ query: {} })),
})

export const leadQuery = (id: string) =>
  queryOptions({
    queryKey: ['lead', id],
    queryFn: () => read(api.leads[':id'].$get({ param: { id } })),
  })

/** The ledger of these leads as a workbook. */
export const ledgerLink = (filter: LeadFilter) =>
  `/api/leads/export?${new URLSearchParams(given(filter))}`

type Answer<Options extends { queryFn?: unknown }> = Awaited<
  ReturnType<Extract<NonNullable<Options['queryFn']>, (...args: never[]) => unknown>>
>
export type LeadRow = Answer<ReturnType<typeof leadsQuery>>['rows'][number]
export type LeadView = Answer<ReturnType<typeof leadQuery>>

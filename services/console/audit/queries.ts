import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

export interface AuditFilter {
  readonly actor: string
  readonly action: string
  readonly subject: string
}

const fetchAudit = ({ actor, action, subject }: AuditFilter, before: number | null) =>
  read(
    api.audit.$get({
      query: {
        ...(actor && { actor }),
        ...(action && { action }),
        ...(subject && { subject }),
        ...(before !== null && { before: String(before) }),
      },
    }),
  )

export type AuditRow = Awaited<ReturnType<typeof fetchAudit>>['rows'][number]

/** Newest first, a page at a time. */
export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => fetchAudit(filter, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  })

/** Reads the whole log, so only when asked. */
export const chainQuery = queryOptions({
  queryKey: ['audit-chain'],
  queryFn: () => read(api.audit.chain.$get()),
  staleTime: 60_000,
})

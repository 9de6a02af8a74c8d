import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

/** How far this browser has come in signing in, and whether anybody can. */
export const authStateQuery = queryOptions({
  queryKey: ['auth-state'],
  queryFn: () => read(api.auth.state.$get()),
  staleTime: Number.POSITIVE_INFINITY,
})

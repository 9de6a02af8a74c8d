import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

const fetchUsers = () => read(api.users.$get({ query: { limit: '500' } }))
const fetchTokens = (id: string) => read(api.users[':id'].tokens.$get({ param: { id } }))

export type UserRow = Awaited<ReturnType<typeof fetchUsers>>['rows'][number]
export type TokenRow = Awaited<ReturnType<typeof fetchTokens>>['rows'][number]

export const usersQuery = queryOptions({ queryKey: ['users'], queryFn: fetchUsers })

export const tokensQuery = (id: string) =>
  queryOptions({ queryKey: ['users', id, 'tokens'], queryFn: () => fetchTokens(id) })

/** How somebody signs in, in a word. */
export function loginWord(login: UserRow['login']) {
  if (!login) return 'users.login.none'
  if (login.mustChange) return 'users.login.first'
  return login.secondFactor ? 'users.login.code' : 'users.login.password'
}

import { queryOptions } from '@tanstack/react-query'
import { api, read } from '../client.ts'

const fetchAccount = () => read(api.account.$get())

export type Account = Awaited<ReturnType<typeof fetchAccount>>

export const accountQuery = queryOptions({ queryKey: ['account'], queryFn: fetchAccount })

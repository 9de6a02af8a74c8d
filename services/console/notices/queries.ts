import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { NoticeState } from '#shared/domain/notice.ts'
import { api, read } from '../client.ts'

export const noticesQuery = (state: NoticeState | '') =>
  queryOptions({
    queryKey: ['notices', state],
    queryFn: () => read(api.notices.$get({ query: { limit: '200', ...(state ? { state } : {}) } })),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  })

export const noticeQuery = (id: string) =>
  queryOptions({
    queryKey: ['notice', id],
    queryFn: () => read(api.notices[':id'].$get({ param: { id } })),
  })

type Answer<T extends (...args: never[]) => { queryFn?: unknown }> = Awaited<
  ReturnType<Extract<NonNullable<ReturnType<T>['queryFn']>, (...args: never[]) => unknown>>
>
export type NoticeRow = Answer<typeof noticesQuery>['rows'][number]
export type NoticeView = Answer<typeof noticeQuery>

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Platform } from '#shared/domain/room.ts'
import { api, read } from '../client.ts'

/** What a pasted link or share text says; nothing is fetched for it. */
export const linkQuery = (text: string) =>
  queryOptions({
    queryKey: ['room-link', text],
    queryFn: () => read(api.rooms.link.$get({ query: { text } })),
    enabled: text.length > 5,
    staleTime: Number.POSITIVE_INFINITY,
  })

export interface Typed {
  readonly code: string
  readonly platform: Platform | ''
  readonly platformId: string
  readonly name: string
}

/** Rooms that may be the one being typed. */
export const similarQuery = ({ code, platform, platformId, name }: Typed) => {
  const query = {
    ...(code.length === 18 ? { code } : {}),
    ...(platform && platformId ? { platform, platformId } : {}),
    ...(name.length > 1 ? { name } : {}),
  }
  return queryOptions({
    queryKey: ['similar', query],
    queryFn: () => read(api.rooms.similar.$get({ query })),
    enabled: Object.keys(query).length > 0,
    placeholderData: keepPreviousData,
  })
}

/** The file kept on the operator of this code, if there is one. */
export const operatorByCodeQuery = (code: string) =>
  queryOptions({
    queryKey: ['operator-code', code],
    queryFn: async () => {
      const { rows } = await read(api.operators.$get({ query: { text: code, limit: '5' } }))
      return rows.find((row) => row.code === code) ?? null
    },
    enabled: code.length === 18,
  })

/** How far an import of one's own has come; null before it began and after its end. */
export const importRunQuery = (run: string) =>
  queryOptions({
    queryKey: ['import-run', run],
    queryFn: async () => {
      const { rows } = await read(api.imports.running.$get())
      return rows.find((row) => row.run === run) ?? null
    },
    refetchInterval: 700,
  })

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: () => read(api.imports.$get({ query: { limit: '20' } })),
})

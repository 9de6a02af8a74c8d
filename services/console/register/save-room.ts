import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Goods, RoomType } from '#shared/domain/channel.ts'
import type { Platform } from '#shared/domain/room.ts'
import { api, read } from '../client.ts'
import { operatorByCodeQuery } from './queries.ts'

/** One room as it is typed; a field nobody touched is undefined. */
export interface RoomDraft {
  readonly link: string | undefined
  readonly platform: Platform
  readonly platformId: string
  readonly name: string
  readonly type: RoomType
  readonly goods: Goods[]
  readonly region: string
  readonly code: string | undefined
  readonly operatorName: string | undefined
}

export function codeOf(draft: Pick<RoomDraft, 'code'> | undefined): string {
  return (draft?.code ?? '').trim().toUpperCase()
}

/** Saves the room under the operator of its code, who is entered too where the register has none. */
export function useSaveRoom(saved: (name: string) => void) {
  const queries = useQueryClient()

  async function operatorOf({
    code,
    operatorName = '',
    region,
  }: RoomDraft): Promise<string | null> {
    const asked = codeOf({ code })
    if (asked === '') return null
    const known = await queries.fetchQuery({ ...operatorByCodeQuery(asked), staleTime: 0 })
    if (known) return known.id
    const none = { registeredPlace: null, actualPlace: null, foundedOn: null }
    const unknown = { ...none, abnormal: null, dishonest: null }
    const json = { ...unknown, code: asked, name: operatorName, region }
    const made = await read(api.operators.$post({ json }))
    await queries.invalidateQueries({ queryKey: ['operators'] })
    await queries.invalidateQueries({ queryKey: ['operator-code'] })
    return made.id
  }

  return useMutation({
    mutationFn: async (draft: RoomDraft) => {
      const { link, code: _, operatorName: __, ...room } = draft
      const url = /https?:\/\/\S+/.exec(link ?? '')?.[0] ?? null
      const operatorId = await operatorOf(draft)
      return read(api.rooms.$post({ json: { ...room, link: url, operatorId } }))
    },
    onSuccess: async ({ name }) => {
      saved(name)
      await queries.invalidateQueries({ queryKey: ['rooms'] })
    },
  })
}

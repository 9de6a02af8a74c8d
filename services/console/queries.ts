import { queryOptions } from '@tanstack/react-query'
import type { FlagState } from '#shared/domain/flag.ts'
import { api, read } from './client.ts'

/** What waits for people is asked for again this often. */
const worklistMs = 15_000

/** Empty strings filter nothing. */
export interface FlagFilter {
  readonly state: FlagState | ''
  readonly category: string
  readonly roomId: string
}

function given({ state, category, roomId }: FlagFilter) {
  return { ...(state && { state }), ...(category && { category }), ...(roomId && { roomId }) }
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => read(api.session.$get()),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})

export const flagsQuery = (filter: FlagFilter) =>
  queryOptions({
    queryKey: ['flags', filter],
    queryFn: () => (filter.state === 'open' ? openFlags(filter) : judgedFlags(filter)),
    refetchInterval: worklistMs,
  })

/** In the worklist's order, with the reasons for it; of one room all that is open, whatever the day's minutes. */
async function openFlags({ category, roomId }: FlagFilter) {
  const narrowed = { ...(category && { category }), ...(roomId && { roomId, minutes: '1440' }) }
  const { rows, total, below } = await read(
    api.worklist.$get({ query: { ...narrowed, limit: '200' } }),
  )
  return {
    total: total + below.items,
    rows: rows.map(({ flag, reasons, flagIds, samples, rooms }) => ({
      ...flag,
      ...{ reasons, flagIds, samples, rooms },
    })),
  }
}

async function judgedFlags(filter: FlagFilter) {
  const { rows, total } = await read(api.flags.$get({ query: { ...given(filter), limit: '200' } }))
  const alone = { reasons: [] as string[], samples: [] as string[], rooms: 1 }
  return { total, rows: rows.map((flag) => ({ ...flag, ...alone, flagIds: [flag.id] })) }
}

/** Copies of one script, as lists show a flag. */
export const copiesQuery = (flagIds: readonly string[]) =>
  queryOptions({
    queryKey: ['copies', flagIds],
    queryFn: () => read(api.worklist.copies.$get({ query: { ids: flagIds.join(',') } })),
  })

export const countsQuery = queryOptions({
  queryKey: ['counts'],
  queryFn: () => read(api.flags.counts.$get()),
  refetchInterval: worklistMs,
})

export const flagQuery = (id: string) =>
  queryOptions({
    queryKey: ['flag', id],
    queryFn: () => read(api.flags[':id'].$get({ param: { id } })),
    staleTime: 60_000,
  })

/** What was decided before on the flag's room and phrase; every asking is logged, so it is asked once. */
export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['flag-history', id],
    queryFn: () => read(api.flags[':id'].history.$post({ param: { id } })),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** A few rooms by part of their or their operator's name. */
export const roomsFoundQuery = (text: string) =>
  queryOptions({
    queryKey: ['rooms', 'found', text],
    queryFn: () => read(api.rooms.$get({ query: { ...(text && { text }), limit: '8' } })),
  })

/** A standing moves when the pool stage has run, a moment after the verdict took effect. */
export const roomQuery = (id: string) =>
  queryOptions({
    queryKey: ['room', id],
    queryFn: () => read(api.rooms[':id'].$get({ param: { id } })),
    refetchInterval: 3_000,
  })

export const recordingsQuery = queryOptions({
  queryKey: ['recordings'],
  queryFn: () => read(api.recordings.$get()),
  refetchInterval: worklistMs,
})

export const proposalsQuery = queryOptions({
  queryKey: ['proposals'],
  queryFn: () => read(api.proposals.$get()),
  refetchInterval: worklistMs,
})

export const reportQuery = (day: string, region: string) =>
  queryOptions({
    queryKey: ['report', day, region],
    queryFn: () => read(api.reports[':day'].$get({ param: { day }, query: { region } })),
  })

type Answer<Options extends { queryFn?: unknown }> = Awaited<
  ReturnType<Extract<NonNullable<Options['queryFn']>, (...args: never[]) => unknown>>
>

export type Session = Answer<typeof sessionQuery>
export type FlagPage = Answer<ReturnType<typeof flagsQuery>>
export type FlagRow = FlagPage['rows'][number]
export type FlagView = Answer<ReturnType<typeof flagQuery>>
export type FlagHistory = Answer<ReturnType<typeof historyQuery>>
export type RoomRow = Answer<ReturnType<typeof roomsFoundQuery>>['rows'][number]
export type RoomView = Answer<ReturnType<typeof roomQuery>>
export type RecordingRow = Answer<typeof recordingsQuery>[number]
export type ProposalRow = Answer<typeof proposalsQuery>[number]
export type Report = Answer<ReturnType<typeof reportQuery>>

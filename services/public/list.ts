import type { Db } from '#shared/db/client.ts'
import { publicListing } from '#shared/db/listings.ts'
import { AppError } from '#shared/errors.ts'

export type ListedRoom = Awaited<ReturnType<typeof publicListing>>['rows'][number]

export interface PublicList {
  readonly asOf: Date
  readonly rooms: readonly ListedRoom[]
}

/** More rooms than a city has; beyond it the page would be too large to be one. */
const maxRooms = 2000
/** The list changes a few times a week: asked for often, it is read once a minute. */
const freshMs = 60_000

/** The whole public list of a city, read anew once a minute at most, however many ask. */
export function openPublicList(db: Db, city: string, now: () => Date) {
  let kept: { readonly atMs: number; readonly list: Promise<PublicList> } | undefined
  const readAll = async (): Promise<PublicList> => {
    const rooms: ListedRoom[] = []
    for (let after: string | undefined; ; ) {
      const page = await publicListing(db, { region: city }, { limit: 500, after })
      rooms.push(...page.rows)
      if (page.next === null) return { asOf: now(), rooms }
      if (rooms.length > maxRooms) throw new AppError('unavailable', '名单过长,请联系系统管理员。')
      after = page.next
    }
  }
  return (): Promise<PublicList> => {
    const nowMs = now().getTime()
    if (kept && nowMs - kept.atMs < freshMs) return kept.list
    const list = readAll()
    list.catch(() => {
      kept = undefined
    })
    kept = { atMs: nowMs, list }
    return list
  }
}

/** Rooms that a person who looks one up may mean: by name, account, operator or certificate number. */
export function lookUp(rooms: readonly ListedRoom[], words: string): ListedRoom[] {
  const text = plain(words)
  if (text === '') return [...rooms]
  return rooms.filter(({ name, accountName, operator, certificate, link }) =>
    [name, accountName, operator, certificate, link].some((value) =>
      plain(value ?? '').includes(text),
    ),
  )
}

const plain = (text: string) => text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()

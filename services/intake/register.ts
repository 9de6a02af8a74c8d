import type { Db } from '#shared/db/client.ts'
import { addRecording, recordingsAt, recordingsByContent } from '#shared/db/recordings.ts'
import { ensureRoom, getRoom, roomByName, roomByPlatformId } from '#shared/db/rooms.ts'
import type { RegionPath } from '#shared/domain/region.ts'
import { contentHash } from './content.ts'
import { type LookOptions, lookAround } from './look-around.ts'
import { replaceContent } from './read-again.ts'

export interface RegisterOptions extends LookOptions {
  /** A room known by its row, as an upload names it; beats every other word. */
  readonly roomId?: string | undefined
  /** Where a room that nobody registered is filed. */
  readonly region: RegionPath
}

type Around = Awaited<ReturnType<typeof lookAround>>

/** The room of recordings that say nothing of theirs. */
export const unknownRoom = '未登记直播间'

/**
 * The room a recording belongs to: the one given, the one with the number told, the only one of the name told; else a
 * new one in the survey of `region`.
 */
export async function roomOf(db: Db, around: Around, options: RegisterOptions, now: Date) {
  const { roomName, platform, platformId } = around
  const name = roomName ?? platformId ?? unknownRoom
  return (
    (options.roomId ? await getRoom(db, options.roomId) : undefined) ??
    (platformId ? await roomByPlatformId(db, platformId, platform) : undefined) ??
    (roomName ? await roomByName(db, roomName) : undefined) ??
    (await ensureRoom(
      db,
      {
        platform: (platformId && platform) || 'other',
        platformId: platformId ?? name,
        name,
        region: options.region,
        goods: options.goods ? [options.goods] : [],
      },
      now,
    ))
  )
}

/** Whether anything said of a recording names its room. */
export const saysRoom = ({ roomName, platformId }: Around, { roomId }: RegisterOptions) =>
  roomId !== undefined || roomName !== null || platformId !== null

/**
 * Files a recording, with what lies beside it, under its room and content: the same bytes twice are one row, and so is a file
 * that went on since it was filed (`wentOn`). Where nothing says the room, a recording of the same content tells it, or else of
 * the same file. Throws `not_found` for a missing file.
 */
export async function registerRecording(
  db: Db,
  path: string,
  options: RegisterOptions,
  now: Date,
  signal?: AbortSignal,
) {
  const around = await lookAround(path, options)
  const { roomName, platform, platformId, ...seen } = around
  const sha256 = await contentHash(seen.path, signal)
  const same = await recordingsByContent(db, sha256)
  const here = await recordingsAt(db, seen.path)
  const [told] = saysRoom(around, options) ? [] : [...same, ...here]
  const room =
    (told && (await getRoom(db, told.roomId))) ?? (await roomOf(db, around, options, now))
  const isIts = ({ roomId }: { readonly roomId: string }) => roomId === room.id
  const before = same.some(isIts) ? undefined : here.find(isIts)
  if (before) {
    await replaceContent(db, before, { path: seen.path, bytes: seen.bytes, sha256 }, signal)
    return { recording: before, room, created: false, wentOn: true }
  }
  const { recording, created } = await addRecording(db, {
    ...seen,
    sha256,
    roomId: room.id,
    createdAt: now,
  })
  return { recording, room, created, wentOn: false }
}

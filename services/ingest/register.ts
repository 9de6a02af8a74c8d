import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { captionsBeside } from '#shared/asr/sidecar.ts'
import { sha256File } from '#shared/blob/hash.ts'
import { danmakuBeside } from '#shared/danmaku/beside.ts'
import type { Db } from '#shared/db/client.ts'
import { addRecording } from '#shared/db/recordings.ts'
import { ensureRoom, roomByName, roomByPlatformId } from '#shared/db/rooms.ts'
import type { Goods } from '#shared/domain/channel.ts'
import type { RegionPath } from '#shared/domain/region.ts'
import { AppError } from '#shared/errors.ts'
import { readFileName } from './file-name.ts'

export interface RegisterOptions {
  readonly danmaku?: string | undefined
  readonly captions?: string | undefined
  readonly room?: string | undefined
  readonly title?: string | undefined
  readonly goods?: Goods | undefined
  readonly startedAt?: Date | undefined
  /** Where a room that nobody registered is filed. */
  readonly region: RegionPath
}

/** What lies beside a recording, and what its name says; explicit options win. */
export async function lookAround(path: string, options: Omit<RegisterOptions, 'region'>) {
  const file = resolve(path)
  const info = await stat(file).catch(() => null)
  if (!info?.isFile()) throw new AppError('not_found', `没有录像文件 ${path},请检查路径。`)
  const names = await readdir(dirname(file))
  const beside = (name: string | null) => (name === null ? null : join(dirname(file), name))
  const named = readFileName(basename(file, extname(file)))
  const startedAt = options.startedAt ?? (named.startedAtMs ? new Date(named.startedAtMs) : null)
  return {
    path: file,
    bytes: info.size,
    danmakuPath: await given(options.danmaku, '弹幕', beside(danmakuBeside(file, names))),
    captionsPath: await given(options.captions, '字幕', beside(captionsBeside(file, names))),
    title: options.title ?? named.title,
    goods: options.goods ?? null,
    roomName: options.room ?? named.room,
    platformId: named.platformId,
    // A name that tells nothing leaves the file's last change; `startedAtSource` says so wherever the time is shown.
    startedAt: startedAt ?? info.mtime,
    startedAtSource: options.startedAt ? 'option' : startedAt ? 'file-name' : 'file-time',
  }
}

/**
 * Files a recording, with what lies beside it, under its content: the same bytes twice are one row. The room is the one
 * named or numbered in the options or the file name; an unknown one is filed in the survey of `region`.
 * Throws `not_found` for a missing file.
 */
export async function registerRecording(
  db: Db,
  path: string,
  options: RegisterOptions,
  now: Date,
  signal?: AbortSignal,
) {
  const { roomName, platformId, ...seen } = await lookAround(path, options)
  const sha256 = await sha256File(seen.path, signal)
  const name = roomName ?? platformId ?? '未登记直播间'
  const room =
    (roomName ? await roomByName(db, roomName) : undefined) ??
    (platformId ? await roomByPlatformId(db, platformId) : undefined) ??
    (await ensureRoom(
      db,
      {
        platform: 'other',
        platformId: platformId ?? name,
        name,
        region: options.region,
        goods: options.goods ? [options.goods] : [],
      },
      now,
    ))
  const { recording, created } = await addRecording(db, { ...seen, sha256, roomId: room.id })
  return { recording, room, created }
}

async function given(option: string | undefined, what: string, found: string | null) {
  if (option === undefined) return found
  const file = resolve(option)
  const info = await stat(file).catch(() => null)
  if (!info?.isFile()) throw new AppError('not_found', `没有${what}文件 ${option},请检查路径。`)
  return file
}

import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'
import { z } from 'zod'
import { sha256File } from '#shared/blob/hash.ts'
import {
  addIntake,
  type Given,
  getIntake,
  type Intake,
  refuseIntake,
  updateIntake,
  uploadsUnderWay,
} from '#shared/db/intake.ts'
import { intakeForPerson } from '#shared/db/intake-list.ts'
import { roomStanding } from '#shared/db/rooms.ts'
import type { Actor } from '#shared/domain/actor.ts'
import { Goods } from '#shared/domain/channel.ts'
import { diskRefusal, quotaRefusal } from '#shared/domain/intake-policy.ts'
import { inScope } from '#shared/domain/region.ts'
import { readDisk } from './disk.ts'
import { kindOf, safeName } from './names.ts'
import { takenToday } from './refuse.ts'
import type { IntakeDeps } from './stage.ts'

export type UploadDeps = Pick<IntakeDeps, 'db' | 'now' | 'intakePolicy' | 'dataDir'> & {
  /** An upload is whole: it may be taken. */
  readonly arrived: (intakeId: string) => Promise<void>
}

/** What a client says of its file in `Upload-Metadata`; every field is text. */
const Metadata = z.object({
  filename: z.string().min(1).max(1000),
  room: z.uuid().optional(),
  title: z.string().max(500).optional(),
  goods: Goods.optional(),
  startedAt: z.iso.datetime({ offset: true }).optional(),
  sha256: z
    .string()
    .regex(/^[\da-f]{64}$/i)
    .optional(),
  companion: z.enum(['danmaku', 'captions']).optional(),
  /** The upload of the recording a companion belongs to. */
  recording: z.uuid().optional(),
})

/** What tus sends to the client: a status and one sentence. */
const refuse = (status: number, sentence: string) => ({
  status_code: status,
  body: `${sentence}\n`,
})

/**
 * Resumable uploads by the tus protocol. Each is a row of the intake from its first byte on; a whole one with the right
 * checksum is taken like any other file. `actorOf` knows who sends a request.
 */
export function openUploads(deps: UploadDeps, path: string, actorOf: (request: object) => Actor) {
  const { db, now, intakePolicy, dataDir } = deps
  const { uploads } = intakePolicy
  const spool = join(dataDir, 'uploads', 'open')
  const store = new FileStore({
    directory: spool,
    expirationPeriodInMilliseconds: uploads.expireHours * 3_600_000,
  })
  const roomOnDisk = async (bytes: number) => {
    const full = diskRefusal(intakePolicy, await readDisk(dataDir), bytes)
    if (full) throw refuse(507, full)
  }
  /** What an upload has still to send; nothing where it has expired. */
  const outstanding = async ({ id, bytes }: Pick<Intake, 'id' | 'bytes'>) => {
    const there = await stat(join(spool, id)).catch(() => null)
    return there ? Math.max(0, (bytes ?? 0) - there.size) : 0
  }
  const server = new Server({
    path,
    datastore: store,
    relativeLocation: true,
    allowedOrigins: [],
    maxSize: uploads.maxGb * 1e9,
    namingFunction: () => randomUUID(),
    disableTerminationForFinishedUploads: true,

    async onIncomingRequest(request, id) {
      if (request.method === 'POST' || request.method === 'OPTIONS') return
      const row = z.uuid().safeParse(id).success ? await getIntake(db, id) : undefined
      const actor = actorOf(request)
      if (row?.source !== 'upload' || !inScope(actor.region, row.region))
        throw refuse(404, '没有这次上传,可能已完成、已过期或不在您的辖区。')
      if (request.method === 'PATCH') await roomOnDisk(await outstanding(row))
    },

    async onUploadCreate(request, upload) {
      const actor = actorOf(request)
      const said = Metadata.safeParse(clean(upload.metadata))
      if (!said.success)
        throw refuse(
          422,
          `上传说明有误(${said.error.issues[0]?.path.join('.')}),请核对 docs/sources.md。`,
        )
      if (upload.size === undefined) throw refuse(411, '上传须先写明文件大小(Upload-Length)。')
      if (upload.size === 0) throw refuse(422, '文件是空的,没有上传。')
      // Several at once must not have room each and none together.
      const others = await Promise.all((await uploadsUnderWay(db)).map(outstanding))
      await roomOnDisk(others.reduce((sum, bytes) => sum + bytes, upload.size))
      const given = await admit(said.data, actor, deps)
      const name = safeName(said.data.filename)
      const kind = kindOf(name, intakePolicy.files)
      const wanted = given.companion ? 'companion' : 'recording'
      if (kind !== wanted)
        throw refuse(
          415,
          `不接收名为 ${name} 的文件;录像可用 ${intakePolicy.files.recordings.join(' ')}。`,
        )
      const quota = await overQuota(upload.size, given.roomId ?? null, deps)
      if (quota) throw refuse(507, quota)
      const to = join(dataDir, 'uploads', upload.id, name)
      await addIntake(db, {
        ...{ id: upload.id, source: 'upload', kind, path: to, folder: dirname(to) },
        ...{ region: given.region, state: 'growing', bytes: upload.size },
        given: { ...given.words, by: actor.name },
        ...{ createdAt: now(), changedAt: now() },
      })
      void store.deleteExpired().catch(() => {})
      return {}
    },

    async onUploadFinish(_request, upload) {
      const row = await getIntake(db, upload.id)
      if (!row) throw refuse(410, '这次上传已作废,请重新上传。')
      const from = join(spool, upload.id)
      const sha256 = await sha256File(from)
      const wanted = row.given.sha256
      if (wanted && wanted !== sha256) {
        const note = '收到的内容与所附的 SHA-256 不符,已丢弃,请重新上传。'
        await refuseIntake(db, row.id, { reason: 'checksum', note }, now())
        await store.remove(upload.id)
        throw refuse(422, note)
      }
      await finish(row, from, sha256, deps)
      await rm(`${from}.json`, { force: true })
      return { headers: { 'X-Content-SHA256': sha256 } }
    },
  })
  return server
}

async function finish(row: Intake, from: string, sha256: string, deps: UploadDeps) {
  const { db, now, arrived } = deps
  await mkdir(row.folder, { recursive: true })
  await rename(from, row.path)
  const given: Given = { ...row.given, sha256 }
  const at = now()
  await updateIntake(db, row.id, { state: 'settling', stillSince: at, dueAt: at, given }, at)
  await arrived(row.id)
}

/** Whether this person may hand in this file for this room, and under which region it is filed. */
async function admit(said: z.infer<typeof Metadata>, actor: Actor, { db }: UploadDeps) {
  const { room: roomId, title, goods, startedAt, sha256, companion, recording } = said
  const room = roomId ? await roomStanding(db, actor, roomId) : undefined
  if (roomId && !room) throw refuse(404, '没有这个直播间,可能已被移除或不在您的辖区。')
  if (companion && !recording) throw refuse(422, '弹幕与字幕须写明属于哪次上传(recording)。')
  const owner = companion && recording ? await intakeForPerson(db, actor, recording) : undefined
  if (companion && owner?.kind !== 'recording')
    throw refuse(404, '没有这段录像的上传,请先上传录像。')
  const words: Given = {
    ...(roomId && { roomId }),
    ...(title && { title }),
    ...(goods && { goods }),
    ...(startedAt && { startedAt }),
    ...(sha256 && { sha256: sha256.toLowerCase() }),
    ...(companion && owner && { companion, ownerId: owner.id }),
  }
  return { words, roomId, companion, region: room?.region ?? owner?.region ?? actor.region }
}

async function overQuota(bytes: number, roomId: string | null, deps: UploadDeps) {
  const taken = await takenToday(deps, roomId)
  return quotaRefusal(deps.intakePolicy, taken, bytes)?.sentence ?? null
}

/** Keys without a value come as null. */
function clean(metadata: Readonly<Record<string, string | null>> | undefined) {
  return Object.fromEntries(Object.entries(metadata ?? {}).filter(([, value]) => value))
}

import { createHash, randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { settleBroadcasts } from '#shared/db/broadcasts.ts'
import type { Db } from '#shared/db/client.ts'
import { type FoundFlag, replaceFlags } from '#shared/db/flags.ts'
import { takeOver } from '#shared/db/membership.ts'
import { addRecording, getRecording, updateRecording } from '#shared/db/recordings.ts'
import { ensureRoom } from '#shared/db/rooms.ts'
import { flags, loginSessions, logins } from '#shared/db/schema/index.ts'
import type { MembershipState } from '#shared/domain/membership.ts'

/** A room in the pool; `name` tells rooms of one test apart. */
export async function aRoom(
  db: Db,
  name: string,
  { region = 'zhoushan/putuo', state = 'listed' as MembershipState, now = new Date() } = {},
) {
  const room = await ensureRoom(
    db,
    { platform: 'other', platformId: name, name, region, goods: ['seafood'] },
    now,
  )
  await takeOver(db, room.id, state, now)
  return room
}

/** A recording of an hour that was read, in its broadcast. */
export async function aRecording(db: Db, roomId: string, startedAt: Date, path = '/none.mp4') {
  const sha256 = createHash('sha256').update(`${roomId}${startedAt.toISOString()}`).digest('hex')
  const { recording } = await addRecording(db, {
    roomId,
    path,
    sha256,
    bytes: 1,
    danmakuPath: null,
    captionsPath: null,
    title: '',
    goods: null,
    startedAt,
    startedAtSource: 'option',
  })
  await updateRecording(db, recording.id, { durationMs: 3_600_000, ingestState: 'done' })
  const fromMs = startedAt.getTime()
  await settleBroadcasts(db, roomId, { fromMs, toMs: fromMs + 3_600_000 }, startedAt)
  const broadcastId = (await getRecording(db, recording.id))?.broadcastId
  if (!broadcastId) throw new Error('recording without broadcast')
  return { ...recording, broadcastId }
}

/** What detection might have found in a recording: one flag, said at `startMs`. */
export function aFound(
  recording: { id: string; roomId: string; broadcastId: string; startedAt: Date },
  change: Partial<FoundFlag> = {},
): FoundFlag {
  const startMs = change.startMs ?? 60_000
  return {
    roomId: recording.roomId,
    broadcastId: recording.broadcastId,
    recordingId: recording.id,
    category: 'false-lowest-price',
    phrase: '全网最低价',
    audience: false,
    rule: 'lowest.scope',
    channel: 'speech',
    severity: 3,
    mode: 'assert',
    articles: [],
    lexiconVersion: 'v1',
    hitCount: 1,
    quote: '这个是全网最低价',
    quoteStart: 3,
    quoteEnd: 8,
    startMs,
    endMs: startMs + 2000,
    saidAt: new Date(recording.startedAt.getTime() + startMs),
    correctedAfterMs: null,
    hits: [],
    ...change,
  }
}

/** Files flags for a recording and gives back their ids by phrase. */
export async function aFlag(
  db: Db,
  recording: { id: string; roomId: string; broadcastId: string; startedAt: Date },
  change: Partial<FoundFlag> = {},
  now = new Date(),
): Promise<string> {
  const found = aFound(recording, change)
  await replaceFlags(db, recording.broadcastId, [found], now)
  const [row] = await db.select().from(flags).where(eq(flags.broadcastId, recording.broadcastId))
  if (!row) throw new Error('flag not made')
  return row.id
}

/** A login of an account, and a session of it that somebody left open. */
export async function aSession(db: Db, userId: string, mark: string, now: Date): Promise<string> {
  const at = { createdAt: now, updatedAt: now }
  const names = { name: mark, username: mark, email: `${userId}@none.invalid` }
  await db.insert(logins).values({ id: userId, ...names, mustChange: false, ...at })
  const id = randomUUID()
  const expiresAt = new Date(now.getTime() + 1_800_000)
  await db.insert(loginSessions).values({ id, userId, token: id, expiresAt, ...at })
  return id
}

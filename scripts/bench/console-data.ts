import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { desc, eq, sql } from 'drizzle-orm'
import { saveClip } from '#shared/db/clips.ts'
import { addComments } from '#shared/db/comments.ts'
import { saveCoverage } from '#shared/db/coverage.ts'
import { broadcasts, flags, recordings } from '#shared/db/schema/index.ts'
import { saveTranscript } from '#shared/db/transcripts.ts'
import { inspectMedia } from '#shared/media/inspect.ts'
import { cutEvidence } from '../../services/evidence/cut.ts'
import type { House } from '../../services/house.ts'
import { makeTalk } from './talk.ts'

const sample = 'samples/东海渔嫂海鲜_2026-03-11_19-09-52.mp4'
const hourMs = 3_600_000

/** Gives these leads a clip of the sample, cut as evidence is, and words around it. */
export async function giveClips(
  { deps: { db, blobs, now } }: House,
  flagIds: readonly string[],
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'lvbo-bench-clip-'))
  try {
    const media = await inspectMedia(sample)
    const said = { startMs: 20_000, endMs: 22_000 }
    const cut = await cutEvidence({ path: sample, media }, said, dir, AbortSignal.timeout(120_000))
    const files = []
    for (const [i, { path, ...file }] of cut.files.entries()) {
      const key = `clips/bench/${i}${extname(path)}`
      await blobs.put(key, path)
      files.push({ ...file, key })
    }
    const { markStartMs, markEndMs, fromMs, toMs } = cut
    for (const flagId of flagIds) {
      const [flag] = await db.select().from(flags).where(eq(flags.id, flagId))
      if (!flag) continue
      const zeroMs = flag.startMs - said.startMs
      await saveClip(db, {
        ...{ flagId, markStartMs, markEndMs, files, tools: '', createdAt: now() },
        ...{ fromMs: zeroMs + fromMs, toMs: zeroMs + toMs },
      })
      const heard = makeTalk(1200).map((text, i) => ({
        ...{ text, timing: 'segment' as const },
        ...{ startMs: zeroMs + i * 3000, endMs: zeroMs + i * 3000 + 2500 },
      }))
      await saveTranscript(db, flag.recordingId, 'bench', heard)
      await db.update(flags).set({ clipFailure: null }).where(eq(flags.id, flagId))
    }
  } finally {
    await rm(dir, { recursive: true })
  }
}

/** Makes of the newest broadcast one of four hours: a sentence every 2 s, five comments a second, gaps, its room's leads. */
export async function aLongBroadcast({ deps: { db } }: House): Promise<string> {
  const [newest] = await db.select().from(broadcasts).orderBy(desc(broadcasts.startedAt)).limit(1)
  if (!newest) throw new Error('no broadcast')
  const { id, roomId, startedAt } = newest
  const lengthMs = 4 * hourMs
  await db
    .update(broadcasts)
    .set({ endedAt: new Date(startedAt.getTime() + lengthMs) })
    .where(eq(broadcasts.id, id))
  await db.update(recordings).set({ durationMs: lengthMs }).where(eq(recordings.id, id))
  const talk = makeTalk(150_000)
  const heard = Array.from({ length: lengthMs / 2000 }, (_, i) => ({
    ...{ text: talk[i % talk.length] ?? '', timing: 'segment' as const },
    ...{ startMs: i * 2000, endMs: i * 2000 + 1800 },
  }))
  await saveTranscript(db, id, 'bench', heard)
  const written = Array.from({ length: (lengthMs / 1000) * 5 }, (_, seq) => ({
    ...{ seq, tMs: seq * 200, atMs: null, kind: 'chat' as const },
    ...{ text: talk[(seq * 7) % talk.length] ?? '', sender: `u${seq % 900}`, staff: false },
  }))
  await addComments(db, id, written)
  const kinds = ['recorded', 'audible', 'transcribed', 'danmaku'] as const
  const spans = kinds.flatMap((kind) =>
    Array.from({ length: 24 }, (_, i) => ({
      ...{ kind, fromMs: (i * lengthMs) / 24, toMs: ((i + 1) * lengthMs) / 24 },
      gap: i % 8 === 7 && kind !== 'recorded' ? '没有声音' : null,
    })),
  )
  await saveCoverage(db, id, kinds, spans)
  // One of a phrase and category to a broadcast, so each is told apart.
  await db.execute(sql`update flags f set broadcast_id = ${id}, recording_id = ${id}, phrase = phrase || n,
      start_ms = n * 110000, end_ms = n * 110000 + 2000, said_at = ${startedAt}::timestamptz + n * interval '110 seconds'
    from (select id, row_number() over (order by said_at) n from flags where room_id = ${roomId}) o where o.id = f.id`)
  return id
}

import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { and, asc, eq, gte, lte } from 'drizzle-orm'
import { loadConfig } from '#shared/config/env.ts'
import { listCaptures, stopCapture, wantCapture } from '#shared/db/captures.ts'
import type { Db } from '#shared/db/client.ts'
import { flags, recordings, sentences, transcripts } from '#shared/db/schema/index.ts'
import type { CapturePolicy } from '#shared/domain/capture.ts'
import { wallMsOf } from '#shared/domain/wall-clock.ts'
import { silentLog } from '#shared/log.ts'
import { espeakModel } from '#shared/testing/espeak.ts'
import { aRoom } from '#shared/testing/factories.ts'
import { liveShow } from '#shared/testing/live.ts'
import { openHouse } from '../house.ts'

export interface LivePlan {
  /** An empty PostgreSQL: one process with an embedded database is too large to start children quickly. */
  readonly databaseUrl: string
  readonly dir: string
  readonly seconds: number
  /** What is said, 16 kHz mono. */
  readonly sound: Int16Array
  /** Rooms that all show the same. */
  readonly streams: number
  readonly policy: CapturePolicy
}

const chatEveryMs = 500

/** A house that records a generated broadcast in so many rooms, hears it by the offline engine, and reads a growing danmaku file. */
export async function openLive({ databaseUrl, dir, seconds, sound, streams, policy }: LivePlan) {
  const config = loadConfig({
    ...{ DATABASE_URL: databaseUrl, DATA_DIR: dir, LOG_LEVEL: 'silent' },
    ASR_MODEL_DIR: espeakModel,
  })
  const house = await openHouse(config, {
    ...{ log: silentLog, capture: [policy], reconcileEveryMs: 1000 },
  })
  const { db, shelf } = house.deps
  // As in a house that runs already: the first recording does not wait for the lexicon.
  await shelf.latest()
  const danmakuPath = join(dir, 'chat.jsonl')
  await writeFile(danmakuPath, '')
  await mkdir(join(dir, 'show'))
  const show = await liveShow({ dir: join(dir, 'show'), seconds, sound, streams, window: 5 })
  for (let n = 0; n < streams; n++) {
    const room = await aRoom(db, `直播间${n}`)
    const wish = { roomId: room.id, address: show.url(n), danmakuPath }
    await wantCapture(db, wish, '测试', new Date())
  }
  let said = 0
  const chat = setInterval(() => {
    const line = { event_ts_ms: Date.now(), user_id: `u${said}`, content: `第${said++}句` }
    void appendFile(danmakuPath, `${JSON.stringify(line)}\n`)
  }, chatEveryMs)
  house.start()
  house.keep()
  return {
    house,
    db,
    show,
    /** Ends all captures, as a person would. */
    async stop() {
      const everywhere = { region: config.REGION }
      for (const { id } of await listCaptures(db, everywhere))
        await stopCapture(db, everywhere, id, '测试', new Date())
    },
    async close() {
      clearInterval(chat)
      await house.close()
      await show.close()
    },
  }
}

/** When the phrase of a flag was over on air, when the first transcript had it, and when the flag was there; epoch ms. */
export interface FlagTimes {
  readonly flagId: string
  readonly saidMs: number
  readonly heardMs: number
  readonly flaggedMs: number
}

/** Times of engines that hear a phrase again together with what follows differ by less. */
const sameMs = 400

/** A piece’s end may be heard again with the piece behind it: of several transcripts the first that had the whole phrase counts. */
export async function flagTimes(db: Db): Promise<FlagTimes[]> {
  const found = await db
    .select({ flag: flags, recording: recordings })
    .from(flags)
    .innerJoin(recordings, eq(recordings.id, flags.recordingId))
  return Promise.all(
    found.map(async ({ flag, recording }) => {
      const [first] = await db
        .select({ at: transcripts.createdAt })
        .from(transcripts)
        .innerJoin(sentences, eq(sentences.transcriptId, transcripts.id))
        .where(
          and(
            eq(transcripts.recordingId, recording.id),
            lte(sentences.startMs, flag.startMs + sameMs),
            gte(sentences.endMs, flag.endMs - sameMs),
          ),
        )
        .orderBy(asc(transcripts.createdAt))
        .limit(1)
      return {
        flagId: flag.id,
        saidMs: wallMsOf(recording, flag.endMs),
        heardMs: first?.at.getTime() ?? Number.NaN,
        flaggedMs: flag.createdAt.getTime(),
      }
    }),
  )
}

/** The value below which this share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN
}

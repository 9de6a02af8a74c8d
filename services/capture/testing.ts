import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadConfig } from '#shared/config/env.ts'
import { wantCapture } from '#shared/db/captures.ts'
import type { CapturePolicy } from '#shared/domain/capture.ts'
import { silentLog } from '#shared/log.ts'
import { espeakModel } from '#shared/testing/espeak.ts'
import { aRoom } from '#shared/testing/factories.ts'
import { liveShow } from '#shared/testing/live.ts'
import { openHouse } from '../house.ts'

export interface LivePlan {
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
export async function openLive({ dir, seconds, sound, streams, policy }: LivePlan) {
  const config = loadConfig({
    ...{ DATABASE_URL: `pglite:${join(dir, 'db')}`, DATA_DIR: dir, LOG_LEVEL: 'silent' },
    ASR_MODEL_DIR: espeakModel,
  })
  const house = await openHouse(config, {
    ...{ log: silentLog, capture: [policy], reconcileEveryMs: 1000 },
  })
  const { db } = house.deps
  const danmakuPath = join(dir, 'chat.jsonl')
  await writeFile(danmakuPath, '')
  await mkdir(join(dir, 'show'))
  const show = await liveShow({ dir: join(dir, 'show'), seconds, sound })
  const roomIds: string[] = []
  for (let n = 0; n < streams; n++) {
    const room = await aRoom(db, `直播间${n}`)
    const wish = { roomId: room.id, address: show.url(n), danmakuPath }
    await wantCapture(db, wish, '测试', new Date())
    roomIds.push(room.id)
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
    roomIds,
    async close() {
      clearInterval(chat)
      await house.close()
      await show.close()
    },
  }
}

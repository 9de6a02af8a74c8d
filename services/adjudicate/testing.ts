import type { OpenDb } from '#shared/db/client.ts'
import { getFlag } from '#shared/db/flags.ts'
import { updateRecording } from '#shared/db/recordings.ts'
import { roomStanding } from '#shared/db/rooms.ts'
import { saveTranscript } from '#shared/db/transcripts.ts'
import { GiveUp, TryLater } from '#shared/errors.ts'
import { loadLexicon } from '#shared/lexicon/load.ts'
import { openAiChat } from '#shared/llm/chat.ts'
import type { AdjudicatePayload } from '#shared/queue/jobs.ts'
import { aFlag, aRecording, aRoom } from '#shared/testing/factories.ts'
import type { Adviser } from './ask.ts'
import { adjudicateStage } from './stage.ts'

export const rulebook = await loadLexicon('lexicons')
export const startedAt = new Date('2026-03-11T19:00:00+08:00')

/** A recording of a room with these sentences, one every ten seconds, and a flag in the first. */
export async function aTalk({ db }: Pick<OpenDb, 'db'>, name: string, texts: readonly string[]) {
  const room = await aRoom(db, name)
  const recording = await aRecording(db, room.id, startedAt)
  const sentences = texts.map((text, i) => ({
    startMs: i * 10_000,
    endMs: i * 10_000 + 8000,
    text,
    timing: 'segment' as const,
  }))
  const transcriptId = await saveTranscript(db, recording.id, 'test', sentences)
  // Searched by a version of long ago, so that a running house does not search it again.
  await updateRecording(db, recording.id, { detectedKey: `x:${transcriptId}` })
  const quote = texts[0] ?? ''
  const place = { quote, quoteStart: 0, quoteEnd: 4, startMs: 0 }
  const flagId = await aFlag(db, recording, place)
  return { room, recording, flagId, transcriptId }
}

/** A test of a silent server waits `timeoutMs`; the others never do. */
export function adviserAt(url: string, change: Partial<Adviser> = {}, timeoutMs = 30_000): Adviser {
  const chat = openAiChat({ baseUrl: url, model: 'qwen', timeoutMs })
  return { chat, dailyCalls: 100, tasks: ['flags', 'windows'], ...change }
}

/** One run as the queue does it; how it ended. */
export async function runOnce(
  house: OpenDb,
  input: AdjudicatePayload,
  adviser: Adviser,
  now = new Date('2026-03-12T08:00:00+08:00'),
) {
  const deps = { db: house.db, adviser, rulebook, now: () => now }
  try {
    await adjudicateStage.run(input, deps, new AbortController().signal)
    return 'done'
  } catch (error) {
    if (error instanceof GiveUp) await adjudicateStage.gaveUp(input, error, deps)
    return error instanceof GiveUp ? 'gave up' : error instanceof TryLater ? 'later' : 'failed'
  }
}

/** All of a flag and its room that advice must never move. */
export async function untouched({ db }: OpenDb, flagId: string) {
  const flag = await getFlag(db, flagId)
  const room = flag && (await roomStanding(db, { region: 'zhoushan' }, flag.roomId))
  return JSON.stringify({ flag, room })
}

import { openAiTranscriber } from '#shared/asr/openai.ts'
import { openDb } from '#shared/db/client.ts'
import { transcribeStage } from './stage.ts'

/** Run as a process of its own it transcribes one recording; a test kills it in the middle. */
const [, script, databaseUrl, recordingId, baseUrl] = process.argv
if (script === import.meta.filename && databaseUrl && recordingId && baseUrl) {
  const { db } = await openDb(databaseUrl)
  const transcriber = openAiTranscriber({ baseUrl, model: 'm', concurrency: 1 })
  const deps = { db, transcriber, now: () => new Date() }
  await transcribeStage.run({ recordingId }, deps, new AbortController().signal)
}

import { z } from 'zod'
import { Day } from '#shared/domain/calendar.ts'
import { defineJob } from './port.ts'

const minutes = (n: number) => n * 60_000
const recording = z.object({ recordingId: z.uuid() })

/** Read a registered file: what is in it, its comments, its broadcast. */
export const ingestJob = defineJob({
  name: 'ingest',
  payload: recording,
  key: (p) => p.recordingId,
  attempts: 3,
  timeoutMs: minutes(60),
})

/** Turn its sound, or its captions, into sentences. */
export const transcribeJob = defineJob({
  name: 'transcribe',
  payload: recording,
  key: (p) => p.recordingId,
  attempts: 5,
  timeoutMs: minutes(240),
})

/** Match sentences, comments and title against the lexicon. */
export const detectJob = defineJob({
  name: 'detect',
  payload: recording,
  key: (p) => p.recordingId,
  attempts: 3,
  timeoutMs: minutes(30),
})

/** Cut the clip of one flag. */
export const evidenceJob = defineJob({
  name: 'evidence',
  payload: z.object({ flagId: z.uuid() }),
  key: (p) => p.flagId,
  attempts: 3,
  timeoutMs: minutes(10),
})

/** Derive one room's standing, and draft or withdraw its removal proposal. */
export const poolJob = defineJob({
  name: 'pool',
  payload: z.object({ roomId: z.uuid() }),
  key: (p) => p.roomId,
  attempts: 5,
  timeoutMs: minutes(2),
})

/** Count one day of one region. */
export const reportJob = defineJob({
  name: 'report',
  payload: z.object({ day: Day, region: z.string() }),
  key: (p) => `${p.day}-${p.region.replaceAll('/', '-')}`,
  attempts: 3,
  timeoutMs: minutes(10),
})

export const AdjudicatePayload = z.union([
  z.object({ flagId: z.uuid() }),
  z.object({ recordingId: z.uuid(), fromMs: z.int().min(0) }),
])
export type AdjudicatePayload = z.infer<typeof AdjudicatePayload>

/** Ask a language model about one flag, or about one window of a recording's talk. */
export const adjudicateJob = defineJob({
  name: 'adjudicate',
  payload: AdjudicatePayload,
  key: (p) => ('flagId' in p ? p.flagId : `${p.recordingId}-${p.fromMs}`),
  attempts: 3,
  timeoutMs: minutes(10),
})

import { z } from 'zod'
import { Day } from '#shared/domain/calendar.ts'
import { RegionPath } from '#shared/domain/region.ts'
import { PeriodKind } from '#shared/domain/report-period.ts'
import { defineJob } from './port.ts'

const minutes = (n: number) => n * 60_000
const recording = z.object({ recordingId: z.uuid() })

/** Take a file that came in: a recording becomes a row, what lies beside one is tied to it. */
export const intakeJob = defineJob({
  name: 'intake',
  payload: z.object({ intakeId: z.uuid() }),
  key: (p) => p.intakeId,
  attempts: 3,
  timeoutMs: minutes(120),
})

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

/** Read the writing and the codes on its picture. */
export const screenJob = defineJob({
  name: 'screen',
  payload: recording,
  key: (p) => p.recordingId,
  attempts: 3,
  timeoutMs: minutes(240),
})

/** Match sentences, comments, title and what the picture says against the lexicon. */
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

/** Count one period of one region. */
export const reportJob = defineJob({
  name: 'report',
  payload: z.object({ period: PeriodKind, day: Day, region: RegionPath }),
  key: (p) => `${p.period}-${p.day}-${p.region.replaceAll('/', '-')}`,
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

/** Look whether alerts are to open or close, and what is to leave the building. */
export const watchJob = defineJob({
  name: 'watch',
  payload: z.object({ minute: z.int().min(0) }),
  key: (p) => String(p.minute),
  attempts: 2,
  timeoutMs: minutes(2),
})

/** One try to send one thing. How often it is tried stands in its row. */
export const deliverJob = defineJob({
  name: 'deliver',
  payload: z.object({ deliveryId: z.uuid() }),
  key: (p) => p.deliveryId,
  attempts: 1,
  timeoutMs: minutes(5),
})

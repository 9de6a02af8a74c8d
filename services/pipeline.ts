import { detectStage } from './detect/stage.ts'
import { evidenceStage } from './evidence/stage.ts'
import { ingestStage } from './ingest/stage.ts'
import { poolStage } from './pool/stage.ts'
import { reportStage } from './report/stage.ts'
import { transcribeStage } from './transcribe/stage.ts'

/** The map of the house: what happens to a recording, in order. Between evidence and pool stands a person's verdict. */
export const pipeline = [
  ingestStage,
  transcribeStage,
  detectStage,
  evidenceStage,
  poolStage,
  reportStage,
] as const

import { detectStage } from './detect/stage.ts'
import { evidenceStage } from './evidence/stage.ts'
import { ingestStage } from './ingest/stage.ts'
import { intakeStage } from './intake/stage.ts'
import { poolStage } from './pool/stage.ts'
import { reportStage } from './report/stage.ts'
import { screenStage } from './screen/stage.ts'
import { transcribeStage } from './transcribe/stage.ts'

/** The map of the house: what happens to a file that came in, in order. Between evidence and pool stands a person's verdict. */
export const pipeline = [
  intakeStage,
  ingestStage,
  transcribeStage,
  screenStage,
  detectStage,
  evidenceStage,
  poolStage,
  reportStage,
] as const

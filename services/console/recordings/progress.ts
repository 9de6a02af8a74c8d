import type { RecordingRow } from '../queries.ts'
import type { Word } from '../words/words.ts'

export interface Progress {
  readonly word: Word
  readonly tone: 'waiting' | 'done' | 'failed'
  /** A person may send it through the failed stage again. */
  readonly retry: boolean
}

type Row = Pick<
  RecordingRow,
  'ingestState' | 'transcriptState' | 'detectedKey' | 'failedStage' | 'failure'
>

/** Where a recording is on its way, in one word for people. */
export function progressOf(row: Row): Progress {
  if (row.ingestState === 'refused')
    return { word: 'recording.refused', tone: 'failed', retry: false }
  if (row.failedStage || row.transcriptState === 'failed')
    return { word: 'recording.failed', tone: 'failed', retry: true }
  if (row.ingestState === 'registered') return waiting('recording.registered')
  if (row.transcriptState === 'wanted') return waiting('recording.wanted')
  if (row.transcriptState === 'waiting') return waiting('recording.waiting')
  if (!row.detectedKey) return waiting('recording.detecting')
  const word = row.transcriptState === 'none' ? 'recording.silent' : 'recording.done'
  return { word, tone: 'done', retry: false }
}

function waiting(word: Word): Progress {
  return { word, tone: 'waiting', retry: false }
}

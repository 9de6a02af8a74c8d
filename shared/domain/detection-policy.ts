import { z } from 'zod'
import { Goods } from './channel.ts'
import { versioned } from './policy.ts'

/** One version of `policies/detection.yaml`: how far back a new lexicon version reaches, and whether the tagger proposes. */
export const DetectionPolicy = z.strictObject({
  ...versioned,
  /** Recordings whose broadcast began longer ago keep the version they were judged with. */
  redetectDays: z.int().min(0).max(3650),
  /** Whether what the learned tagger finds where rules are silent is filed as candidates. */
  candidates: z.boolean().default(false),
  /** Words in a product's name that tell what kind of goods it is. */
  goodsWords: z.partialRecord(Goods, z.array(z.string().min(1))).optional(),
})
export type DetectionPolicy = z.infer<typeof DetectionPolicy>

/** The instant from which recordings are judged again by a new version. */
export function redetectFrom({ redetectDays }: DetectionPolicy, now: Date): Date {
  return new Date(now.getTime() - redetectDays * 86_400_000)
}

/** The words a recording's hits rest on: its transcript, and what was read off its picture. */
export interface WordsInUse {
  readonly transcriptId: string | null
  readonly screenKey: string | null
}

/** What a recording's hits must rest on: changes with the lexicon, the transcript in use and what the picture says. */
export function detectionKey(lexiconVersion: string, words: WordsInUse): string {
  return `${lexiconVersion}:${wordsKey(words)}`
}

function wordsKey({ transcriptId, screenKey }: WordsInUse): string {
  return screenKey === null ? (transcriptId ?? '-') : `${transcriptId ?? '-'}:${screenKey}`
}

/**
 * Whether a recording is (still, again) to be judged. One never judged, or judged by other words, always is; one
 * judged by another lexicon version only when it began at `from` or later.
 */
export function wantsDetection(
  recording: WordsInUse & { readonly detectedKey: string | null; readonly startedAt: Date },
  lexiconVersion: string,
  from: Date,
): boolean {
  const { detectedKey, startedAt } = recording
  if (detectedKey === null) return true
  if (detectedKey === detectionKey(lexiconVersion, recording)) return false
  const judged = detectedKey.slice(detectedKey.indexOf(':') + 1)
  return judged !== wordsKey(recording) || startedAt >= from
}

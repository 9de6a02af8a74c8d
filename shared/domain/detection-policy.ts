import { z } from 'zod'
import { versioned } from './policy.ts'

/** One version of `policies/detection.yaml`: how far back a new lexicon version reaches, and whether the tagger proposes. */
export const DetectionPolicy = z.strictObject({
  ...versioned,
  /** Recordings whose broadcast began longer ago keep the version they were judged with. */
  redetectDays: z.int().min(0).max(3650),
  /** Whether what the learned tagger finds where rules are silent is filed as candidates. */
  candidates: z.boolean().default(false),
})
export type DetectionPolicy = z.infer<typeof DetectionPolicy>

/** The instant from which recordings are judged again by a new version. */
export function redetectFrom({ redetectDays }: DetectionPolicy, now: Date): Date {
  return new Date(now.getTime() - redetectDays * 86_400_000)
}

/** What a recording's hits must rest on: changes with the lexicon and with the transcript in use. */
export function detectionKey(lexiconVersion: string, transcriptId: string | null): string {
  return `${lexiconVersion}:${transcriptId ?? '-'}`
}

/**
 * Whether a recording is (still, again) to be judged. One never judged, or judged by another transcript, always is; one
 * judged by another lexicon version only when it began at `from` or later.
 */
export function wantsDetection(
  recording: {
    readonly detectedKey: string | null
    readonly transcriptId: string | null
    readonly startedAt: Date
  },
  lexiconVersion: string,
  from: Date,
): boolean {
  const { detectedKey, transcriptId, startedAt } = recording
  if (detectedKey === null) return true
  if (detectedKey === detectionKey(lexiconVersion, transcriptId)) return false
  const judged = detectedKey.slice(detectedKey.indexOf(':') + 1)
  return judged !== (transcriptId ?? '-') || startedAt >= from
}

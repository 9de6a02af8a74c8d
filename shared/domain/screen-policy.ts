import { z } from 'zod'
import { versioned } from './policy.ts'

/** One version of `policies/screen.yaml`: how often pictures are looked at, and how much may be read. */
export const ScreenPolicy = z.strictObject({
  ...versioned,
  /** Seconds between two pictures looked at. */
  everySeconds: z.number().min(0.5).max(60),
  /** Where key frames stand no farther apart than this, only they are decoded. */
  keyFramesWithinSeconds: z.number().min(0).max(60),
  /** Pictures handed to the text engine in an hour of recording, at most. */
  readsPerHour: z.int().min(0).max(7200),
  /** Pictures searched for QR codes in an hour of recording, at most. */
  codesPerHour: z.int().min(0).max(7200),
  /** Writing the engine is less sure of is dropped, 0 to 1. */
  minConfidence: z.number().min(0).max(1),
  /** Pixels of the picture's shorter side when it is read. */
  maxShortSide: z.int().min(240).max(2160),
})
export type ScreenPolicy = z.infer<typeof ScreenPolicy>

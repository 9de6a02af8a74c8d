import { z } from 'zod'
import { versioned } from './policy.ts'

/** What is asked of a capture: to be recorded whenever the room is on air, or to be left alone. */
export const CaptureState = z.enum(['wanted', 'stopped'])
export type CaptureState = z.infer<typeof CaptureState>

/** Pieces of a stream that goes on follow each other as closely as this; a longer silence between two is a gap. */
export const captureSeamMs = 1500

/** One version of `policies/capture.yaml`. */
export const CapturePolicy = z.strictObject({
  ...versioned,
  /** Length of the pieces that go through the stages while the broadcast runs, in seconds. */
  segmentSeconds: z.number().min(2).max(60),
  /** Streams one process records at a time. */
  streamsPerWorker: z.int().min(1).max(500),
  leaseSeconds: z.int().min(5).max(600),
  /** After a failure: first wait, longest wait, in seconds; doubled each time, half of it random. */
  retry: z.strictObject({ firstSeconds: z.number().min(0.1), longestSeconds: z.number().min(1) }),
  /** Without a new byte for so long the stream counts as broken. */
  stallSeconds: z.number().min(1).max(300),
  /** More than this in one segment is no live stream; the capture fails with a sentence. */
  maxSegmentMegabytes: z.int().min(1).max(4096),
  /** Addresses of the own network that may be opened all the same: CIDR, or host:port. Empty: none. */
  allow: z.array(z.string().min(1)),
})
export type CapturePolicy = z.infer<typeof CapturePolicy>

/** Milliseconds to wait before the next try; `random` in [0, 1) spreads workers out. */
export function retryDelayMs(
  { firstSeconds, longestSeconds }: CapturePolicy['retry'],
  attempts: number,
  random: number,
): number {
  const full = Math.min(longestSeconds, firstSeconds * 2 ** Math.min(attempts, 30))
  return Math.round(1000 * full * (0.5 + random / 2))
}

import { z } from 'zod'
import { MembershipState } from './membership.ts'
import { versioned } from './policy.ts'

const weight = z.number().positive().max(100)
const share = z.number().min(0).max(1)

/** One version of `policies/worklist.yaml`. */
export const WorklistPolicy = z.strictObject({
  ...versioned,
  minutesPerPerson: z.number().positive().max(1440),
  /** Items below the cut that are drawn for a look. */
  sampleBelow: z.int().min(0).max(100),
  /** Weights of severity 1 to 5; a graver one never weighs less. */
  severity: z
    .tuple([weight, weight, weight, weight, weight])
    .refine(
      (row) => row.every((w, i) => i === 0 || w >= (row[i - 1] ?? 0)),
      '严重度越高,权重不得越低',
    ),
  pool: z.partialRecord(MembershipState, weight),
  newPhrase: weight,
  deadline: z.strictObject({ atEnd: weight, overdue: weight }),
  audience: weight,
  /** Of what somebody else handed over. */
  handed: weight,
  /** Of a look at somebody's decision, which holds its consequences back. */
  secondLook: weight,
  perDoubling: z.number().min(0).max(10),
  chance: z.strictObject({
    start: z.number().gt(0).lt(1),
    halfAt: z.number().positive(),
    roomHalfAt: z.number().positive(),
    days: z.int().min(1).max(1096),
  }),
  copies: z.strictObject({
    minSyllables: z.int().min(4),
    similarity: share,
    mostPerBatch: z.int().min(2).max(500),
  }),
  batchSamples: z.int().min(1).max(20),
  /** What nobody takes up comes back to everybody. */
  moves: z.strictObject({
    parkMaxDays: z.int().min(1).max(365),
    handHours: z.number().positive().max(240),
    skipHours: z.number().positive().max(240),
  }),
})
export type WorklistPolicy = z.infer<typeof WorklistPolicy>

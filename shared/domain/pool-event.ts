import { z } from 'zod'
import { FlagFacts } from './flag.ts'
import { MembershipState, MembershipVerb } from './membership.ts'
import { VerdictEntry } from './verdict.ts'

const event = { id: z.string().min(1), atMs: z.int() }
const flagIds = z.array(z.string().min(1)).min(1)

/** Facts for the operator that a proposal must show beside the others (合规体系完备且已尽责, 舟市监发〔2024〕36号 七(三)). */
export const FavourableFact = z.enum([
  'compliance_system',
  'training',
  'self_check',
  'no_complaint',
  'public_service',
  'other',
])
export type FavourableFact = z.infer<typeof FavourableFact>

/**
 * What happened to one room, append-only. `atMs` is when the house came to know it. The order of the list carries no
 * meaning: standing depends on the times and on the verdict chain alone.
 */
export const PoolEvent = z.discriminatedUnion('kind', [
  /** A flag was found, or its facts were put right: the newest one for a flag counts. */
  z.strictObject({ kind: z.literal('flagged'), ...event, flag: FlagFacts }),
  z.strictObject({ kind: z.literal('verdict'), ...VerdictEntry.shape }),
  /** The operator came forward with it (自报), matched to flags by a person. */
  z.strictObject({ kind: z.literal('self_reported'), ...event, flagIds }),
  /** A notice about it was served (整改告知送达). */
  z.strictObject({ kind: z.literal('noticed'), ...event, noticeId: z.string(), flagIds }),
  /** The bureau accepted the rectification (整改验收). */
  z.strictObject({ kind: z.literal('rectified'), ...event, noticeId: z.string(), flagIds }),
  z.strictObject({
    kind: z.literal('favourable'),
    ...event,
    fact: FavourableFact,
    text: z.string().min(1),
  }),
  /** A person took back one of the four above: from then on it never happened. Verdicts are corrected in their own chain. */
  z.strictObject({
    kind: z.literal('reversed'),
    ...event,
    reverses: z.string(),
    reason: z.string(),
  }),
  /** A removal was proposed on these flags. */
  z.strictObject({
    kind: z.literal('removal_proposed'),
    ...event,
    proposalId: z.string(),
    flagIds,
  }),
  /** That proposal withdrew itself because its facts fell; the same facts may come up again if they are confirmed again. */
  z.strictObject({ kind: z.literal('removal_withdrawn'), ...event, proposalId: z.string() }),
  /** The facts under a removal that was already carried out fell: a person decides whether the room returns. */
  z.strictObject({
    kind: z.literal('removal_unfounded'),
    ...event,
    proposalId: z.string(),
    why: z.string(),
  }),
  /** The room's place in the pool changed; no score rests on it. */
  z.strictObject({
    kind: z.literal('moved'),
    ...event,
    verb: MembershipVerb,
    from: MembershipState,
    to: MembershipState,
    reason: z.string(),
  }),
])
export type PoolEvent = z.infer<typeof PoolEvent>

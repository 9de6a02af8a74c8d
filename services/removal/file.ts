import type { Db } from '#shared/db/client.ts'
import { type Proposal, roomEvents } from '#shared/db/pool.ts'
import { addSignature, decidersOf, signaturesOf } from '#shared/db/removals.ts'
import { stillDue } from '#shared/domain/removal.ts'
import type { RemovalCase, RemovalSignature } from '#shared/domain/removal-stages.ts'
import { AppError } from '#shared/errors.ts'
import type { NoticeDeps } from '../notices/deps.ts'

/** What the next signature depends on, read inside the transaction that holds the case. */
export async function fileOf(
  tx: Db,
  proposal: Proposal,
): Promise<RemovalCase & { readonly signatures: readonly RemovalSignature[] }> {
  const { servedAt, hearingDueAt, answeredAt, leniency } = proposal
  return {
    signatures: await signed(tx, proposal),
    verdictGivers: await decidersOf(tx, proposal.flagIds),
    hearing: servedAt
      ? {
          servedMs: servedAt.getTime(),
          // A period whose end cannot be told yet does not end.
          dueMs: hearingDueAt?.getTime() ?? Number.POSITIVE_INFINITY,
          answeredMs: answeredAt?.getTime() ?? null,
        }
      : null,
    leniencyFilled: leniency !== null,
  }
}

/** The signatures; a proposal that the house drafted before it kept any is signed by the house first. */
async function signed(tx: Db, { id, createdAt }: Proposal): Promise<readonly RemovalSignature[]> {
  const found = await signaturesOf(tx, id)
  if (found.length > 0) return found
  const first = proposedBySystem(createdAt)
  await addSignature(tx, id, 1, first)
  return [first]
}

function proposedBySystem(at: Date): RemovalSignature {
  const stage = { stage: 'propose' as const, outcome: 'agree' as const }
  return { ...stage, by: 'system', reason: '达到规则条件，自动起草', atMs: at.getTime() }
}

/** Throws `conflict` when the case has ended or its facts have fallen and it is about to withdraw itself. */
export async function checkAlive(
  { policies }: Pick<NoticeDeps, 'policies'>,
  tx: Db,
  proposal: Proposal,
  at: Date,
): Promise<void> {
  if (proposal.state !== 'drafted') throw new AppError('conflict', '案件已办结或已撤回。')
  const events = await roomEvents(tx, proposal.roomId)
  const found = stillDue(proposal.body, events, policies, at.getTime())
  if (!found.due) throw new AppError('conflict', found.why)
}

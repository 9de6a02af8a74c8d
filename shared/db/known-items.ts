import { and, eq, inArray, isNull, lte, notInArray, or, sql } from 'drizzle-orm'
import type { Actor } from '#shared/domain/actor.ts'
import type { PoolPolicy } from '#shared/domain/pool-policy.ts'
import { drawnForSecondLook, type VerdictEntry } from '#shared/domain/verdict.ts'
import type { Db } from './client.ts'
import { clips, flags, rooms, secondLooks, verdicts } from './schema/index.ts'
import { type Scope, within } from './scope.ts'
import { addLook } from './second-looks.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * Puts a lead with a known answer among those a person looks at: decided by others long ago, drawn by the decision they
 * have just given. It is theirs alone, one at a time, and nothing rests on what they make of it.
 */
export async function drawKnown(
  tx: Db,
  reader: Actor,
  { id, atMs }: VerdictEntry,
  policy: PoolPolicy,
): Promise<void> {
  const { share, afterDays } = policy.known
  if (policy.secondLookHours === 0 || !drawnForSecondLook(`known ${id}`, share)) return
  const waiting = await tx.$count(
    secondLooks,
    and(eq(secondLooks.reader, reader.name), isNull(secondLooks.settledAt)),
  )
  if (waiting > 0) return
  const found = await settledByOthers(tx, reader, new Date(atMs - afterDays * dayMs), id)
  if (!found) return
  const { flag, line } = found
  await addLook(tx, {
    ...{ flagId: flag.id, why: 'known', sealed: false, lineId: line.id, batch: null },
    ...{ reader: reader.name, second: null, decider: null, final: null, settledAtMs: null },
    first: {
      ...{ id: line.id, reason: line.reason, by: line.by, atMs: line.at.getTime() },
      verdict: flag.state === 'confirmed' ? 'confirmed' : 'dismissed',
    },
    drawnAtMs: atMs,
    untilMs: atMs + policy.secondLookHours * hourMs,
  })
}

/** One lead of the region with its decision, which took effect before then; always the same one for the same draw. */
async function settledByOthers(
  tx: Db,
  reader: Scope & { readonly name: string },
  before: Date,
  drawId: string,
) {
  const own = tx.select({ id: verdicts.flagId }).from(verdicts).where(eq(verdicts.by, reader.name))
  // What two people settled is as known as anything; what is being looked at is not, nor what this person was asked before.
  const looked = tx
    .select({ id: secondLooks.flagId })
    .from(secondLooks)
    .where(or(isNull(secondLooks.settledAt), eq(secondLooks.reader, reader.name)))
  const [found] = await tx
    .select({ flag: flags, line: verdicts })
    .from(flags)
    .innerJoin(rooms, eq(rooms.id, flags.roomId))
    .innerJoin(clips, eq(clips.flagId, flags.id))
    .innerJoin(verdicts, and(eq(verdicts.flagId, flags.id), eq(verdicts.verdict, flags.state)))
    .where(
      and(
        within(rooms.region, reader),
        inArray(flags.state, ['confirmed', 'dismissed']),
        eq(flags.audience, false),
        isNull(flags.duplicateOf),
        lte(verdicts.effectiveAt, before),
        notInArray(flags.id, own),
        notInArray(flags.id, looked),
      ),
    )
    .orderBy(sql`md5(${flags.id}::text || ${drawId}::text)`, sql`${verdicts.at} desc`)
    .limit(1)
  return found
}

import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Scorecard, Total } from '#shared/domain/scorecard.ts'
import { AppError } from '#shared/errors.ts'
import type { Db } from './client.ts'
import { applications, operators, rooms, scorecards } from './schema/index.ts'

export type CardRow = typeof scorecards.$inferSelect

/** The cards of one application, scorers by name, the final one last. */
export async function cardsOf(db: Db, applicationId: string): Promise<CardRow[]> {
  return db
    .select()
    .from(scorecards)
    .where(eq(scorecards.applicationId, applicationId))
    .orderBy(asc(scorecards.kind), asc(scorecards.scorer))
    .then((rows) => [
      ...rows.filter(({ kind }) => kind === 'scorer'),
      ...rows.filter(({ kind }) => kind === 'final'),
    ])
}

export async function assignScorers(
  tx: Db,
  applicationId: string,
  scorers: readonly string[],
  by: string,
  at: Date,
): Promise<void> {
  const rows = scorers.map((scorer) => ({
    applicationId,
    scorer,
    kind: 'scorer' as const,
    assignedBy: by,
    assignedAt: at,
  }))
  await tx.insert(scorecards).values(rows)
}

/** Fills an assigned card, once. Throws `conflict` when it was filled already. */
export async function fillCard(
  tx: Db,
  id: string,
  card: Scorecard,
  { total, outcome }: Total,
  at: Date,
): Promise<CardRow> {
  const [row] = await tx
    .update(scorecards)
    .set({ card, total, outcome, state: 'submitted', submittedAt: at })
    .where(and(eq(scorecards.id, id), eq(scorecards.state, 'assigned')))
    .returning()
  if (!row) throw new AppError('conflict', '这张赋分表已提交，不能再改。')
  return row
}

/** Files the chief's card; the unique key makes a second one a conflict. */
export async function addFinal(
  tx: Db,
  applicationId: string,
  card: Scorecard,
  { total, outcome }: Total,
  at: Date,
): Promise<CardRow> {
  const [row] = await tx
    .insert(scorecards)
    .values({
      applicationId,
      scorer: card.scorer,
      kind: 'final',
      state: 'submitted',
      card,
      total,
      outcome,
      assignedBy: card.scorer,
      assignedAt: at,
      submittedAt: at,
    })
    .returning()
  if (!row) throw new Error('card not stored')
  return row
}

/** The final cards of a batch with their rooms, for ranking. */
export async function finalCards(db: Db, batchId: string) {
  return db
    .select({
      applicationId: applications.id,
      roomId: applications.roomId,
      room: rooms.name,
      region: rooms.region,
      operator: operators.name,
      state: applications.state,
      card: scorecards.card,
    })
    .from(scorecards)
    .innerJoin(applications, eq(applications.id, scorecards.applicationId))
    .innerJoin(rooms, eq(rooms.id, applications.roomId))
    .innerJoin(operators, eq(operators.id, applications.operatorId))
    .where(and(eq(applications.batchId, batchId), inArray(scorecards.kind, ['final'])))
    .orderBy(asc(applications.id))
}

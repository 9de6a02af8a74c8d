import { asc, eq } from 'drizzle-orm'
import type { Db } from '#shared/db/client.ts'
import { removalProposals, rooms } from '#shared/db/schema/index.ts'
import type { NoticeDeps } from '../../notices/deps.ts'
import { answerRemoval, fillLeniency, serveHearing } from '../../removal/hearing.ts'
import { type SignForm, signRemoval } from '../../removal/sign.ts'
import { demoPeople } from '../people.ts'
import { asFarAsAllowed } from './when.ts'

const { caseOfficer, caseReviewer, approver } = demoPeople

/** Stages a case may stand at; the oldest proposal has come furthest. */
const stops = ['approve', 'review', 'answered', 'verify'] as const
type Stop = (typeof stops)[number] | 'served'

/** Proposals nobody has ended, oldest first. */
async function openProposals(db: Db) {
  return db
    .select({
      id: removalProposals.id,
      roomId: rooms.id,
      room: rooms.name,
      createdAt: removalProposals.createdAt,
    })
    .from(removalProposals)
    .innerJoin(rooms, eq(rooms.id, removalProposals.roomId))
    .where(eq(removalProposals.state, 'drafted'))
    .orderBy(asc(removalProposals.createdAt), asc(rooms.name))
}

/**
 * Takes the pool's own proposals through the stages with different people, each act minutes after the one before. The
 * last signature is nobody's here: publication comes after the hold, by the house.
 */
export async function fillRemovals(deps: NoticeDeps): Promise<void> {
  const open = await openProposals(deps.db)
  for (const [i, stop] of stops.entries()) {
    const proposal = open[i]
    if (proposal) await asFarAsAllowed(() => follow(deps, proposal, stop))
  }
  // The newest is of the room the visitor can watch: its operator, whose portal is open too, is asked for its words.
  const newest = open.slice(stops.length).at(-1)
  if (newest) await asFarAsAllowed(() => follow(deps, newest, 'served'))
}

async function follow(
  deps: NoticeDeps,
  { id, room, createdAt }: { readonly id: string; readonly room: string; readonly createdAt: Date },
  stop: Stop,
) {
  const last = deps.now().getTime()
  let acts = 0
  const next = () => {
    acts += 1
    const at = new Date(Math.min(last, createdAt.getTime() + acts * 10 * 60_000))
    return { ...deps, now: () => at }
  }
  const sign = (who: typeof approver | typeof caseReviewer | typeof caseOfficer, form: SignForm) =>
    signRemoval(next(), who, id, form)
  const agree = { outcome: 'agree' as const }
  await sign(caseOfficer, { stage: 'verify', ...agree, reason: '逐项核对原始录像，事实清楚' })
  if (stop === 'verify') return
  await serveHearing(next(), caseOfficer, id)
  if (stop === 'served') return
  const text = '主播临时发挥，已停播培训并更换话术，请求从轻处理。'
  await answerRemoval(next(), caseOfficer, id, { text, attachments: [] })
  if (stop === 'answered') return
  await fillLeniency(next(), caseOfficer, id, {
    system: '设有合规专员，制度齐备',
    diligence: '事发后当日停播培训',
    grounds: [],
    outcome: 'none',
    reason: '同类行为三十日内再次发生，不予采纳',
  })
  await sign(caseOfficer, { stage: 'hear', ...agree, reason: '已听取申辩，不影响事实认定' })
  if (stop === 'review') return
  await sign(caseReviewer, { stage: 'review', ...agree, reason: '程序合规，同意' })
  await sign(approver, { stage: 'approve', ...agree, reason: '同意移出', confirm: room })
}

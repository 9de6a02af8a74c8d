import { z } from 'zod'
import { Verdict } from '#shared/domain/verdict.ts'
import { dismissCandidate, promoteCandidate } from '../candidates/decide.ts'
import { holdFlag, judgeFlag, settleFlag, undoVerdict } from '../pool/judge.ts'
import { lookAtSample } from '../report/samples.ts'
import { judgeBatch, undoBatch } from '../worklist/batch.ts'
import { moveFlag, unmoveFlag } from '../worklist/move.ts'
import { type ActRow, filled, plain } from './act-row.ts'

const why = z.string().trim().max(2000).default('')
const Judgement = z.strictObject({ verdict: Verdict, reason: why })
const Batch = Judgement.extend({ id: z.uuid(), flagIds: z.array(z.uuid()).min(2).max(500) })
const Look = z.strictObject({
  missed: z.boolean(),
  category: z.string().min(1).max(60).optional(),
  note: z.string().max(500).optional(),
})
const Park = z.strictObject({ days: z.int().min(1).max(365), reason: why })
const HandOver = z.strictObject({ to: z.string().trim().min(1).max(40), reason: why })

/** What people do with leads, candidates and samples, beside the commands `verdict` and `candidates`. */
export const reviewActs: Readonly<Record<string, ActRow>> = {
  'flag.verdict': filled('判定线索', 1, Judgement, (d, b) => judgeFlag(d.deps, d.id, b, d.actor)),
  'flag.settle': filled('裁定抽检分歧', 1, Judgement, (d, b) =>
    settleFlag(d.deps, d.id, b, d.actor),
  ),
  'flag.undo': plain('撤销判定', 1, (d) => undoVerdict(d.deps, d.id, d.actor)),
  'flag.hold': plain('领取线索,期内他人不能判定', 1, (d) => holdFlag(d.deps, d.id, d.actor)),
  'flag.park': filled('搁置线索', 1, Park, (d, b) =>
    moveFlag(d.deps, d.actor, d.id, { kind: 'parked', ...b }),
  ),
  'flag.hand': filled('转交线索', 1, HandOver, (d, b) =>
    moveFlag(d.deps, d.actor, d.id, { kind: 'handed', ...b }),
  ),
  'flag.skip': plain('跳过线索,由他人判定', 1, (d) =>
    moveFlag(d.deps, d.actor, d.id, { kind: 'skipped', reason: d.reason }),
  ),
  'flag.return': plain('放回大家的清单', 1, (d) => unmoveFlag(d.deps, d.actor, d.id)),
  'copies.verdict': filled('整批判定同一话术', 0, Batch, (d, b) => judgeBatch(d.deps, b, d.actor)),
  'copies.undo': plain('整批撤销', 1, (d) => undoBatch(d.deps, d.id, d.actor)),
  'sample.look': filled('看漏检抽样', 1, Look, (d, b) =>
    lookAtSample(d.deps.db, d.id, b, d.actor, d.deps.now()),
  ),
  'candidate.promote': plain('候选转为线索', 1, (d) =>
    promoteCandidate(d.deps, d.id, d.reason, d.actor),
  ),
  'candidate.dismiss': plain('不采纳候选', 1, (d) =>
    dismissCandidate(d.deps, d.id, d.reason, d.actor),
  ),
}

import { z } from 'zod'

/** Statutory grounds for 从轻、减轻、不予 that the box offers; the officer ticks, the system never does. */
export const leniencyGrounds = [
  {
    id: 'apl-32',
    text: '主动消除或减轻危害后果、受胁迫诱骗、主动供述、有立功表现',
    basis: '行政处罚法第32条',
  },
  {
    id: 'apl-33-1a',
    text: '违法行为轻微并及时改正，没有造成危害后果',
    basis: '行政处罚法第33条第1款',
  },
  { id: 'apl-33-1b', text: '初次违法且危害后果轻微并及时改正', basis: '行政处罚法第33条第1款' },
  { id: 'apl-33-2', text: '当事人有证据足以证明没有主观过错', basis: '行政处罚法第33条第2款' },
  { id: 'aucl-32', text: '首次、轻微并及时改正', basis: '反不正当竞争法第32条' },
  { id: 'price-26', text: '价格违法情节轻微并及时纠正', basis: '明码标价和禁止价格欺诈规定第26条' },
  {
    id: 'absolute-9-10',
    text: '绝对化用语首次、轻微、及时改正',
    basis: '广告绝对化用语执法指南第9、10条',
  },
  { id: 'compliance', text: '合规体系完备且已尽责', basis: '舟市监发〔2024〕36号七（三）' },
] as const

const groundIds = leniencyGrounds.map((ground) => ground.id)

/** The box 合规尽责情况: what the compliance system is, what was done, which grounds hold, and what follows. */
export const Leniency = z
  .strictObject({
    system: z.string().trim().min(1, '请写明合规体系情况').max(4000),
    diligence: z.string().trim().min(1, '请写明尽责情况').max(4000),
    grounds: z.array(z.enum(groundIds)),
    outcome: z.enum(['none', 'lighter', 'reduced', 'exempt']),
    reason: z.string().trim().min(1, '请写明采纳或不采纳的理由').max(4000),
    by: z.string().min(1),
    atMs: z.int(),
  })
  .refine(({ grounds, outcome }) => outcome === 'none' || grounds.length > 0, {
    message: '从轻、减轻或免于，须至少勾选一项依据',
    path: ['grounds'],
  })
export type Leniency = z.infer<typeof Leniency>

export const leniencyOutcomes: Readonly<Record<Leniency['outcome'], string>> = {
  none: '不适用',
  lighter: '从轻',
  reduced: '减轻',
  exempt: '免于',
}

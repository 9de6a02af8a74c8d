import { z } from 'zod'
import type { Mode } from './hit.ts'
import { versioned } from './policy.ts'

export const Colour = z.enum(['green', 'blue', 'yellow', 'red'])
export type Colour = z.infer<typeof Colour>

export const colourNames: Readonly<Record<Colour, string>> = {
  green: '绿',
  blue: '蓝',
  yellow: '黄',
  red: '红',
}

const points = z.number().min(0).max(100).multipleOf(0.01)
const share = z.number().min(0).max(1)
const severity = z.int().min(1).max(5)

/** Points for severity 1 to 5; a graver finding never costs less. */
const Row = z
  .tuple([points, points, points, points, points])
  .refine(
    (row) => row.every((p, i) => i === 0 || p >= (row[i - 1] ?? 0)),
    '严重度越高，扣分不得越低',
  )

/** A mitigation multiplies the points by `factor`, up to and including `maxSeverity`; red lines (5) are usually left out. */
const Mitigation = z.strictObject({ factor: share, maxSeverity: severity })

/** What drafts a removal proposal. A draft only: removal itself needs 情节严重 found by people (舟市监发〔2024〕36号 七(三)). */
export const RemovalTrigger = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('score-below'),
    id: z.string(),
    name: z.string(),
    below: points,
  }),
  z.strictObject({
    kind: z.literal('repeats'),
    id: z.string(),
    name: z.string(),
    times: z.int().min(1),
    days: z.int().min(1),
    minSeverity: severity,
  }),
  z.strictObject({
    kind: z.literal('severity'),
    id: z.string(),
    name: z.string(),
    atLeast: severity,
    times: z.int().min(1),
  }),
])
export type RemovalTrigger = z.infer<typeof RemovalTrigger>

/** One version of `policies/pool.yaml`: everything the bureau may change about scores, colours and proposals. */
export const PoolPolicy = z
  .strictObject({
    ...versioned,
    windowDays: z.int().min(1).max(1096),
    base: z.literal(100),
    points: z.strictObject({
      assert: Row,
      verify: Row,
      context: Row,
      absence: Row,
      modifier: Row,
    } satisfies Record<Mode, typeof Row>),
    oncePer: z.enum(['rule', 'category']),
    correctedOnAir: Mitigation.extend({ withinSeconds: z.int().min(0) }),
    selfReported: Mitigation,
    /** The share of the points given back when the bureau accepts the rectification (整改验收). */
    rectified: z.strictObject({ restoreShare: share, maxSeverity: severity }),
    colours: z.strictObject({ green: points, blue: points, yellow: points }),
    undoMinutes: z.number().min(0).max(1440),
    batchUndoMinutes: z.number().min(0).max(1440),
    leaseMinutes: z.number().positive().max(240),
    /** From this severity on 成立 is taken only from a person who has had the flag open for so long. */
    exposure: z
      .strictObject({ minSeverity: severity, seconds: z.number().min(0).max(60) })
      .default({ minSeverity: 4, seconds: 3 }),
    secondLookShare: share,
    /** A decision waits so long for its second look, then it stands as it is; 0: none is drawn. */
    secondLookHours: z.number().min(0).max(720),
    /** Leads with a known answer, per decision given, and how long ago that answer was settled. */
    known: z.strictObject({ share, afterDays: z.int().min(1).max(365) }),
    removal: z.strictObject({
      triggers: z.array(RemovalTrigger),
      holdHours: z.number().min(0).max(240),
      reapplyMonths: z.int().min(0).max(60),
    }),
    membership: z.strictObject({ validYears: z.int().min(1).max(10) }),
    province: z.strictObject({
      minScore: points,
      minMonthsListed: z.int().min(0),
      quietMonths: z.int().min(0),
      quietSeverity: severity,
    }),
  })
  .refine(({ colours: c }) => c.green > c.blue && c.blue > c.yellow, {
    message: '颜色分界应满足 绿 > 蓝 > 黄',
    path: ['colours'],
  })
export type PoolPolicy = z.infer<typeof PoolPolicy>

/** The colour of a score under the policy's thresholds; each threshold belongs to the better colour. */
export function colourOf(score: number, { colours }: Pick<PoolPolicy, 'colours'>): Colour {
  if (score >= colours.green) return 'green'
  if (score >= colours.blue) return 'blue'
  return score >= colours.yellow ? 'yellow' : 'red'
}

import { z } from 'zod'
import { addDays, dayMs, dayOf, dayStartMs } from './calendar.ts'
import { versioned } from './policy.ts'

/** Kinds of things that are kept for a time. */
export const RetentionClass = z.enum([
  'media_without_hits',
  'transcript_without_hits',
  'danmaku',
  'dismissed_clips',
  'evidence',
  'case_file',
  'daily_report',
  'audit_log',
  'access_log',
  'personal_data_record',
])
export type RetentionClass = z.infer<typeof RetentionClass>

/** Shortest periods the law allows, in days: a policy below them is refused. */
export const retentionFloors: Partial<
  Record<RetentionClass, { readonly days: number; readonly basis: string }>
> = {
  evidence: { days: 1096, basis: '不得少于 3 年(舟市监发〔2024〕36号 四（一）2)' },
  personal_data_record: { days: 1096, basis: '不得少于 3 年（个人信息保护法 第56条）' },
  access_log: { days: 184, basis: '不得少于 6 个月（网络安全法 第23条）' },
  audit_log: { days: 184, basis: '不得少于 6 个月（网络安全法 第23条）' },
}

const Rule = z.strictObject({ days: z.int().min(1).max(36_525), basis: z.string().min(1) })

/** One version of `policies/retention.yaml`. */
export const RetentionPolicy = z
  .strictObject({ ...versioned, classes: z.record(RetentionClass, Rule) })
  .superRefine(({ classes }, issue) => {
    for (const kind of RetentionClass.options) {
      const floor = retentionFloors[kind]
      if (floor && classes[kind].days < floor.days)
        issue.addIssue({ code: 'custom', path: ['classes', kind, 'days'], message: floor.basis })
    }
  })
export type RetentionPolicy = z.infer<typeof RetentionPolicy>

/**
 * The first instant at which a thing of that class may be deleted, the day it began not counted; null while a legal
 * hold (法律保全) lies on it.
 */
export function mayDeleteFromMs(
  kind: RetentionClass,
  beganMs: number,
  policy: RetentionPolicy,
  held: boolean,
): number | null {
  if (held) return null
  return dayStartMs(addDays(dayOf(beganMs), policy.classes[kind].days)) + dayMs
}

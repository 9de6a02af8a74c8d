import { z } from 'zod'
import { Day } from './calendar.ts'
import { RegionPath } from './region.ts'

/** 培训 as a person enters it. */
export const TrainingForm = z.strictObject({
  region: RegionPath,
  title: z.string().trim().min(1, '请填写培训名称').max(200),
  heldOn: Day,
  /** 学时. */
  hours: z.number().positive('学时应大于 0').max(200),
  place: z.string().trim().max(200).default(''),
  host: z.string().trim().max(200).default(''),
  note: z.string().trim().max(2000).default(''),
})
export type TrainingForm = z.infer<typeof TrainingForm>

/** One line of the attendance list; hours may be fewer than the session's, never more. */
export const AttendanceForm = z.strictObject({
  streamerId: z.uuid(),
  hours: z.number().min(0).max(200),
  score: z.number().min(0).max(1000).nullable().default(null),
  passed: z.boolean().nullable().default(null),
})
export type AttendanceForm = z.infer<typeof AttendanceForm>

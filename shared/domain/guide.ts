import { z } from 'zod'
import { RegionPath } from './region.ts'

/** 责任清单, 合规指引 (舟市监发〔2024〕36号 五(二)). */
export const GuideKind = z.enum(['responsibility', 'guide', 'other'])
export type GuideKind = z.infer<typeof GuideKind>

/** A new version of a document: the same region, kind and title go on counting, and older receipts do not cover it. */
export const GuideForm = z.strictObject({
  region: RegionPath,
  kind: GuideKind,
  title: z.string().trim().min(1, '请填写文件名称').max(200),
  body: z.string().min(1, '请填写正文').max(200_000),
})
export type GuideForm = z.infer<typeof GuideForm>
